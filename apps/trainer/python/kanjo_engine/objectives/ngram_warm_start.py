"""
N-gram warm start: the lower layers learn to say of every token what the n-grams
around it speak for, before the classifier learns from one label a text. This is
distillation of naive Bayes into the inner layers. A few thousand labels teach a
transformer little about which characters belong together, but the evidence is
thirty targets a text. Texts are spliced, the head of one with the tail of
another, so that there are always new ones to learn from.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from ..contract import NgramWarmStart
from ..data.examples import Examples
from ..model.task_model import TaskModel
from .ngram_evidence import NgramEvidence
from .objective import Batch, Objective, collate


class NgramObjective(Objective):
    """The squared error of each token's evidence, read off the last of the lower layers."""

    def __init__(self, model: TaskModel, options: NgramWarmStart, label_count: int) -> None:
        super().__init__()
        self.model = model
        self.layers = options["layers"]
        self.head = nn.Linear(model.shape.hidden_size, label_count)

    def train(self, mode: bool = True) -> NgramObjective:
        """No dropout: it keeps labels from being learned by heart, but only blurs the evidence."""
        super().train(mode)
        self.model.eval()
        return self

    def collate(self, examples: Examples, chosen: NDArray[np.int64]) -> Batch:
        batch = collate(examples, chosen)
        assert examples.token_targets is not None
        rows = chosen[batch.packed.order]
        offsets = examples.offsets
        targets = [examples.token_targets[offsets[row] : offsets[row + 1]] for row in rows]
        packed_targets = torch.from_numpy(np.concatenate(targets))
        weight = float(packed_targets.numel())
        return replace(batch, targets=packed_targets, weight=weight)

    def forward(self, batch: Batch) -> Tensor:
        hidden = self.model.encode(batch.packed, layers=self.layers)[-1]
        return functional.mse_loss(self.head(hidden).float(), batch.targets, reduction="sum")


def draw_texts(
    examples: Examples, evidence: NgramEvidence, probability: float, random: np.random.Generator
) -> Examples:
    """The texts of an epoch, some of them spliced, with the evidence of every token."""
    spliced = splice_texts(examples, probability, random)
    return replace(spliced, token_targets=evidence.of_examples(spliced))


def splice_texts(examples: Examples, probability: float, random: np.random.Generator) -> Examples:
    """Some texts with their end exchanged for another's; none gets longer than it was."""
    texts = [examples[index] for index in range(len(examples))]
    for index in np.flatnonzero(random.random(len(texts)) < probability):
        text, other = texts[index], examples[int(random.integers(len(examples)))]
        head = text[: random.integers(1, len(text) + 1)]
        tail = other[random.integers(len(other)) :]
        texts[index] = np.concatenate([head, tail])[: len(text)]
    lengths = np.array([len(text) for text in texts], np.int64)
    return replace(
        examples,
        tokens=np.concatenate(texts),
        offsets=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        second_starts=lengths.astype(np.int32),
    )
