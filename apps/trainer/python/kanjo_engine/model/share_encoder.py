"""A masked language model around another model's encoder."""

from __future__ import annotations

from .initialization import initialize
from .task_model import TaskModel, make_task_model


def share_encoder(model: TaskModel, mask_probability: float) -> TaskModel:
    """Its embeddings and layers are those of `model`; its head begins with random numbers."""
    masked = make_task_model(
        model.shape, {"kind": "masked-language-model", "mask_probability": mask_probability}
    )
    initialize(masked.named_parameters(), model.shape)
    masked.bert.embeddings, masked.bert.encoder = model.bert.embeddings, model.bert.encoder
    return masked
