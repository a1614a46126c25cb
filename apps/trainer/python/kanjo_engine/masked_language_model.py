"""
Masked-language-model warm start: the encoder learns which characters go
together before it sees a label. Of the chosen tokens 80 % become [MASK], 10 % a
random token, 10 % stay (Devlin et al. 2018, section 3.1), drawn anew for every
batch.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from transformers import BertForMaskedLM, BertForSequenceClassification

from .contract import MaskedLanguageModelWarmStart, ScratchModel, TrainJob
from .data import Batch, Examples
from .events import Emit
from .phase import Phase, run_phase


def learn_masked_tokens(
    classifier: BertForSequenceClassification,
    examples: Examples,
    job: TrainJob,
    options: MaskedLanguageModelWarmStart,
    emit: Emit,
) -> None:
    """Trains the encoder of `classifier` in place; the language model's head is thrown away."""
    model = _share_encoder(classifier)
    probability = options["mask_probability"]

    def compute_loss(batch: Batch) -> Tensor:
        masked, chosen = mask_tokens(batch, job["model"], probability)
        hidden = model.bert(input_ids=masked, attention_mask=batch.attention_mask)[0]
        # Only the chosen positions go through the head, which is as wide as the vocabulary.
        logits, targets = model.cls(hidden[chosen]), batch.input_ids[chosen]
        total = nn.functional.cross_entropy(logits, targets, reduction="sum")
        return total / max(1, len(targets))

    model.train()
    phase = Phase(
        name="warm-start",
        epochs=options["epochs"],
        learning_rate=options["learning_rate"],
        model=model,
        text_count=len(examples),
        draw_texts=lambda: examples,
        compute_loss=compute_loss,
        finish_epoch=lambda _epoch: None,
    )
    run_phase(phase, job, classifier.device, emit)


def _share_encoder(classifier: BertForSequenceClassification) -> BertForMaskedLM:
    model = BertForMaskedLM(classifier.config)
    nn.Module.to(model, classifier.device)
    model.bert.embeddings = classifier.bert.embeddings
    model.bert.encoder = classifier.bert.encoder
    model.tie_weights()
    return model


def mask_tokens(batch: Batch, shape: ScratchModel, probability: float) -> tuple[Tensor, Tensor]:
    """The masked ids and where they were chosen, both [texts, longest]."""
    ids = batch.input_ids
    first_ordinary = shape["special_token_count"]
    chosen = (torch.rand(ids.shape, device=ids.device) < probability) & (ids >= first_ordinary)
    draw = torch.rand(ids.shape, device=ids.device)
    others = torch.randint(first_ordinary, shape["vocabulary_size"], ids.shape, device=ids.device)
    masked = torch.where(chosen & (draw < 0.8), shape["mask_token_id"], ids)
    return torch.where(chosen & (draw >= 0.9), others, masked), chosen
