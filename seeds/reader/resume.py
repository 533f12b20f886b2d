"""A network as it was shipped, to train it further: its int8 weights as numbers again.

A version that is trained further needs a third of the time of one that starts from the base, and a
machine without fast half precision has no other way. Its origin is the version before it.
"""

from collections.abc import Iterator
from pathlib import Path

import onnx
import torch
from model import ReaderModel
from onnx import numpy_helper
from torch import Tensor
from torch.nn import Parameter

from pactwire.domain.extraction.reader.network import parse_metadata

TABLES = ("words.weight", "places.weight")


def load_shipped(model: ReaderModel, file: Path) -> None:
    """Fill a model of the same shape and vocabulary with the weights of a shipped file.

    `export` writes, each in the order of the model's parameters: those that stay as they are, then
    a scale, a zero and the int8 values of each table and of each dense layer, which lies across.

    Raises:
        ValueError: the file has other weights than the model.
    """
    arrays = iter([numpy_helper.to_array(one) for one in onnx.load(file).graph.initializer])
    with torch.no_grad():
        for _, own in list_plain(model):
            own.copy_(torch.tensor(next(arrays)))
        for name, own in list_quantised(model):
            scale, zero, values = (torch.tensor(next(arrays)).float() for _ in range(3))
            weights: Tensor = (values - zero) * scale
            own.copy_(weights if name in TABLES else weights.T)
    if list(arrays):
        raise ValueError(f"{file} holds more weights than the model")


def read_vocabulary(file: Path) -> tuple[str, ...]:
    """The words that a shipped file knows."""
    metadata = {one.key: one.value for one in onnx.load(file).metadata_props}
    return parse_metadata(metadata).vocabulary


def list_plain(model: ReaderModel) -> Iterator[tuple[str, Parameter]]:
    """Biases and norms."""
    return ((name, one) for name, one in model.named_parameters() if one.dim() == 1)


def list_quantised(model: ReaderModel) -> Iterator[tuple[str, Parameter]]:
    """The tables of words and places, then the dense layers."""
    return ((name, one) for name, one in model.named_parameters() if one.dim() > 1)
