"""
The two operators that hold nearly all weights, for each format of the weights:
rows of a table, and a linear layer. All run in stock onnxruntime-web.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np
from onnx import TensorProto

from ..contract import WeightFormat
from .graph_builder import MICROSOFT, GraphBuilder
from .quantization import (
    UNSIGNED_ZERO,
    Floats,
    make_unsigned,
    pack_nibbles,
    quantize,
    quantize_blocks,
)

# Neighbours that share a scale in 4 bits.
BLOCK_SIZE = 32


class WeightOperators(ABC):
    """Adds to a graph; `name` begins the names of constants and nodes, `output` is the result's."""

    def __init__(self, graph: GraphBuilder) -> None:
        self.graph = graph

    @abstractmethod
    def look_up(self, name: str, table: Floats, indices: str, output: str) -> str:
        """Rows of `table`, [rows, width]."""

    @abstractmethod
    def multiply(
        self, name: str, weight: Floats, bias: Floats | None, hidden: str, output: str
    ) -> str:
        """`hidden` @ `weight` + `bias`; [inputs, outputs] and [outputs]."""


class FloatOperators(WeightOperators):
    def look_up(self, name: str, table: Floats, indices: str, output: str) -> str:
        weight = self.graph.constant(f"{name}.weight", table)
        return self.graph.add("Gather", [weight, indices], output)

    def multiply(
        self, name: str, weight: Floats, bias: Floats | None, hidden: str, output: str
    ) -> str:
        graph = self.graph
        matrix = graph.constant(f"{name}.weight", weight)
        if bias is None:
            return graph.add("MatMul", [hidden, matrix], output)
        product = graph.add("MatMul", [hidden, matrix], f"{name}.product")
        return graph.add("Add", [product, graph.constant(f"{name}.bias", bias)], output)


class Int8Operators(WeightOperators):
    """
    Every row of a table and every output of a layer has its own scale. The layers'
    numbers are unsigned, around 128: with signed ones, onnxruntime's kernels for x86
    without VNNI add pairs of products in 16 bits, which overflow in silence.
    """

    def look_up(self, name: str, table: Floats, indices: str, output: str) -> str:
        graph = self.graph
        values, scales = quantize(table, axis=1)
        weight = graph.constant(f"{name}.weight_quantized", values)
        scale = graph.constant(f"{name}.weight_scale", scales)
        rows = graph.add("Gather", [weight, indices], f"{output}_quantized")
        rows = graph.add("Cast", [rows], f"{output}_cast", to=TensorProto.FLOAT)
        row_scales = graph.add("Gather", [scale, indices], f"{output}_scales")
        return graph.add("Mul", [rows, row_scales], output)

    def multiply(
        self, name: str, weight: Floats, bias: Floats | None, hidden: str, output: str
    ) -> str:
        graph = self.graph
        values, scales = quantize(weight, axis=0)
        inputs = [
            hidden,
            graph.constant(f"{name}.weight_quantized", make_unsigned(values)),
            graph.constant(f"{name}.weight_scale", scales.reshape(-1)),
            graph.constant("weight_zero_point", np.array(UNSIGNED_ZERO, np.uint8)),
        ]
        if bias is not None:
            inputs.append(graph.constant(f"{name}.bias", bias))
        return graph.add("DynamicQuantizeMatMul", inputs, output, domain=MICROSOFT)


class Int4Operators(WeightOperators):
    """Blocks of neighbouring inputs have a scale of their own; activations stay float32."""

    def look_up(self, name: str, table: Floats, indices: str, output: str) -> str:
        graph, blocks = self.graph, quantize_blocks(table, BLOCK_SIZE)
        values = blocks.values.reshape(len(table), -1)[:, : table.shape[1]]
        inputs = [
            graph.constant(f"{name}.weight_quantized", pack_nibbles(values)),
            indices,
            graph.constant(f"{name}.weight_scale", blocks.scales),
            graph.constant(f"{name}.weight_zero_point", pack_nibbles(blocks.zero_points)),
        ]
        return graph.add(
            "GatherBlockQuantized",
            inputs,
            output,
            domain=MICROSOFT,
            bits=4,
            block_size=BLOCK_SIZE,
            gather_axis=0,
            quantize_axis=1,
        )

    def multiply(
        self, name: str, weight: Floats, bias: Floats | None, hidden: str, output: str
    ) -> str:
        graph, blocks = self.graph, quantize_blocks(weight.T, BLOCK_SIZE)
        inputs = [
            hidden,
            graph.constant(f"{name}.weight_quantized", pack_nibbles(blocks.values)),
            graph.constant(f"{name}.weight_scale", blocks.scales),
            graph.constant(f"{name}.weight_zero_point", pack_nibbles(blocks.zero_points)),
        ]
        if bias is not None:
            inputs += ["", graph.constant(f"{name}.bias", bias)]
        return graph.add(
            "MatMulNBits",
            inputs,
            output,
            domain=MICROSOFT,
            bits=4,
            block_size=BLOCK_SIZE,
            K=weight.shape[0],
            N=weight.shape[1],
        )


OPERATORS: dict[WeightFormat, type[WeightOperators]] = {
    "fp32": FloatOperators,
    "int8": Int8Operators,
    "int4": Int4Operators,
}
