"""Tiny models of ours and of transformers with the same weights, and texts of many lengths."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor
from transformers import (
    BertConfig,
    BertForMaskedLM,
    BertForMultipleChoice,
    BertForQuestionAnswering,
    BertForSequenceClassification,
)

from kanjo_engine.contract import Task, VocabularyShape
from kanjo_engine.data.examples import Examples
from kanjo_engine.data.packing import AttentionChunk, PackedBatch, pack
from kanjo_engine.model.build import build_model
from kanjo_engine.model.task_model import TaskModel

VOCABULARY_SIZE = 37
CPU = torch.device("cpu")
VOCABULARY: VocabularyShape = {
    "size": VOCABULARY_SIZE,
    "pad_token_id": 0,
    "mask_token_id": 4,
    "special_token_ids": [0, 1, 2, 3, 4],
}
TASKS: dict[str, Task] = {
    "classification": {"kind": "classification", "labels": ["negative", "neutral", "positive"]},
    "regression": {"kind": "regression"},
    "multiple-choice": {"kind": "multiple-choice", "choices": 2},
    "span": {"kind": "span"},
    "masked-language-model": {"kind": "masked-language-model", "mask_probability": 0.15},
}
ARCHITECTURES: dict[str, Any] = {
    "classification": BertForSequenceClassification,
    "regression": BertForSequenceClassification,
    "multiple-choice": BertForMultipleChoice,
    "span": BertForQuestionAnswering,
    "masked-language-model": BertForMaskedLM,
}


def make_source(**changes: Any) -> Any:
    return {
        "kind": "scratch",
        "hidden_size": 24,
        "layers": 3,
        "heads": 3,
        "intermediate_size": 40,
        "max_positions": 32,
        "dropout": 0.0,
        "attention_dropout": 0.0,
        "initializer_range": 0.3,
        "neighbour_offsets": [],
        **changes,
    }


def pretrained(folder: Any, **changes: Any) -> Any:
    source = {"kind": "pretrained", "folder": str(folder), "allow_pickle": False, "lora": None}
    return {**source, **changes}


def make_model(kind: str, seed: int = 0, **changes: Any) -> TaskModel:
    torch.manual_seed(seed)
    model = build_model(make_source(**changes), TASKS[kind], VOCABULARY)
    # Biases and norms that do nothing would hide what is forgotten.
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.dim() == 1:
                parameter.add_(torch.randn_like(parameter) * 0.3)
    return model


def make_oracle(model: TaskModel) -> Any:
    """transformers' model for the same task, with our weights, in evaluation mode."""
    shape, labels = model.shape, 3 if model.task["kind"] == "classification" else 1
    config: Any = BertConfig(
        vocab_size=shape.vocabulary_size,
        hidden_size=shape.hidden_size,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.intermediate_size,
        max_position_embeddings=shape.max_positions,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        initializer_range=shape.initializer_range,
    )
    config.num_labels = 2 if model.task["kind"] == "span" else labels
    oracle = ARCHITECTURES[model.task["kind"]](config)
    found = oracle.load_state_dict(model.state_dict(), strict=False)
    assert not found.unexpected_keys
    # The decoder is tied to the embeddings and the bias.
    assert all(name.startswith("cls.predictions.decoder.") for name in found.missing_keys)
    oracle.tie_weights()
    return oracle.eval()


def make_examples(lengths: list[int], seed: int = 0, pairs: bool = False) -> Examples:
    random = np.random.default_rng(seed)
    sizes = np.array(lengths)
    starts = [int(random.integers(1, n)) if pairs and n > 1 else n for n in lengths]
    return Examples(
        tokens=random.integers(1, VOCABULARY_SIZE, sizes.sum()).astype(np.int32),
        offsets=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        second_starts=np.array(starts, np.int32),
        targets=np.zeros(len(lengths), np.int32),
    )


def pack_all(examples: Examples) -> PackedBatch:
    return pack(examples, np.arange(examples.row_count))


def rechunk(batch: PackedBatch, sizes: list[int]) -> PackedBatch:
    """The same tokens, with chunks of so many texts each."""
    ends = torch.cat([batch.firsts[1:], torch.tensor([len(batch.input_ids)])])
    lengths = (ends - batch.firsts).tolist()
    chunks: list[AttentionChunk] = []
    token = text = 0
    for size in sizes:
        own = lengths[text : text + size]
        grid = torch.arange(max(own)) < torch.tensor(own)[:, None]
        chunks.append(
            AttentionChunk(
                tokens=slice(token, token + sum(own)),
                positions=grid.flatten().nonzero().squeeze(1),
                texts=size,
                longest=max(own),
                mask=None if grid.all() else grid[:, None, None, :],
            )
        )
        token, text = token + sum(own), text + size
    return replace(batch, chunks=chunks)


def pad(examples: Examples) -> dict[str, Tensor]:
    """transformers' inputs, [rows, longest]."""
    lengths = torch.from_numpy(examples.row_lengths)
    places = torch.arange(int(lengths.max())).expand(len(lengths), -1)
    mask = places < lengths[:, None]
    ids = torch.zeros(mask.shape, dtype=torch.int64)
    ids[mask] = torch.from_numpy(examples.tokens.astype(np.int64))
    second = places >= torch.from_numpy(examples.second_starts.astype(np.int64))[:, None]
    return {
        "input_ids": ids,
        "attention_mask": mask.long(),
        "token_type_ids": (second & mask).long(),
    }


def run_oracle(oracle: Any, examples: Examples, order: np.ndarray[Any, Any]) -> Tensor:
    """The oracle's logits as our model gives them: packed, the texts in `order`."""
    inputs = {name: one[order.copy()] for name, one in pad(examples).items()}
    mask = inputs["attention_mask"].bool()
    if isinstance(oracle, BertForMultipleChoice):
        inputs = {name: one[:, None] for name, one in inputs.items()}
    output = oracle(**inputs)
    if isinstance(oracle, BertForQuestionAnswering):
        return torch.stack([output.start_logits, output.end_logits], dim=-1)[mask]
    if isinstance(oracle, BertForMaskedLM):
        return output.logits[mask]
    return output.logits.squeeze(1) if output.logits.shape[1] == 1 else output.logits
