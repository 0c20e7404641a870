"""python3 train.py coder|r1 <folder> <model.gguf>: trains one model on its rows with one thread and writes it.

A row is a trunk and branches that continue it (see tokenise.ts). The branches lie one after another behind the trunk, each
at the positions that follow the trunk, and do not see each other: the trunk is computed once for all of them.
"""

import json
import os
import random
import sys
import time

import torch
from torch import nn
from torch.nn import functional

from gguf import write_gguf
from muon import Muon
from network import Network
from shapes import HOLE, SHAPES
from vocabulary import metadata_of, read_merges

BATCH_TOKENS = 2048
# Learning rates of the matrices inside the blocks, and of everything else.
INNER_RATE = 0.02
OUTER_RATE = 4e-3
HIDDEN = -1e9


class Guesses(nn.Module):
    """Two guesses that every token of a completion has to make from what the last block but one knows: which line is to be
    written, and what follows the hole. Left out of the model: they only teach it early to look at both sides of the hole.
    Most tokens of a line follow from those before them, so the text alone would teach that slowly.
    """

    def __init__(self, rows, hole, width):
        super().__init__()
        self.labels = [_numbered(row["line"] for row in rows), _numbered(_after(row, hole) for row in rows)]
        for index, row in enumerate(rows):
            row["labels"] = [labels[index] for labels in self.labels]
        self.layers = nn.ModuleList(nn.Linear(width, max(labels) + 1) for labels in self.labels)

    def loss(self, values, labels):
        normed = values * torch.rsqrt(values.pow(2).mean(-1, keepdim=True) + 1e-6)
        return sum(functional.cross_entropy(layer(normed), labels[:, index]) for index, layer in enumerate(self.layers))


def _after(row, hole):
    start = row["trunk"].index(hole) + 1
    return tuple(row["trunk"][start : start + 5])


def _numbered(names):
    numbers = {}
    return [numbers.setdefault(name, len(numbers)) for name in names]


def batches_of(rows):
    """Rows of roughly like length together: little is filled up, and the rows of a file do not always meet each other."""
    rows = sorted(rows, key=lambda row: _length(row) * random.uniform(0.7, 1.3))
    batches, batch, longest = [], [], 0
    for row in rows:
        longest = max(longest, _length(row))
        if batch and (len(batch) + 1) * longest > BATCH_TOKENS:
            batches.append(batch)
            batch, longest = [], _length(row)
        batch.append(row)
    batches.append(batch)
    random.shuffle(batches)
    return batches


def _length(row):
    return len(row["trunk"]) + sum(len(branch["ids"]) for branch in row["branches"])


def laid_out(batch, trunk_weight):
    """ids, positions, mask, targets (-1: none) and the weight of each target."""
    size, longest = len(batch), max(map(_length, batch))
    ids = torch.zeros(size, longest, dtype=torch.long)
    positions = torch.zeros(size, longest, dtype=torch.long)
    branch_of = torch.full((size, longest), -1)
    targets = torch.full((size, longest), -1)
    weights = torch.ones(size, longest)
    for row, content in enumerate(batch):
        trunk = content["trunk"]
        end = len(trunk)
        ids[row, :end] = torch.tensor(trunk)
        positions[row, :end] = torch.arange(end)
        branch_of[row, :end] = 0
        if trunk_weight > 0:
            targets[row, : end - 1] = ids[row, 1:end]
            weights[row, : end - 1] = trunk_weight
        for number, branch in enumerate(content["branches"], 1):
            tokens, start = branch["ids"], end
            end = start + len(tokens)
            ids[row, start:end] = torch.tensor(tokens)
            positions[row, start:end] = torch.arange(len(trunk), len(trunk) + len(tokens))
            branch_of[row, start:end] = number
            for index in range(branch["from"], len(tokens)):
                # The first token of a branch follows the last of the trunk.
                targets[row, start + index - 1 if index > 0 else len(trunk) - 1] = tokens[index]
    earlier = torch.ones(longest, longest, dtype=torch.bool).tril()
    same = branch_of[:, :, None] == branch_of[:, None, :]
    trunk_seen = branch_of[:, None, :] == 0
    mask = torch.where(earlier & (same | trunk_seen), 0.0, HIDDEN)[:, None]
    return ids, positions, mask, targets, weights


def share_of_rate(share):
    """The learning rate after a share of the steps: a quick start, then down to nothing."""
    return min(share * 50 + 0.02, (1 - share) / 0.85, 1)


def train(network, guesses, rows, shape):
    inner = [parameter for parameter in network.blocks.parameters() if parameter.dim() > 1]
    outer = [network.embedding.weight, network.output.weight]
    vectors = [parameter for parameter in network.parameters() if parameter.dim() < 2]
    if guesses is not None:
        outer += guesses.layers.parameters()
    optimisers = [
        (Muon(inner, lr=INNER_RATE), INNER_RATE),
        (torch.optim.AdamW(outer + vectors, lr=OUTER_RATE, betas=(0.9, 0.98), weight_decay=0.0), OUTER_RATE),
    ]
    waiting, mean, started = [], None, time.process_time()
    for step in range(1, shape.steps + 1):
        waiting = waiting or batches_of(rows)
        batch = waiting.pop()
        ids, positions, mask, targets, weights = laid_out(batch, shape.trunk_weight)
        wanted = targets >= 0
        values, before = network(ids, positions, mask)
        losses = functional.cross_entropy(network.logits(values[wanted]), targets[wanted], reduction="none")
        weight = weights[wanted]
        loss = (losses * weight).sum() / weight.sum()
        if guesses is not None:
            written = wanted & (weights == 1)
            labels = torch.tensor([row["labels"] for row in batch])[written.nonzero()[:, 0]]
            guessed = guesses.loss(before[written], labels)
            loss = loss + shape.guess_weight * guessed
        network.zero_grad()
        if guesses is not None:
            guesses.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        share = step / shape.steps
        for optimiser, rate in optimisers:
            for group in optimiser.param_groups:
                group["lr"] = rate * share_of_rate(share)
            optimiser.step()
        text = losses[weight == 1].mean().item()
        mean = text if mean is None else 0.97 * mean + 0.03 * text
        if step % 100 == 0:
            more = "" if guesses is None else f", guesses {guessed.item():.2f}"
            print(f"step {step}, {time.process_time() - started:.0f} s of one core, loss {mean:.4f}{more}", flush=True)


def main(name, folder, path):
    torch.set_num_threads(1)
    torch.manual_seed(0)
    random.seed(0)
    shape = SHAPES[name]
    tokens, metadata = metadata_of(shape, read_merges(folder, name))
    with open(os.path.join(folder, f"{name}.rows.json"), encoding="utf-8") as file:
        rows = json.load(file)
    network = Network(shape, len(tokens))
    guesses = Guesses(rows, tokens.index(HOLE), shape.width) if shape.guess_weight > 0 else None
    print(f"{shape.name}: {sum(parameter.numel() for parameter in network.parameters())} weights, {len(tokens)} tokens")
    print(f"{len(rows)} rows, {sum(map(_length, rows))} tokens, {shape.steps} steps")
    train(network, guesses, rows, shape)
    write_gguf(path, metadata, list(network.tensors()))
    print(f"{os.path.getsize(path)} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:4])
