"""Rows a second of transformers' own pipeline on the CPU: a line of JSON.

    python pipeline_classifier.py --checkpoint RUN/engine/checkpoint --tokenizer RUN/release \\
        --texts texts.jsonl --batch-size 32

The weights are float32. Reading the texts and loading the model are not timed,
and neither are the first texts, which fill caches. In a batch texts are padded
to the longest one.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
from transformers import (
    AutoModelForSequenceClassification,
    BertJapaneseTokenizer,
    pipeline,
)

WARM_UP_TEXTS = 64


@dataclass(frozen=True)
class Options:
    checkpoint: Path
    tokenizer: Path
    texts: Path
    batch_size: int


def parse_options() -> Options:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--texts", type=Path, required=True, help='JSONL with the member "text"')
    parser.add_argument("--batch-size", type=int, required=True)
    return Options(**vars(parser.parse_args()))


def open_pipeline(options: Options) -> Any:
    model = AutoModelForSequenceClassification.from_pretrained(options.checkpoint)
    tokenizer = BertJapaneseTokenizer.from_pretrained(options.tokenizer)
    if model.config.vocab_size != len(tokenizer):
        message = f"{model.config.vocab_size} embeddings, {len(tokenizer)} tokens: not one model"
        raise SystemExit(message)
    return pipeline(
        "text-classification",
        model=model.eval(),
        tokenizer=tokenizer,
        device="cpu",
        batch_size=options.batch_size,
        truncation=True,
    )


def main() -> None:
    options = parse_options()
    texts = [json.loads(line)["text"] for line in options.texts.read_text("utf-8").splitlines()]
    classify = open_pipeline(options)
    classify(texts[:WARM_UP_TEXTS])
    started = time.perf_counter()
    answers = classify(texts)
    seconds = time.perf_counter() - started
    result = {
        "rows_per_second": len(texts) / seconds,
        "labels": [answer["label"] for answer in answers],
        "threads": torch.get_num_threads(),
        "transformers": version("transformers"),
    }
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
