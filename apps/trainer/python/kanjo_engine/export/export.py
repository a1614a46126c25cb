"""A checkpoint as ONNX, float32 and compressed, and in onnxruntime's own format."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal

import onnx
import onnxruntime

from ..contract import ExportedTensor, ExportJob, ExportResult, WeightFormat
from ..errors import EngineError
from ..events import Emit, Progress
from ..files import write_file
from ..model.shape import parse_config
from .bert_graph import build_bert
from .bert_weights import read_bert_weights
from .checkpoint import Config, read_config
from .compress_graph import compress_graph
from .served_config import describe_export, write_config

Emitter = Literal["graph", "torch"]
Build = Callable[[WeightFormat], onnx.ModelProto]


def export(job: ExportJob, emit: Emit) -> ExportResult:
    output = Path(job["output_dir"])
    float_path, path = output / "model-fp32.onnx", output / "model.onnx"
    ort_path, config_path = output / "model.ort", output / "config.json"
    config = read_config(job)
    progress = Progress(emit, "export", total_steps=4)
    emitter, build = choose_emitter(config, job)
    progress.advance()
    model = build("fp32")
    inputs, outputs = list(model.graph.input), list(model.graph.output)
    check_outputs(outputs, job)
    write_model(model, float_path)
    progress.advance()
    write_model(model if job["weights"] == "fp32" else build(job["weights"]), path)
    progress.advance()
    write_file(ort_path, lambda target: convert_to_ort(path, target))
    write_config(describe_export(config, job), config_path)
    progress.advance()
    return {
        "kind": "export",
        "emitter": emitter,
        "fp32_onnx": str(float_path),
        "onnx": str(path),
        "ort": str(ort_path),
        "config": str(config_path),
        "inputs": [describe_tensor(one) for one in inputs],
        "outputs": [describe_tensor(one) for one in outputs],
    }


def choose_emitter(config: Config, job: ExportJob) -> tuple[Emitter, Build]:
    weights = read_bert_weights(config, job)
    if weights is not None:
        shape = parse_config(config, str(Path(job["checkpoint_dir"]) / "config.json"))
        return "graph", partial(build_bert, weights, shape)
    # Loads PyTorch and transformers.
    from .traced_graph import trace_classifier

    model = trace_classifier(job)
    return "torch", lambda format: model if format == "fp32" else compress_graph(model, format)


def check_outputs(outputs: list[onnx.ValueInfoProto], job: ExportJob) -> None:
    """Raises EngineError `checkpoint-unsupported`."""
    task = job["task"]
    wanted = len(task["labels"]) if task["kind"] == "classification" else 1
    found = describe_tensor(outputs[0])["shape"][-1]
    if found != wanted:
        message = f"the checkpoint has {found} outputs, a {task['kind']} of the job {wanted}"
        raise EngineError("checkpoint-unsupported", message, "Export with the labels of training.")


def write_model(model: onnx.ModelProto, path: Path) -> None:
    data = model.SerializeToString(deterministic=True)
    write_file(path, lambda target: target.write_bytes(data))


def convert_to_ort(source: Path, target: Path) -> None:
    """Basic optimizations only: the higher levels choose what suits this processor."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(target)
    options.add_session_config_entry("session.save_model_format", "ORT")
    onnxruntime.InferenceSession(str(source), options, providers=["CPUExecutionProvider"])


def describe_tensor(tensor: onnx.ValueInfoProto) -> ExportedTensor:
    kind = tensor.type.tensor_type
    return {
        "name": tensor.name,
        "type": "int64" if kind.elem_type == onnx.TensorProto.INT64 else "float32",
        "shape": [one.dim_param or one.dim_value for one in kind.shape.dim],
    }
