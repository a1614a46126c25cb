"""A checkpoint as ONNX (float32 and dynamic int8) and in onnxruntime's own format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import onnx
import onnxruntime
from safetensors.numpy import load_file

from .bert_graph import BertShape, build_bert
from .contract import ExportedTensor, ExportJob, ExportResult
from .errors import EngineError
from .events import Emit, Progress
from .files import write_file
from .job import require_file


def export(job: ExportJob, emit: Emit) -> ExportResult:
    checkpoint, output = Path(job["checkpoint_dir"]), Path(job["output_dir"])
    config: dict[str, Any] = json.loads(require_file(checkpoint / "config.json").read_text("utf-8"))
    weights = load_file(require_file(checkpoint / "model.safetensors"))
    check_classifier(config, weights["classifier.bias"].shape[0], job["labels"])
    shape = BertShape(
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        layer_norm_epsilon=config["layer_norm_eps"],
    )
    progress = Progress(emit, "export", total_steps=3)
    float_path, path = output / "model-fp32.onnx", output / "model.onnx"
    write_model(build_bert(weights, shape, quantized=False), float_path)
    progress.advance()
    model = build_bert(weights, shape, quantized=True)
    write_model(model, path)
    progress.advance()
    ort_path = output / "model.ort"
    write_file(ort_path, lambda partial: convert_to_ort(path, partial))
    progress.advance()
    return {
        "kind": "export",
        "fp32_onnx": str(float_path),
        "onnx": str(path),
        "ort": str(ort_path),
        "inputs": [describe_tensor(one) for one in model.graph.input],
        "outputs": [describe_tensor(one) for one in model.graph.output],
    }


def check_classifier(config: dict[str, Any], output_count: int, labels: list[str]) -> None:
    if config["model_type"] != "bert" or config["hidden_act"] != "gelu":
        found = f"{config['model_type']} with {config['hidden_act']}"
        raise EngineError("checkpoint-unsupported", f"{found}: expected bert with gelu")
    if output_count != len(labels):
        message = f"the checkpoint has {output_count} labels, the job has {len(labels)}"
        raise EngineError("checkpoint-unsupported", message, "Export with the labels of training.")


def write_model(model: onnx.ModelProto, path: Path) -> None:
    data = model.SerializeToString(deterministic=True)
    write_file(path, lambda partial: partial.write_bytes(data))


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
