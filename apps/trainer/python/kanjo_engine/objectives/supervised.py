"""Learning a task from its labels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..contract import Task, TrainingOptions, VocabularyShape
from ..data.examples import Examples
from ..errors import EngineError
from ..model.task_model import TaskModel
from .losses import restore_logits, sum_losses
from .objective import Batch, Objective, collate
from .special_tokens import find_ordinary


class SupervisedObjective(Objective):
    """Cross entropy, or the squared error of a regression."""

    class_weights: Tensor | None

    def __init__(
        self,
        model: TaskModel,
        task: Task,
        vocabulary: VocabularyShape,
        training: TrainingOptions,
        class_weights: NDArray[np.float32] | None,
    ) -> None:
        super().__init__()
        self.model = model
        self.task: Task = task
        self.vocabulary = vocabulary
        self.token_dropout = training["token_dropout"]
        self.label_smoothing = training["label_smoothing"]
        # Beside those on the device, which would have to be waited for.
        self.weights_of_classes = class_weights
        weights = None if class_weights is None else torch.from_numpy(class_weights)
        self.register_buffer("class_weights", weights, persistent=False)

    def collate(self, examples: Examples, chosen: NDArray[np.int64]) -> Batch:
        batch = collate(examples, chosen)
        if self.weights_of_classes is None:
            return batch
        weights = self.weights_of_classes[examples.targets[chosen]]
        return replace(batch, weight=float(weights.sum()))

    def forward(self, batch: Batch) -> Tensor:
        packed = batch.packed
        if self.token_dropout > 0:
            ids = drop_tokens(packed.input_ids, self.vocabulary, self.token_dropout)
            packed = replace(packed, input_ids=ids)
        logits = restore_logits(self.task, self.model(packed), batch)
        return sum_losses(
            self.task,
            logits,
            batch.targets,
            label_smoothing=self.label_smoothing,
            class_weights=self.class_weights,
        )


def drop_tokens(ids: Tensor, vocabulary: VocabularyShape, probability: float) -> Tensor:
    """Ids of which the ordinary ones are [MASK] with this probability, [tokens]."""
    chosen = (torch.rand(ids.shape, device=ids.device) < probability) & find_ordinary(
        ids, vocabulary
    )
    return torch.where(chosen, vocabulary["mask_token_id"], ids)


def choose_class_weights(
    task: Task, examples: Examples, training: TrainingOptions
) -> NDArray[np.float32] | None:
    """`balanced` as scikit-learn has it: rows / (classes x rows of the class)."""
    wanted = training["class_weights"]
    if wanted is None:
        return None
    if task["kind"] != "classification":
        message = f"class_weights are given for a task of kind {task['kind']}"
        raise EngineError("job-invalid", message, "Only a classification has classes.")
    count = len(task["labels"])
    if wanted == "balanced":
        occurrences = np.bincount(examples.targets, minlength=count)
        return (len(examples) / (count * np.maximum(occurrences, 1))).astype(np.float32)
    if len(wanted) != count:
        message = f"{len(wanted)} class_weights for {count} labels"
        raise EngineError("job-invalid", message, "Give one weight a label, in their order.")
    return np.asarray(wanted, np.float32)
