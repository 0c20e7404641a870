"""Writes GGUF files (version 3): the format llama.cpp loads models from."""

import struct

import numpy

U32, I32, F32, BOOL, TEXT, LIST = 4, 5, 6, 7, 8, 9
_PACK = {U32: "<I", I32: "<i", F32: "<f", BOOL: "<?"}

# Tensor types: number in the file, values in a block, bytes of a block.
TENSOR_F32 = (0, 1, 4)
TENSOR_Q8_0 = (8, 32, 34)

_ALIGNMENT = 32


def write_gguf(path, metadata, tensors=()):
    """Writes metadata [(key, type, value)] and tensors [(name, array, tensor type)]."""
    with open(path, "wb") as file:
        file.write(b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata)))
        for key, kind, value in metadata:
            file.write(_text(key) + struct.pack("<I", kind) + _value(kind, value))
        blobs = []
        offset = 0
        for name, array, tensor_type in tensors:
            blob = _encode(array, tensor_type)
            # GGUF counts dimensions from the one that changes fastest.
            shape = tuple(reversed(array.shape))
            file.write(_text(name) + struct.pack("<I", len(shape)))
            file.write(b"".join(struct.pack("<Q", size) for size in shape))
            file.write(struct.pack("<IQ", tensor_type[0], offset))
            blobs.append(blob + b"\0" * (-len(blob) % _ALIGNMENT))
            offset += len(blobs[-1])
        file.write(b"\0" * (-file.tell() % _ALIGNMENT))
        for blob in blobs:
            file.write(blob)


def _encode(array, tensor_type):
    if tensor_type == TENSOR_F32:
        return numpy.ascontiguousarray(array, dtype=numpy.float32).tobytes()
    scale, numbers = _q8_0(array)
    block = numpy.empty((len(scale), tensor_type[2]), numpy.uint8)
    block[:, :2] = scale.view(numpy.uint8).reshape(-1, 2)
    block[:, 2:] = numbers.view(numpy.uint8)
    return block.tobytes()


def _q8_0(array):
    """Blocks of 32 values: one half-precision scale and 32 bytes."""
    values = numpy.ascontiguousarray(array, dtype=numpy.float32).reshape(-1, 32)
    scale = (numpy.abs(values).max(1) / 127).astype(numpy.float16)
    divisor = numpy.where(scale > 0, scale, 1).astype(numpy.float32)
    return scale, numpy.clip(numpy.rint(values / divisor[:, None]), -127, 127).astype(numpy.int8)


def _text(text):
    data = text.encode("utf-8")
    return struct.pack("<Q", len(data)) + data


def _value(kind, value):
    if kind == TEXT:
        return _text(value)
    if kind == LIST:
        item_kind, items = value
        return struct.pack("<IQ", item_kind, len(items)) + b"".join(_value(item_kind, item) for item in items)
    return struct.pack(_PACK[kind], value)
