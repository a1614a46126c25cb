"""Checkpoints far from their start, real texts as characters, and the oracle's logits."""

from __future__ import annotations

import json
from functools import cache
from itertools import chain, cycle
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from transformers import AutoModelForSequenceClassification

from kanjo_engine.export.export import export

REVIEWS = Path(__file__).parents[5] / "datasets" / "kanjo-reviews" / "train.jsonl"

LABELS = ["negative", "neutral", "positive"]
MAX_POSITIONS = 512
CLS, SEP, FIRST_CHARACTER = 2, 3, 5

Feed = dict[str, NDArray[np.int64]]
Logits = NDArray[np.float32]


@cache
def read_reviews() -> list[str]:
    lines = REVIEWS.read_text("utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


@cache
def number_characters() -> dict[str, int]:
    characters = sorted(set(chain.from_iterable(read_reviews())))
    return {one: index + FIRST_CHARACTER for index, one in enumerate(characters)}


def vocabulary_size() -> int:
    return FIRST_CHARACTER + len(number_characters())


def make_feeds(count: int, *, pairs: bool = False) -> list[Feed]:
    """One text each, 1 to 512 tokens evenly; longer texts are several reviews in a row."""
    reviews, numbers = cycle(read_reviews()), number_characters()
    feeds: list[Feed] = []
    for length in np.linspace(1, MAX_POSITIONS, count).astype(int):
        ids = [CLS]
        while len(ids) < length:
            ids += [numbers[one] for one in next(reviews)] + [SEP]
        feeds.append(make_feed([ids[:length]], second_start=length // 2 if pairs else length))
    return feeds


def make_feed(texts: list[list[int]], second_start: int = MAX_POSITIONS) -> Feed:
    length = max(map(len, texts))
    ids = np.array([text + [0] * (length - len(text)) for text in texts], np.int64)
    mask = np.array([[1] * len(text) + [0] * (length - len(text)) for text in texts], np.int64)
    types = np.broadcast_to(np.arange(length) >= second_start, ids.shape).astype(np.int64)
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}


def make_padded_feeds() -> list[Feed]:
    """Three texts of different lengths each, with a second segment."""
    texts = [one["input_ids"][0].tolist() for one in make_feeds(60)]
    return [make_feed(texts[start : start + 3], 4) for start in range(0, len(texts), 3)]


def save_model(config: Any, folder: Path, noise: float = 0.4) -> Path:
    """Weights far from their start, so that a forgotten bias or LayerNorm weight is seen."""
    torch.manual_seed(0)
    model: Any = AutoModelForSequenceClassification.from_config(config)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(noise * torch.randn_like(parameter))
    model.save_pretrained(folder)
    return folder


def run_export(checkpoint: Path, output: Path, **changes: Any) -> Any:
    output.mkdir(exist_ok=True)
    job: Any = {
        "schema_version": 3,
        "kind": "export",
        "output_dir": str(output),
        "checkpoint_dir": str(checkpoint),
        "task": {"kind": "classification", "labels": LABELS},
        "weights": "int8",
        "temperature": 1,
        "kept_tokens": None,
        **changes,
    }
    return export(job, emit=lambda _event: None)


def compute_logits(path: str, feeds: list[Feed]) -> list[Logits]:
    return _run(path, feeds)


def run_model(model: onnx.ModelProto, feeds: list[Feed]) -> list[Logits]:
    return _run(model.SerializeToString(), feeds)


def _run(source: str | bytes, feeds: list[Feed]) -> list[Logits]:
    session = onnxruntime.InferenceSession(source, providers=["CPUExecutionProvider"])
    return [np.asarray(session.run(["logits"], feed)[0]) for feed in feeds]


def compute_expected(checkpoint: Path, feeds: list[Feed], *, types: bool = True) -> list[Logits]:
    """Those of transformers, in evaluation mode."""
    model: Any = AutoModelForSequenceClassification.from_pretrained(checkpoint).eval()
    names = ["input_ids", "attention_mask", *(["token_type_ids"] if types else [])]
    with torch.no_grad():
        return [
            model(**{name: torch.tensor(feed[name]) for name in names}).logits.numpy()
            for feed in feeds
        ]


def largest_difference(found: list[Logits], expected: list[Logits]) -> float:
    assert len(found) == len(expected) > 0
    return max(float(np.abs(one - two).max()) for one, two in zip(found, expected, strict=True))
