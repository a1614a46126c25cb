"""
Writes the ONNX graph of a BERT classifier straight from its weights, without
tracing: the same weights give the same bytes, on any machine and with any
version of PyTorch. Operators are the fused ones of onnxruntime (domain
com.microsoft), all of which its stock WebAssembly build has.

Two things differ from BertForSequenceClassification, neither in the result:
the last layer asks for attention only from [CLS], and only [CLS] goes through
what comes after, because the classifier reads nothing else.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto

from ..contract import WeightFormat
from ..errors import EngineError
from ..model.shape import BertShape
from .bert_weights import Weights
from .graph_builder import MICROSOFT, GraphBuilder
from .quantization import Floats
from .weight_operators import OPERATORS

INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def build_bert(weights: Weights, shape: BertShape, format: WeightFormat) -> onnx.ModelProto:
    """Inputs `input_ids`, `attention_mask`, `token_type_ids`; output `logits`."""
    return BertGraph(weights, shape, format).build()


class BertGraph:
    def __init__(self, weights: Weights, shape: BertShape, format: WeightFormat) -> None:
        self.graph = GraphBuilder()
        self.operators = OPERATORS[format](self.graph)
        self.weights = weights
        self.shape = shape

    def build(self) -> onnx.ModelProto:
        graph = self.graph
        for name in INPUTS:
            graph.add_input(name, TensorProto.INT64, ["batch", "sequence"])
        mask = graph.add("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
        hidden = self.embed()
        for layer in range(self.shape.layers):
            is_last = layer == self.shape.layers - 1
            hidden = self.encode(hidden, mask, f"bert.encoder.layer.{layer}", only_first=is_last)
        self.classify(hidden)
        output_count = self.read("classifier.bias").shape[0]
        graph.add_output("logits", TensorProto.FLOAT, ["batch", output_count])
        return graph.build("bert")

    def embed(self) -> str:
        """[batch, sequence, hidden]"""
        graph, prefix = self.graph, "bert.embeddings"
        words = self.look_up(f"{prefix}.word_embeddings", "input_ids")
        types = self.look_up(f"{prefix}.token_type_embeddings", "token_type_ids")
        positions = self.look_up(f"{prefix}.position_embeddings", self.position_ids())
        both = graph.add("Add", [words, types], f"{prefix}.sum")
        return self.normalize_sum(both, positions, f"{prefix}.LayerNorm")

    def position_ids(self) -> str:
        graph = self.graph
        shape = graph.add("Shape", ["input_ids"], "shape", start=1)
        length = graph.add("Squeeze", [shape], "length")
        zero = graph.constant("zero", np.array(0, np.int64))
        one = graph.constant("one", np.array(1, np.int64))
        return graph.add("Range", [zero, length, one], "position_ids")

    def look_up(self, name: str, indices: str) -> str:
        return self.operators.look_up(name, self.read(f"{name}.weight"), indices, f"{name}.rows")

    def encode(self, hidden: str, mask: str, prefix: str, *, only_first: bool) -> str:
        """One layer; with `only_first` the result is [batch, 1, hidden], that of [CLS]."""
        graph = self.graph
        queries = self.take_first(hidden, prefix) if only_first else hidden
        context = self.attend(queries, hidden, mask, f"{prefix}.attention.self")
        attended = self.project(context, f"{prefix}.attention.output.dense")
        attended = self.normalize_sum(attended, queries, f"{prefix}.attention.output.LayerNorm")
        expanded = self.project(attended, f"{prefix}.intermediate.dense")
        expanded = graph.add("Gelu", [expanded], f"{prefix}.intermediate.gelu", domain=MICROSOFT)
        contracted = self.project(expanded, f"{prefix}.output.dense")
        return self.normalize_sum(contracted, attended, f"{prefix}.output.LayerNorm")

    def take_first(self, hidden: str, prefix: str) -> str:
        first = self.graph.constant("first", np.array([0], np.int64))
        return self.graph.add("Gather", [hidden, first], f"{prefix}.first", axis=1)

    def attend(self, queries: str, hidden: str, mask: str, prefix: str) -> str:
        inputs = [
            self.project(queries, f"{prefix}.query"),
            self.project(hidden, f"{prefix}.key"),
            self.project(hidden, f"{prefix}.value"),
            "",
            mask,
        ]
        heads = self.shape.heads
        return self.graph.add(
            "MultiHeadAttention", inputs, f"{prefix}.context", domain=MICROSOFT, num_heads=heads
        )

    def project(self, hidden: str, name: str) -> str:
        weight, bias = self.read(f"{name}.weight").T, self.read(f"{name}.bias")
        return self.operators.multiply(name, weight, bias, hidden, f"{name}.result")

    def normalize_sum(self, left: str, right: str, name: str) -> str:
        gamma = self.graph.constant(f"{name}.weight", self.read(f"{name}.weight"))
        beta = self.graph.constant(f"{name}.bias", self.read(f"{name}.bias"))
        return self.graph.add(
            "SkipLayerNormalization",
            [left, right, gamma, beta],
            f"{name}.result",
            domain=MICROSOFT,
            epsilon=self.shape.layer_norm_epsilon,
        )

    def classify(self, hidden: str) -> None:
        """Pooler and classifier stay float32: they are small, and [CLS] is a single row."""
        graph = self.graph
        axis = graph.constant("sequence_axis", np.array([1], np.int64))
        first = graph.add("Squeeze", [hidden, axis], "bert.pooler.first")
        pooled = self.apply_gemm(first, "bert.pooler.dense", "bert.pooler.sum")
        pooled = graph.add("Tanh", [pooled], "bert.pooler.result")
        self.apply_gemm(pooled, "classifier", "logits")

    def apply_gemm(self, hidden: str, name: str, output: str) -> str:
        weight = self.graph.constant(f"{name}.weight", self.read(f"{name}.weight"))
        bias = self.graph.constant(f"{name}.bias", self.read(f"{name}.bias"))
        return self.graph.add("Gemm", [hidden, weight, bias], output, transB=1)

    def read(self, name: str) -> Floats:
        """Raises EngineError `checkpoint-incomplete`."""
        if name not in self.weights:
            raise EngineError("checkpoint-incomplete", f"the checkpoint lacks the weight {name}")
        return self.weights[name]
