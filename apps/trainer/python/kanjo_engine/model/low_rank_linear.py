"""
A linear layer that is trained by a small update alone: `weight + scale * B A`
(Hu et al. 2021, "LoRA"). A begins at random and B at zero, so that the layer
begins as what it was; names, start and dropout are peft's.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from ..contract import LowRankAdaptation
from .dropout import drop


class LowRankLinear(nn.Linear):
    """`layer` with an update of rank r: A is [r, inputs], B [outputs, r]."""

    def __init__(self, layer: nn.Linear, options: LowRankAdaptation) -> None:
        super().__init__(layer.in_features, layer.out_features, device="meta")
        self.weight, self.bias = layer.weight, layer.bias
        self.scale = options["alpha"] / options["rank"]
        self.dropout = options["dropout"]
        self.lora_A = nn.Parameter(layer.weight.new_empty(options["rank"], layer.in_features))
        self.lora_B = nn.Parameter(layer.weight.new_zeros(layer.out_features, options["rank"]))
        nn.init.kaiming_uniform_(self.lora_A, a=math.sqrt(5))

    def forward(self, input: Tensor) -> Tensor:
        narrow = functional.linear(drop(input, self.dropout, self.training), self.lora_A)
        return super().forward(input) + functional.linear(narrow, self.lora_B) * self.scale

    @torch.no_grad()
    def merge(self) -> Tensor:
        """The weight with the update in it, [outputs, inputs]; the layer stays as it is."""
        return self.weight + self.scale * (self.lora_B @ self.lora_A)
