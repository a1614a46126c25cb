"""Collects nodes and constants into an ONNX model whose bytes depend on nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

OPSET_VERSION = 17
IR_VERSION = 8
MICROSOFT = "com.microsoft"


class GraphBuilder:
    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}
        self.inputs: list[onnx.ValueInfoProto] = []
        self.outputs: list[onnx.ValueInfoProto] = []

    def add_input(self, name: str, element_type: int, shape: Sequence[str | int]) -> None:
        self.inputs.append(helper.make_tensor_value_info(name, element_type, shape))

    def add_output(self, name: str, element_type: int, shape: Sequence[str | int]) -> None:
        self.outputs.append(helper.make_tensor_value_info(name, element_type, shape))

    def constant(self, name: str, value: NDArray[Any]) -> str:
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.asarray(value, order="C"), name)
        return name

    def add(
        self, operator: str, inputs: list[str], output: str, *, domain: str = "", **attributes: Any
    ) -> str:
        """Adds a node of one output, and gives the output's name."""
        node = helper.make_node(
            operator, inputs, [output], name=output, domain=domain, **attributes
        )
        self.nodes.append(node)
        return output

    def build(self, name: str) -> onnx.ModelProto:
        graph = helper.make_graph(
            self.nodes, name, self.inputs, self.outputs, list(self.constants.values())
        )
        opsets = [helper.make_opsetid("", OPSET_VERSION), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(
            graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="kanjo"
        )
