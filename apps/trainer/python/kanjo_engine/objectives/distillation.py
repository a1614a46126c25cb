"""
Learning from a teacher: from its logits at a raised temperature (Hinton et al.
2015, "Distilling the Knowledge in a Neural Network") and from its hidden states,
layer for layer through a learned map (Jiao et al. 2020,
"TinyBERT"), besides the labels where a text has one.
"""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor, nn
from torch.nn import functional

from ..contract import Distillation, Task, TrainingOptions, VocabularyShape
from ..data.packing import PackedBatch
from ..model.student import choose_layers
from ..model.task_model import TaskModel
from .losses import restore_logits, sum_losses
from .objective import Batch, Objective
from .supervised import drop_tokens


class DistillationObjective(Objective):
    """The teacher stays as it is, and is no part of what is learned or kept."""

    def __init__(
        self,
        student: TaskModel,
        teacher: TaskModel,
        task: Task,
        vocabulary: VocabularyShape,
        training: TrainingOptions,
        options: Distillation,
    ) -> None:
        super().__init__()
        self.model = student
        self.task: Task = task
        self.vocabulary = vocabulary
        self.token_dropout = training["token_dropout"]
        self.label_smoothing = training["label_smoothing"]
        self.options = options
        self.layers = choose_layers(teacher.shape.layers, student.shape.layers)
        self.maps = self._make_maps(teacher.shape.hidden_size)
        # In a tuple, so that it is no submodule: not trained, not saved.
        self._teacher = (teacher.eval().requires_grad_(False),)

    def _make_maps(self, teacher_width: int) -> nn.ModuleList:
        if self.options["hidden_weight"] == 0:
            return nn.ModuleList()
        width, states = self.model.shape.hidden_size, self.model.shape.layers + 1
        return nn.ModuleList(nn.Linear(width, teacher_width) for _ in range(states))

    def forward(self, batch: Batch) -> Tensor:
        options, packed = self.options, batch.packed
        if self.token_dropout > 0:
            ids = drop_tokens(packed.input_ids, self.vocabulary, self.token_dropout)
            packed = replace(packed, input_ids=ids)
        states, logits = self._run(self.model, packed)
        with torch.no_grad():
            teacher_states, teacher_logits = self._run(self._teacher[0], packed)
        loss = options["logits_weight"] * sum_divergences(
            logits, teacher_logits, options["temperature"]
        )
        if options["label_weight"] > 0:
            restored = restore_logits(self.task, logits, batch)
            loss = loss + options["label_weight"] * sum_losses(
                self.task, restored, batch.targets, label_smoothing=self.label_smoothing
            )
        if self.maps:
            loss = loss + options["hidden_weight"] * self._compare(states, teacher_states, batch)
        return loss

    def _run(self, model: TaskModel, packed: PackedBatch) -> tuple[list[Tensor], Tensor]:
        if not self.maps:
            return [], model(packed).float()
        states = model.encode(packed)
        return states, model.classify(states[-1], packed).float()

    def _compare(self, states: list[Tensor], teacher_states: list[Tensor], batch: Batch) -> Tensor:
        """Mean squared error of each text's states, summed over the texts."""
        wanted = [teacher_states[0], *(teacher_states[layer + 1] for layer in self.layers)]
        errors = [
            (one(state).float() - target.float()).square().mean(dim=1)
            for one, state, target in zip(self.maps, states, wanted, strict=True)
        ]
        return (torch.stack(errors).mean(dim=0) * share_of_text(batch.packed)).sum()


def share_of_text(packed: PackedBatch) -> Tensor:
    """One over the length of the text that a token is in, [tokens]."""
    texts = torch.cumsum(packed.position_ids == 0, dim=0) - 1
    counts = torch.zeros(len(packed.firsts), device=texts.device)
    counts.index_add_(0, texts, torch.ones_like(texts, dtype=counts.dtype))
    return counts.reciprocal()[texts]


def sum_divergences(logits: Tensor, teacher_logits: Tensor, temperature: float) -> Tensor:
    """Kullback-Leibler divergence from the teacher times the squared temperature, summed."""
    wanted = (teacher_logits / temperature).softmax(dim=-1)
    found = (logits / temperature).log_softmax(dim=-1)
    return functional.kl_div(found, wanted, reduction="sum") * temperature**2
