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
from torch import Tensor, nn
from transformers import BertForSequenceClassification

from .contract import NgramWarmStart, TrainJob
from .data import Batch, Examples
from .events import Emit
from .ngram_evidence import learn_evidence
from .phase import Phase, run_phase


def learn_ngram_evidence(
    classifier: BertForSequenceClassification,
    examples: Examples,
    job: TrainJob,
    options: NgramWarmStart,
    emit: Emit,
) -> None:
    """Trains the embeddings and the lower layers of `classifier` in place."""
    label_count, hidden_size = len(job["labels"]), job["model"]["hidden_size"]
    evidence = learn_evidence(
        examples,
        label_count=label_count,
        longest=options["longest"],
        first_ordinary=job["model"]["special_token_count"],
    )
    random = np.random.default_rng(job["training"]["seed"])
    bert, head = classifier.bert, nn.Linear(hidden_size, label_count).to(classifier.device)
    all_layers = bert.encoder.layer
    bert.encoder.layer = all_layers[: options["layers"]]

    def draw_texts() -> Examples:
        spliced = splice_texts(examples, options["splice_probability"], random)
        return replace(spliced, token_targets=evidence.of_examples(spliced))

    def compute_loss(batch: Batch) -> Tensor:
        assert batch.token_targets is not None
        hidden = bert(input_ids=batch.input_ids, attention_mask=batch.attention_mask)[0]
        found = head(hidden[batch.attention_mask.bool()])
        return nn.functional.mse_loss(found, batch.token_targets)

    # No dropout: it keeps labels from being learned by heart, but only blurs the evidence.
    classifier.eval()
    phase = Phase(
        name="warm-start",
        epochs=options["epochs"],
        learning_rate=options["learning_rate"],
        model=nn.ModuleList([bert.embeddings, bert.encoder, head]),
        text_count=len(examples),
        draw_texts=draw_texts,
        compute_loss=compute_loss,
        finish_epoch=lambda _epoch: None,
    )
    run_phase(phase, job, classifier.device, emit)
    bert.encoder.layer = all_layers


def splice_texts(examples: Examples, probability: float, random: np.random.Generator) -> Examples:
    """Some texts with their end exchanged for another's; none gets longer than it was."""
    texts = [examples[index] for index in range(len(examples))]
    for index in np.flatnonzero(random.random(len(texts)) < probability):
        text, other = texts[index], examples[int(random.integers(len(examples)))]
        head = text[: random.integers(1, len(text) + 1)]
        tail = other[random.integers(len(other)) :]
        texts[index] = np.concatenate([head, tail])[: len(text)]
    lengths = [len(text) for text in texts]
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    return Examples(np.concatenate(texts), offsets, examples.labels)
