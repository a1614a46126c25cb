"""Trains a BERT text classifier and keeps the epoch that does best on the validation texts."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertConfig, BertForSequenceClassification

from .checkpoint import write_folder
from .contract import EngineMetrics, ScratchModel, TrainJob, TrainResult
from .data import Batch, Examples, collate, ordered_batches, read_examples
from .device import make_deterministic
from .errors import EngineError
from .events import Emit
from .masked_language_model import learn_masked_tokens
from .metrics import compute_metrics
from .neighbour_heads import start_with_neighbours
from .ngram_warm_start import learn_ngram_evidence
from .phase import Phase, require_finite, run_phase


def train(job: TrainJob, device: torch.device, emit: Emit) -> TrainResult:
    started = time.monotonic()
    check_shape_of_model(job)
    train_texts = read_examples(job["train_data"], job["model"], len(job["labels"]))
    validation_texts = read_examples(job["validation_data"], job["model"], len(job["labels"]))
    make_deterministic(job["training"]["seed"])
    model = build_model(job["model"], job["labels"])
    nn.Module.to(model, device)
    warm_start(model, train_texts, job, emit)
    best = fit(model, train_texts, validation_texts, job, emit)
    model.load_state_dict(best.weights)
    folder = Path(job["output_dir"]) / "checkpoint"
    write_folder(folder, model.save_pretrained)
    return {
        "kind": "train",
        "checkpoint_dir": str(folder),
        "best_epoch": best.epoch,
        "parameters": model.num_parameters(),
        "train_seconds": time.monotonic() - started,
        "validation": best.metrics,
    }


def check_shape_of_model(job: TrainJob) -> None:
    shape, options = job["model"], job["training"]["warm_start"]
    if shape["hidden_size"] % shape["heads"]:
        message = f"hidden_size {shape['hidden_size']} is no multiple of heads {shape['heads']}"
        raise EngineError("job-invalid", message, "Choose 32 or 64 features a head.")
    if len(shape["neighbour_offsets"]) > shape["heads"]:
        message = f"{len(shape['neighbour_offsets'])} neighbour offsets for {shape['heads']} heads"
        raise EngineError("job-invalid", message, "Give one offset a head, at most.")
    if options and options["kind"] == "ngram-evidence" and options["layers"] > shape["layers"]:
        message = f"the warm start has {options['layers']} layers, the model {shape['layers']}"
        raise EngineError("job-invalid", message, "Lower the layers of the warm start.")


def build_model(shape: ScratchModel, labels: list[str]) -> BertForSequenceClassification:
    config = BertConfig(
        vocab_size=shape["vocabulary_size"],
        hidden_size=shape["hidden_size"],
        num_hidden_layers=shape["layers"],
        num_attention_heads=shape["heads"],
        intermediate_size=shape["intermediate_size"],
        max_position_embeddings=shape["max_positions"],
        hidden_dropout_prob=shape["dropout"],
        # Dropout inside attention would keep PyTorch from its fused kernel.
        attention_probs_dropout_prob=0.0,
        initializer_range=shape["initializer_range"],
        pad_token_id=shape["pad_token_id"],
        id2label=dict(enumerate(labels)),
        label2id={label: index for index, label in enumerate(labels)},
    )
    model = BertForSequenceClassification(config)
    if shape["neighbour_offsets"]:
        start_with_neighbours(model, shape["neighbour_offsets"])
    return model


def warm_start(
    model: BertForSequenceClassification, texts: Examples, job: TrainJob, emit: Emit
) -> None:
    options = job["training"]["warm_start"]
    if options is None:
        return
    if options["kind"] == "ngram-evidence":
        learn_ngram_evidence(model, texts, job, options, emit)
    else:
        learn_masked_tokens(model, texts, job, options, emit)


@dataclass(frozen=True)
class Best:
    """The epoch that is kept, counted from 1."""

    epoch: int
    metrics: EngineMetrics
    weights: dict[str, Tensor]


def fit(
    model: BertForSequenceClassification,
    train_texts: Examples,
    validation_texts: Examples,
    job: TrainJob,
    emit: Emit,
) -> Best:
    training = job["training"]
    best: Best | None = None

    def compute_loss(batch: Batch) -> Tensor:
        ids = drop_tokens(batch, job["model"], training["token_dropout"])
        logits = model(input_ids=ids, attention_mask=batch.attention_mask).logits
        smoothing = training["label_smoothing"]
        return nn.functional.cross_entropy(logits, batch.labels, label_smoothing=smoothing)

    def finish_epoch(epoch: int) -> EngineMetrics:
        nonlocal best
        metrics = evaluate(model, validation_texts, job)
        if best is None or is_better(metrics, best.metrics):
            weights = {name: one.detach().clone() for name, one in model.state_dict().items()}
            best = Best(epoch, metrics, weights)
        return metrics

    model.train()
    phase = Phase(
        name="train",
        epochs=training["epochs"],
        learning_rate=training["learning_rate"],
        model=model,
        text_count=len(train_texts),
        draw_texts=lambda: train_texts,
        compute_loss=compute_loss,
        finish_epoch=finish_epoch,
    )
    run_phase(phase, job, model.device, emit)
    assert best is not None
    return best


def drop_tokens(batch: Batch, shape: ScratchModel, probability: float) -> Tensor:
    """Ids of which the ordinary ones are [MASK] with this probability, [texts, longest]."""
    ids = batch.input_ids
    ordinary = ids >= shape["special_token_count"]
    dropped = (torch.rand(ids.shape, device=ids.device) < probability) & ordinary
    return torch.where(dropped, shape["mask_token_id"], ids)


def is_better(candidate: EngineMetrics, best: EngineMetrics) -> bool:
    """Higher accuracy; of equals, lower loss."""
    if candidate["accuracy"] != best["accuracy"]:
        return candidate["accuracy"] > best["accuracy"]
    return (candidate["loss"] or 0.0) < (best["loss"] or 0.0)


@torch.no_grad()
def evaluate(model: BertForSequenceClassification, texts: Examples, job: TrainJob) -> EngineMetrics:
    was_training = model.training
    model.eval()
    groups = ordered_batches(texts.lengths, job["training"]["batch_size"])
    batches = collate(texts, groups, job["model"]["pad_token_id"], model.device)
    rows = [
        model(input_ids=batch.input_ids, attention_mask=batch.attention_mask).logits.cpu()
        for batch in batches
    ]
    model.train(was_training)
    log_probabilities = torch.cat(rows).log_softmax(dim=-1)
    require_finite(log_probabilities.sum().item(), "validation")
    return compute_metrics(texts.labels[np.concatenate(groups)], log_probabilities.numpy())
