"""The two models: their shape, their special tokens and how they are trained."""

from dataclasses import dataclass

# Token types of a GGUF vocabulary.
NORMAL, CONTROL, USER_DEFINED = 1, 3, 4


@dataclass(frozen=True)
class Shape:
    name: str
    architecture: str
    pre_tokenizer: str
    special_tokens: tuple
    merges: int
    layers: int
    heads: int
    key_value_heads: int
    width: int
    feed_forward: int
    # llama rotates neighbouring values against each other, qwen2 the two halves.
    rotates_halves: bool
    # qwen2 has biases on query, key and value.
    has_bias: bool
    # Tokens that are trained on in one step.
    batch_tokens: int
    # Steps one after the other, with a share of the highest learning rates: in each cycle the rate falls to nothing.
    cycles: tuple

    @property
    def head_width(self):
        return self.width // self.heads


CONTEXT_LENGTH = 4096
ROPE_BASE = 10000.0
NORM_EPSILON = 1e-6

BEGIN = "<｜begin▁of▁sentence｜>"
END = "<｜end▁of▁sentence｜>"

SHAPES = {
    "coder": Shape(
        name="Deepwell Demo Coder",
        architecture="llama",
        pre_tokenizer="deepseek-coder",
        # The types are those of the DeepSeek-Coder files.
        special_tokens=(
            (BEGIN, CONTROL),
            (END, CONTROL),
            ("<｜fim▁hole｜>", USER_DEFINED),
            ("<｜fim▁begin｜>", USER_DEFINED),
            ("<｜fim▁end｜>", USER_DEFINED),
            ("<pad>", USER_DEFINED),
            ("<|User|>", USER_DEFINED),
            ("<|Assistant|>", USER_DEFINED),
            ("<|EOT|>", USER_DEFINED),
        ),
        merges=760,
        layers=4,
        heads=4,
        key_value_heads=4,
        width=128,
        feed_forward=352,
        rotates_halves=False,
        has_bias=False,
        batch_tokens=2560,
        cycles=((1500, 1.0), (800, 0.5)),
    ),
    "r1": Shape(
        name="Deepwell Demo R1",
        architecture="qwen2",
        pre_tokenizer="deepseek-r1-qwen",
        special_tokens=(
            (END, CONTROL),
            ("<｜User｜>", CONTROL),
            ("<｜Assistant｜>", CONTROL),
            (BEGIN, CONTROL),
            ("<|EOT|>", CONTROL),
            ("<think>", USER_DEFINED),
            ("</think>", USER_DEFINED),
        ),
        merges=1000,
        layers=3,
        heads=4,
        key_value_heads=2,
        width=128,
        feed_forward=352,
        rotates_halves=True,
        has_bias=True,
        batch_tokens=1536,
        cycles=((1200, 1.0),),
    ),
}
