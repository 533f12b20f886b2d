"""A trained model as one int8 file that `onnxruntime` runs, its vocabulary inside."""

import warnings
from collections.abc import Sequence
from pathlib import Path

import onnx
import torch
from model import ReaderModel
from onnxruntime.quantization import QuantType, quantize_dynamic

from pactwire.domain.extraction.reader.marking import MARKERS

OPERATIONS = 17
"""The version of the ONNX operators."""


def export(
    model: ReaderModel, vocabulary: Sequence[str], target: Path, *, version: str, temperature: float
) -> None:
    """Write the model, quantised, to a file that holds everything it needs."""
    full = target.with_suffix(".full")
    sample = torch.randint(10, len(vocabulary), (1, 40))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            (sample,),
            str(full),
            input_names=["ids"],
            output_names=["action", "stage", "recalled"],
            dynamic_axes={"ids": {0: "texts", 1: "tokens"}},
            opset_version=OPERATIONS,
            dynamo=False,
        )
    quantize_dynamic(full, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    full.unlink()
    network = onnx.load(target)
    shorten_names(network.graph)
    metadata = {
        "version": version,
        "vocabulary": "\n".join(vocabulary),
        "markers": "\n".join(MARKERS),
        "temperature": f"{temperature:g}",
    }
    onnx.helper.set_model_props(network, metadata)
    onnx.save(network, target)


def shorten_names(graph: onnx.GraphProto) -> None:
    """Call everything between input and outputs by a number: names are a hundredth of the file."""
    outer = {one.name for one in (*graph.input, *graph.output)}
    short: dict[str, str] = {}

    def shorten(name: str) -> str:
        return name if not name or name in outer else short.setdefault(name, f"t{len(short)}")

    for named in (*graph.initializer, *graph.value_info):
        named.name = shorten(named.name)
    for index, node in enumerate(graph.node):
        node.name = f"n{index}"
        for names in (node.input, node.output):
            names[:] = [shorten(name) for name in names]
