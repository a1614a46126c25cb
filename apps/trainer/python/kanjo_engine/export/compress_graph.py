"""Puts a traced graph's linear layers and embeddings into fewer bits."""

from __future__ import annotations

import onnx
from onnx import TensorProto, helper, numpy_helper

from ..contract import WeightFormat
from .graph_builder import MICROSOFT, GraphBuilder
from .weight_operators import OPERATORS, WeightOperators

# A table of fewer weights gains nothing.
FEWEST_WEIGHTS = 512


def compress_graph(model: onnx.ModelProto, format: WeightFormat) -> onnx.ModelProto:
    """A copy; heads, which are Gemm nodes, stay float32, as in `bert_graph`."""
    builder = GraphBuilder()
    operators = OPERATORS[format](builder)
    matrices = {one.name: one for one in model.graph.initializer if _is_large_matrix(one)}
    for node in model.graph.node:
        if not _replace(node, matrices, operators):
            builder.nodes.append(node)
    used = {name for node in builder.nodes for name in node.input}
    constants = [one for one in model.graph.initializer if one.name in used]
    graph = helper.make_graph(
        builder.nodes,
        model.graph.name,
        list(model.graph.input),
        list(model.graph.output),
        [*constants, *builder.constants.values()],
    )
    opsets = [*model.opset_import, helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(
        graph, opset_imports=opsets, ir_version=model.ir_version, producer_name="kanjo"
    )


def _replace(
    node: onnx.NodeProto, matrices: dict[str, TensorProto], operators: WeightOperators
) -> bool:
    """Whether the node was one of those that hold weights."""
    if node.op_type == "MatMul" and node.input[1] in matrices:
        name = node.input[1]
        matrix = numpy_helper.to_array(matrices[name])
        operators.multiply(name, matrix, None, node.input[0], node.output[0])
        return True
    if node.op_type == "Gather" and node.input[0] in matrices and _gathers_rows(node):
        name = node.input[0]
        table = numpy_helper.to_array(matrices[name])
        operators.look_up(name, table, node.input[1], node.output[0])
        return True
    return False


def _is_large_matrix(tensor: TensorProto) -> bool:
    is_matrix = tensor.data_type == TensorProto.FLOAT and len(tensor.dims) == 2
    return is_matrix and tensor.dims[0] * tensor.dims[1] >= FEWEST_WEIGHTS


def _gathers_rows(node: onnx.NodeProto) -> bool:
    return all(one.name != "axis" or one.i == 0 for one in node.attribute)
