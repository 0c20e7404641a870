"""The network of both models in PyTorch, computed exactly as llama.cpp computes it."""

import math

import torch
from torch import nn
from torch.nn import functional

from attention import CausalAttention
from gguf import TENSOR_F32, TENSOR_Q8_0
from shapes import NORM_EPSILON, ROPE_BASE


class Network(nn.Module):
    def __init__(self, shape, vocabulary):
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(vocabulary, shape.width)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.norm = Norm(shape.width)
        self.output = nn.Linear(shape.width, vocabulary, bias=False)
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.normal_(parameter, std=0.04)

    def forward(self, ids, positions, mask):
        """What the last block says of each token: [rows, tokens, width].

        ids, positions: [rows, tokens]; mask: [rows, 1, tokens, tokens], added to attention.
        """
        angles = _angles(positions, self.shape.head_width)
        values = self.embedding(ids)
        for block in self.blocks:
            values = block(values, angles, mask)
        return values

    def logits(self, values):
        return self.output(self.norm(values))

    def tensors(self):
        """The weights under their names in a GGUF file."""
        yield "token_embd.weight", _array(self.embedding.weight), TENSOR_Q8_0
        for index, block in enumerate(self.blocks):
            for name, layer in block.named_layers():
                is_norm = isinstance(layer, Norm)
                yield f"blk.{index}.{name}.weight", _array(layer.weight), TENSOR_F32 if is_norm else TENSOR_Q8_0
                if not is_norm and layer.bias is not None:
                    yield f"blk.{index}.{name}.bias", _array(layer.bias), TENSOR_F32
        yield "output_norm.weight", _array(self.norm.weight), TENSOR_F32
        yield "output.weight", _array(self.output.weight), TENSOR_Q8_0


class Block(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        width, narrow = shape.width, shape.head_width * shape.key_value_heads
        self.attention_norm = Norm(width)
        self.query = nn.Linear(width, width, bias=shape.has_bias)
        self.key = nn.Linear(width, narrow, bias=shape.has_bias)
        self.value = nn.Linear(width, narrow, bias=shape.has_bias)
        self.attention_output = nn.Linear(width, width, bias=False)
        self.feed_forward_norm = Norm(width)
        self.gate = nn.Linear(width, shape.feed_forward, bias=False)
        self.up = nn.Linear(width, shape.feed_forward, bias=False)
        self.down = nn.Linear(shape.feed_forward, width, bias=False)

    def forward(self, values, angles, mask):
        values = values + self._attend(self.attention_norm(values), angles, mask)
        normed = self.feed_forward_norm(values)
        return values + self.down(functional.silu(self.gate(normed)) * self.up(normed))

    def _attend(self, values, angles, mask):
        shape = self.shape
        # Scaling the queries is much less work than scaling the scores.
        scaled = self.query(values) / math.sqrt(shape.head_width)
        query = _rotate(_heads(scaled, shape.heads), angles, shape.rotates_halves)
        key = _rotate(_heads(self.key(values), shape.key_value_heads), angles, shape.rotates_halves)
        value = _heads(self.value(values), shape.key_value_heads)
        shared = shape.heads // shape.key_value_heads
        if shared > 1:
            key, value = key.repeat_interleave(shared, 1), value.repeat_interleave(shared, 1)
        return self.attention_output(CausalAttention.apply(query, key, value, mask).transpose(1, 2).flatten(2))

    def named_layers(self):
        return (
            ("attn_norm", self.attention_norm),
            ("attn_q", self.query),
            ("attn_k", self.key),
            ("attn_v", self.value),
            ("attn_output", self.attention_output),
            ("ffn_norm", self.feed_forward_norm),
            ("ffn_gate", self.gate),
            ("ffn_up", self.up),
            ("ffn_down", self.down),
        )


class Norm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, values):
        return values * torch.rsqrt(values.pow(2).mean(-1, keepdim=True) + NORM_EPSILON) * self.weight


def _heads(values, count):
    """[rows, tokens, width] to [rows, heads, tokens, head width]."""
    rows, tokens, _ = values.shape
    return values.view(rows, tokens, count, -1).transpose(1, 2)


def _angles(positions, head_width):
    frequencies = 1.0 / ROPE_BASE ** (torch.arange(0, head_width, 2).float() / head_width)
    angles = positions[:, None, :, None].float() * frequencies
    return angles.cos(), angles.sin()


def _rotate(values, angles, halves):
    cos, sin = angles
    if halves:
        first, second = values.chunk(2, -1)
        return torch.cat([first * cos - second * sin, second * cos + first * sin], -1)
    first, second = values[..., 0::2], values[..., 1::2]
    return torch.stack([first * cos - second * sin, second * cos + first * sin], -1).flatten(-2)


def _array(parameter):
    return parameter.detach().numpy()
