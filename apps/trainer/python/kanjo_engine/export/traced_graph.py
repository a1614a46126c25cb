"""
The graph of any classifier that transformers knows, as `torch.onnx` traces it: for
architectures that `bert_graph` does not write. What it traced is run beside the
model on inputs of other sizes before it is believed.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from importlib.util import find_spec
from inspect import signature
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import AutoModelForSequenceClassification

from ..contract import ExportJob
from ..errors import EngineError
from .bert_graph import INPUTS

# Batch and sequence; not the ones that are traced, and a single token among them.
SIZES = ((1, 1), (1, 5), (3, 16))
TRACED_SIZE = (2, 7)
TOLERANCE = 1e-3


class Classifier(nn.Module):
    """Takes the three inputs of BERT, whichever of them the model has a use for."""

    def __init__(self, model: nn.Module, temperature: float) -> None:
        super().__init__()
        self.model = model
        self.temperature = temperature
        config: Any = model.config
        takes_types = "token_type_ids" in signature(model.forward).parameters
        self.has_types = takes_types and getattr(config, "type_vocab_size", 0) > 1

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        types = {"token_type_ids": token_type_ids} if self.has_types else {}
        logits = self.model(input_ids=input_ids, attention_mask=attention_mask, **types).logits
        return logits if self.temperature == 1 else logits / self.temperature


def trace_classifier(job: ExportJob) -> onnx.ModelProto:
    """
    Raises EngineError `library-missing`, `checkpoint-unsupported`, `checkpoint-incomplete`,
    `job-invalid`.
    """
    if find_spec("onnxscript") is None:
        message = "torch.onnx needs the library onnxscript, which is not installed"
        raise EngineError("library-missing", message, "Run: pip install onnxscript")
    model = _load_model(job["checkpoint_dir"])
    if job["kept_tokens"] is not None:
        _keep_tokens(model, job["kept_tokens"])
    classifier = Classifier(model, job["temperature"]).eval()
    traced = _clean(_trace(classifier, job["checkpoint_dir"]))
    _compare(classifier, traced, job["checkpoint_dir"])
    return traced


def _load_model(checkpoint: str) -> Any:
    try:
        model, report = AutoModelForSequenceClassification.from_pretrained(
            checkpoint,
            attn_implementation="eager",
            dtype=torch.float32,
            local_files_only=True,
            output_loading_info=True,
            trust_remote_code=False,
            use_safetensors=True,
        )
    except (OSError, ValueError) as error:
        raise _refuse(checkpoint, "transformers cannot open it as a classifier", error) from error
    missing = sorted(report["missing_keys"])
    if missing:
        message = f"{checkpoint}: {len(missing)} weights are missing, such as {missing[0]}"
        hint = "Export a checkpoint that was trained for sequence classification."
        raise EngineError("checkpoint-incomplete", message, hint)
    return model


def _keep_tokens(model: Any, kept: list[int]) -> None:
    """The model's code compares with ids of special tokens, and counts positions from one."""
    for key, token in model.config.to_dict().items():
        is_special = key.endswith("_token_id") and isinstance(token, int)
        if is_special and token in kept and kept[token : token + 1] != [token]:
            message = f"kept_tokens moves {key} {token} to {kept.index(token)}"
            hint = (
                f"A {model.config.model_type} keeps its special tokens' ids: leave them in place."
            )
            raise EngineError("job-invalid", message, hint)
    words = model.get_input_embeddings()
    words.weight = nn.Parameter(words.weight[kept], requires_grad=False)
    words.num_embeddings = len(kept)


def _trace(classifier: Classifier, checkpoint: str) -> onnx.ModelProto:
    axes = {0: "batch", 1: "sequence"}
    inputs = tuple(torch.tensor(one) for one in _make_inputs(*TRACED_SIZE).values())
    with warnings.catch_warnings(action="ignore"):
        try:
            program = torch.onnx.export(
                classifier,
                inputs,
                input_names=list(INPUTS),
                output_names=["logits"],
                dynamic_shapes=tuple(axes for _ in INPUTS),
                dynamo=True,
                verbose=False,
            )
        except torch.onnx.OnnxExporterError as error:
            raise _refuse(checkpoint, "torch.onnx cannot trace it", error) from error
    assert program is not None
    return program.model_proto


def _clean(model: onnx.ModelProto) -> onnx.ModelProto:
    """Takes out where it was traced: paths of files, and shapes that onnxruntime infers itself."""
    graph = model.graph
    del graph.value_info[:], graph.metadata_props[:], model.metadata_props[:]
    for part in (*graph.node, *graph.initializer, *graph.input, *graph.output):
        del part.metadata_props[:]
        part.doc_string = ""
    return model


def _compare(classifier: Classifier, traced: onnx.ModelProto, checkpoint: str) -> None:
    session = onnxruntime.InferenceSession(
        traced.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    for size in SIZES:
        inputs = _make_inputs(*size)
        with torch.no_grad():
            expected = classifier(*(torch.tensor(one) for one in inputs.values())).numpy()
        found = _run(session, inputs, lambda error: _refuse(checkpoint, "its trace fails", error))
        difference = float(np.abs(found - expected).max())
        if not difference < TOLERANCE:
            reason = f"logits of its trace differ by {difference:.2g} at {size[1]} tokens"
            raise _refuse(checkpoint, reason)


def _run(
    session: onnxruntime.InferenceSession,
    inputs: dict[str, NDArray[np.int64]],
    refuse: Callable[[Exception], EngineError],
) -> NDArray[np.float32]:
    try:
        return np.asarray(session.run(["logits"], inputs)[0])
    except Exception as error:
        raise refuse(error) from error


def _make_inputs(batch: int, length: int) -> dict[str, NDArray[np.int64]]:
    """Ids that every vocabulary has; each text of the batch is shorter than the one before."""
    ids = np.arange(batch * length).reshape(batch, length) % 3 + 2
    lengths = np.maximum(length - np.arange(batch), 1)
    mask = (np.arange(length) < lengths[:, None]).astype(np.int64)
    types = np.zeros_like(ids)
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}


def _refuse(checkpoint: str, reason: str, error: Exception | None = None) -> EngineError:
    cause = "" if error is None else f": {str(error).strip().splitlines()[0]}"
    message = f"{checkpoint}: {reason}{cause}"
    hint = "Export a BERT, RoBERTa, DistilBERT or ELECTRA with safetensors."
    return EngineError("checkpoint-unsupported", message, hint)
