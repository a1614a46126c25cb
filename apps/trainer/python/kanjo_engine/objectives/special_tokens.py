"""Which tokens are ordinary: those that may be masked."""

from __future__ import annotations

import torch
from torch import Tensor

from ..contract import VocabularyShape


def find_ordinary(ids: Tensor, vocabulary: VocabularyShape) -> Tensor:
    """True where the id is none of the special tokens', in the shape of `ids`."""
    ordinary = torch.ones_like(ids, dtype=torch.bool)
    for special in vocabulary["special_token_ids"]:
        ordinary &= ids != special
    return ordinary
