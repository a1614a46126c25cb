"""
Masked-language-model training: the encoder learns which tokens go together
before it sees a label, or as a task of its own. Of the chosen tokens 80 %
become [MASK], 10 % a random token, 10 % stay (Devlin et al. 2018, section 3.1),
drawn anew for every batch.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from ..contract import VocabularyShape
from ..data.examples import Examples
from ..model.task_model import TaskModel
from .objective import Batch, Objective, collate
from .special_tokens import find_ordinary


class MaskedTokensObjective(Objective):
    """`model` has the head of a masked language model."""

    def __init__(self, model: TaskModel, vocabulary: VocabularyShape, probability: float) -> None:
        super().__init__()
        self.model = model
        self.vocabulary = vocabulary
        self.probability = probability

    def collate(self, examples: Examples, chosen: NDArray[np.int64]) -> Batch:
        """The targets are the masked tokens' places in the packed batch, and what stood there."""
        batch = collate(examples, chosen)
        masked, places = mask_tokens(batch.packed.input_ids, self.vocabulary, self.probability)
        targets = torch.stack([places, batch.packed.input_ids[places]])
        packed = replace(batch.packed, input_ids=masked)
        return replace(batch, packed=packed, targets=targets, weight=float(len(places)))

    def forward(self, batch: Batch) -> Tensor:
        places, tokens = batch.targets
        logits = self.model.predict_masked(batch.packed, places)
        return functional.cross_entropy(logits.float(), tokens, reduction="sum")


def mask_tokens(
    ids: Tensor, vocabulary: VocabularyShape, probability: float
) -> tuple[Tensor, Tensor]:
    """The masked ids, [tokens], and the chosen places, [chosen]: on the CPU."""
    draw = torch.rand(ids.shape)
    chosen = (draw < probability) & find_ordinary(ids, vocabulary)
    fate = draw / probability
    others = torch.randint(0, vocabulary["size"], ids.shape)
    others = torch.where(find_ordinary(others, vocabulary), others, ids)
    masked = torch.where(chosen & (fate < 0.8), vocabulary["mask_token_id"], ids)
    return torch.where(chosen & (fate >= 0.9), others, masked), chosen.nonzero().squeeze(1)
