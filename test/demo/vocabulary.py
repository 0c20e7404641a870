"""python3 vocabulary.py <folder>: learns byte-pair merges from the corpus and writes a GGUF file with the vocabulary alone.

The engine tokenises the samples with that file, and train.py writes the same vocabulary into the model.
"""

import collections
import json
import os
import re
import sys

from gguf import BOOL, F32, I32, LIST, TEXT, U32, write_gguf
from shapes import BEGIN, CONTEXT_LENGTH, END, NORM_EPSILON, NORMAL, ROPE_BASE, SHAPES, USER_DEFINED

# Finer than both pre-tokenizers of llama.cpp: no merge is learned that they would never make.
_WORD = re.compile(r" ?[A-Za-z]+| ?[^\sA-Za-z0-9]+|[0-9]|\n| +(?! )| +")


def byte_letters():
    """The printable stand-in of each byte, as GPT-2's vocabulary writes it."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {byte: chr(byte) for byte in printable}
    for byte in range(256):
        letters.setdefault(byte, chr(256 + len(letters) - len(printable)))
    return letters


def learn_merges(texts, count):
    letters = byte_letters()
    found = collections.Counter(word for text in texts for word in _WORD.findall(text))
    words = {tuple(letters[byte] for byte in word.encode("utf-8")): times for word, times in found.items()}
    merges = []
    while len(merges) < count:
        pairs = collections.Counter()
        for word, times in words.items():
            for pair in zip(word, word[1:]):
                pairs[pair] += times
        if not pairs:
            break
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        merges.append(best)
        words = {_merged(word, best): times for word, times in words.items()}
    return merges


def _merged(word, pair):
    parts = []
    for part in word:
        if parts and (parts[-1], part) == pair and not isinstance(parts[-1], _Joined):
            parts[-1] = _Joined(parts[-1] + part)
        else:
            parts.append(part)
    return tuple(str(part) for part in parts)


class _Joined(str):
    """A part that has just been merged and takes no further part in this merge."""


def metadata_of(shape, merges):
    letters = byte_letters()
    tokens = [letters[byte] for byte in range(256)] + [first + second for first, second in merges]
    types = [NORMAL] * len(tokens)
    for token, kind in shape.special_tokens:
        tokens.append(token)
        types.append(kind)
    while len(tokens) % 32:
        tokens.append(f"[unused {len(tokens)}]")
        types.append(USER_DEFINED)
    key = shape.architecture
    return tokens, [
        ("general.architecture", TEXT, shape.architecture),
        ("general.name", TEXT, shape.name),
        ("general.license", TEXT, "MIT"),
        ("general.file_type", U32, 7),
        (f"{key}.block_count", U32, shape.layers),
        (f"{key}.context_length", U32, CONTEXT_LENGTH),
        (f"{key}.embedding_length", U32, shape.width),
        (f"{key}.feed_forward_length", U32, shape.feed_forward),
        (f"{key}.attention.head_count", U32, shape.heads),
        (f"{key}.attention.head_count_kv", U32, shape.key_value_heads),
        (f"{key}.attention.layer_norm_rms_epsilon", F32, NORM_EPSILON),
        (f"{key}.rope.freq_base", F32, ROPE_BASE),
        (f"{key}.rope.dimension_count", U32, shape.head_width),
        (f"{key}.vocab_size", U32, len(tokens)),
        ("tokenizer.ggml.model", TEXT, "gpt2"),
        ("tokenizer.ggml.pre", TEXT, shape.pre_tokenizer),
        ("tokenizer.ggml.tokens", LIST, (TEXT, tokens)),
        ("tokenizer.ggml.token_type", LIST, (I32, types)),
        ("tokenizer.ggml.merges", LIST, (TEXT, [f"{first} {second}" for first, second in merges])),
        ("tokenizer.ggml.bos_token_id", U32, tokens.index(BEGIN)),
        ("tokenizer.ggml.eos_token_id", U32, tokens.index(END)),
        ("tokenizer.ggml.padding_token_id", U32, tokens.index(END)),
        ("tokenizer.ggml.add_bos_token", BOOL, True),
        ("tokenizer.ggml.add_eos_token", BOOL, False),
    ]


def read_merges(folder, name):
    with open(os.path.join(folder, f"{name}.merges.json"), encoding="utf-8") as file:
        return [tuple(pair) for pair in json.load(file)]


def main(folder):
    for name, shape in SHAPES.items():
        with open(os.path.join(folder, f"{name}.corpus.json"), encoding="utf-8") as file:
            merges = learn_merges(json.load(file), shape.merges)
        with open(os.path.join(folder, f"{name}.merges.json"), "w", encoding="utf-8") as file:
            json.dump(merges, file)
        tokens, metadata = metadata_of(shape, merges)
        write_gguf(os.path.join(folder, f"{name}.vocabulary.gguf"), metadata)
        print(f"{name}: {len(merges)} merges, {len(tokens)} tokens")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else ".cache/demo")
