"""Checkpoints as ONNX and in onnxruntime's own format, quantized."""
