"""python3 train.py coder|r1 <folder> <model.gguf>: trains one model on its rows with one thread and writes it.

A row is a trunk and branches that leave it (see tokenise.ts). The branches lie one after another behind the trunk, each at
the positions that follow the part of the trunk that it sees, and do not see each other: the trunk is computed once for all.
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
from shapes import SHAPES
from vocabulary import metadata_of, read_merges

# Learning rates of Muon and of AdamW.
MUON_RATE = 0.02
ADAM_RATE = 4e-3
HIDDEN = -1e9


def batches_of(rows, tokens):
    """Rows of roughly like length together: little is filled up, and the rows of a file do not always meet each other."""
    rows = sorted(rows, key=lambda row: _length(row) * random.uniform(0.7, 1.3))
    batches, batch, longest = [], [], 0
    for row in rows:
        longest = max(longest, _length(row))
        if batch and (len(batch) + 1) * longest > tokens:
            batches.append(batch)
            batch, longest = [], _length(row)
        batch.append(row)
    batches.append(batch)
    random.shuffle(batches)
    return batches


def _length(row):
    return len(row["trunk"]) + sum(len(branch["ids"]) for branch in row["branches"])


def laid_out(batch):
    """ids, positions, mask and targets (-1: none)."""
    size, longest = len(batch), max(map(_length, batch))
    ids = torch.zeros(size, longest, dtype=torch.long)
    positions = torch.zeros(size, longest, dtype=torch.long)
    branch_of = torch.full((size, longest), -1)
    targets = torch.full((size, longest), -1)
    seen = torch.zeros(size, longest, dtype=torch.long)
    for row, content in enumerate(batch):
        trunk = content["trunk"]
        end = len(trunk)
        ids[row, :end] = torch.tensor(trunk)
        positions[row, :end] = torch.arange(end)
        branch_of[row, :end] = 0
        seen[row, :end] = end
        learned = content["from"]
        targets[row, learned - 1 : end - 1] = torch.tensor(trunk[learned:])
        for number, branch in enumerate(content["branches"], 1):
            tokens, at, start = branch["ids"], branch["at"], end
            end = start + len(tokens)
            ids[row, start:end] = torch.tensor(tokens)
            positions[row, start:end] = torch.arange(at, at + len(tokens))
            branch_of[row, start:end] = number
            seen[row, start:end] = at
            for index in range(branch["from"], len(tokens)):
                # The first token of a branch follows the last that it sees of the trunk.
                targets[row, start + index - 1 if index > 0 else at - 1] = tokens[index]
    earlier = torch.ones(longest, longest, dtype=torch.bool).tril()
    same = branch_of[:, :, None] == branch_of[:, None, :]
    trunk_seen = (branch_of[:, None, :] == 0) & (torch.arange(longest) < seen[:, :, None])
    mask = torch.where(earlier & (same | trunk_seen), 0.0, HIDDEN)[:, None]
    return ids, positions, mask, targets


def rates_of(cycles):
    """The share of the learning rate in each step."""
    return [height * _falling(step / steps) for steps, height in cycles for step in range(1, steps + 1)]


def _falling(share):
    """After a share of a cycle's steps: a quick start, then down to nothing."""
    return min(share * 50 + 0.02, (1 - share) / 0.85, 1)


def optimisers_of(network):
    """Each optimiser with its highest learning rate: Muon for the matrices inside the blocks, AdamW for all else."""
    matrices = [parameter for parameter in network.blocks.parameters() if parameter.dim() > 1]
    ends = [network.embedding.weight, network.output.weight]
    vectors = [parameter for parameter in network.parameters() if parameter.dim() < 2]
    return [(Muon(matrices, lr=MUON_RATE), MUON_RATE), (_adam(ends + vectors), ADAM_RATE)]


def _adam(parameters):
    return torch.optim.AdamW(parameters, lr=ADAM_RATE, betas=(0.9, 0.98), weight_decay=0.0)


def train(network, rows, shape):
    optimisers = optimisers_of(network)
    waiting, mean, started = [], None, time.process_time()
    for step, share in enumerate(rates_of(shape.cycles), 1):
        waiting = waiting or batches_of(rows, shape.batch_tokens)
        ids, positions, mask, targets = laid_out(waiting.pop())
        wanted = targets >= 0
        loss = functional.cross_entropy(network.logits(network(ids, positions, mask)[wanted]), targets[wanted])
        network.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        for optimiser, rate in optimisers:
            for group in optimiser.param_groups:
                group["lr"] = rate * share
            optimiser.step()
        mean = loss.item() if mean is None else 0.97 * mean + 0.03 * loss.item()
        if step % 100 == 0:
            print(f"step {step}, {time.process_time() - started:.0f} s of one core, loss {mean:.4f}", flush=True)


def main(name, folder, path):
    torch.set_num_threads(1)
    torch.manual_seed(0)
    random.seed(0)
    shape = SHAPES[name]
    tokens, metadata = metadata_of(shape, read_merges(folder, name))
    with open(os.path.join(folder, f"{name}.rows.json"), encoding="utf-8") as file:
        rows = json.load(file)
    network = Network(shape, len(tokens))
    print(f"{shape.name}: {sum(parameter.numel() for parameter in network.parameters())} weights, {len(tokens)} tokens")
    print(f"{len(rows)} rows, {sum(map(_length, rows))} tokens, {len(rates_of(shape.cycles))} steps")
    train(network, rows, shape)
    write_gguf(path, metadata, list(network.tensors()))
    print(f"{os.path.getsize(path)} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:4])
