"""Models as a job asks for them: from scratch, or from a pretrained encoder."""

from __future__ import annotations

from pathlib import Path

from ..contract import ModelSource, ScratchModel, Task, VocabularyShape
from .initialization import initialize
from .load import load_task_model
from .lora import add_low_rank_adaptation
from .neighbour_heads import start_with_neighbours
from .shape import make_scratch_shape
from .task_model import TaskModel, make_task_model


def build_model(source: ModelSource, task: Task, vocabulary: VocabularyShape) -> TaskModel:
    """On the CPU, in float32; `initialized` names what a pretrained model did not have."""
    if source["kind"] == "scratch":
        return _build_from_scratch(source, task, vocabulary)
    folder, allow_pickle = Path(source["folder"]), source["allow_pickle"]
    model = load_task_model(folder, task, vocabulary, allow_pickle=allow_pickle)
    if source["lora"] is not None:
        add_low_rank_adaptation(model, source["lora"])
    return model


def _build_from_scratch(source: ScratchModel, task: Task, vocabulary: VocabularyShape) -> TaskModel:
    model = make_task_model(make_scratch_shape(source, vocabulary), task)
    initialize(model.named_parameters(), model.shape)
    if source["neighbour_offsets"]:
        start_with_neighbours(model.bert, model.shape, source["neighbour_offsets"])
    return model
