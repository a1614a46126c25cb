"""A job of the engine, done by Hugging Face's own `Trainer`: a line of JSON with its figures.

    python hugging_face_trainer.py job.json --skip-steps 2

The arguments are those of 大規模言語モデル入門, chapter 5 (batch size, learning
rate and epochs from the job; linear schedule, AdamW, evaluation every epoch,
best epoch by accuracy), in the words of transformers 5: `warmup_ratio` is a
`warmup_steps` below 1. The book saves every epoch; here nothing is written,
which takes no part in the time that is measured. Tasks other than
classification are refused.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import torch
from numpy.typing import NDArray
from sklearn.metrics import f1_score
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from torch.utils.data import Dataset
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    DataCollatorWithPadding,
    EvalPrediction,
    PreTrainedTokenizerFast,
    Trainer,
    TrainingArguments,
    set_seed,
)
from transformers.trainer_callback import PrinterCallback

from training_clock import TrainingClock

if TYPE_CHECKING:
    from kanjo_engine.contract import ScratchModel, TrainJob

SAMPLING = ("random", "group_by_length")


@dataclass(frozen=True)
class Options:
    sampling: str
    # -1: as many as the epochs have.
    max_steps: int
    # First steps that are not timed.
    skip_steps: int


class Rows(Dataset[dict[str, list[int]]]):
    """Rows of an Arrow file of the engine, as a tokenizer gives them."""

    def __init__(self, path: str) -> None:
        table = pa.ipc.open_file(pa.memory_map(path)).read_all()
        columns = (table[name].to_pylist() for name in ("input_ids", "second_start", "label"))
        self.rows = [make_features(*row) for row in zip(*columns, strict=True)]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> dict[str, Any]:
        return self.rows[index]


def make_features(ids: list[int], second_start: int, label: int) -> dict[str, Any]:
    return {
        "input_ids": ids,
        "token_type_ids": [int(index >= second_start) for index in range(len(ids))],
        "attention_mask": [1] * len(ids),
        "labels": label,
    }


def train(job: TrainJob, options: Options) -> dict[str, Any]:
    rows = Rows(job["train_data"])
    clock = TrainingClock(options.skip_steps)
    set_seed(job["training"]["seed"])
    with tempfile.TemporaryDirectory() as folder:
        trainer = Trainer(
            model=build_model(job),
            args=translate_arguments(job, options, folder),
            data_collator=DataCollatorWithPadding(make_padder(job)),
            train_dataset=rows,
            eval_dataset=Rows(job["validation_data"]),
            compute_metrics=compute_metrics,
            callbacks=[clock],
        )
        trainer.remove_callback(PrinterCallback)
        started = time.perf_counter()
        trainer.train()
    epochs = [
        {"accuracy": entry["eval_accuracy"], "macro_f1": entry["eval_macro_f1"]}
        for entry in trainer.state.log_history
        if "eval_accuracy" in entry
    ]
    return {
        "samples_per_second": clock.samples_per_second(len(rows), job["training"]["batch_size"]),
        "train_seconds": time.perf_counter() - started,
        "steps": trainer.state.global_step,
        "epochs": epochs,
        "best": max(epochs, key=lambda epoch: epoch["accuracy"]),
        "peak_memory_bytes": read_peak_memory(),
        **describe_environment(),
    }


def build_model(job: TrainJob) -> BertForSequenceClassification:
    model, task = job["model"], job["task"]
    if task["kind"] != "classification":
        raise SystemExit(f"task {task['kind']}: classification alone is supported")
    labels = len(task["labels"])
    if model["kind"] == "scratch":
        return BertForSequenceClassification(translate_shape(model, job, labels))
    return BertForSequenceClassification.from_pretrained(
        model["folder"], num_labels=labels, dtype=torch.float32
    )


def translate_shape(shape: ScratchModel, job: TrainJob, labels: int) -> BertConfig:
    return BertConfig(
        vocab_size=job["vocabulary"]["size"],
        hidden_size=shape["hidden_size"],
        num_hidden_layers=shape["layers"],
        num_attention_heads=shape["heads"],
        intermediate_size=shape["intermediate_size"],
        max_position_embeddings=shape["max_positions"],
        hidden_dropout_prob=shape["dropout"],
        attention_probs_dropout_prob=shape["attention_dropout"],
        initializer_range=shape["initializer_range"],
        pad_token_id=job["vocabulary"]["pad_token_id"],
        id2label={index: f"LABEL_{index}" for index in range(labels)},
    )


def translate_arguments(job: TrainJob, options: Options, folder: str) -> TrainingArguments:
    training = job["training"]
    return TrainingArguments(
        output_dir=folder,
        per_device_train_batch_size=training["batch_size"],
        per_device_eval_batch_size=training["batch_size"],
        train_sampling_strategy=options.sampling,
        learning_rate=training["learning_rate"],
        lr_scheduler_type="linear",
        warmup_steps=training["warmup_ratio"],
        weight_decay=training["weight_decay"],
        max_grad_norm=training["gradient_clip"] or 0.0,
        num_train_epochs=training["epochs"],
        max_steps=options.max_steps,
        bf16=training["precision"] == "bf16",
        fp16=training["precision"] == "fp16",
        torch_compile=training["compile"],
        seed=training["seed"],
        eval_strategy="epoch",
        logging_strategy="epoch",
        save_strategy="no",
        report_to="none",
        disable_tqdm=True,
        use_cpu=not torch.cuda.is_available(),
    )


def make_padder(job: TrainJob) -> PreTrainedTokenizerFast:
    """A tokenizer that can do nothing but pad."""
    vocabulary = {"[PAD]": job["vocabulary"]["pad_token_id"]}
    return PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer(WordLevel(vocabulary, unk_token="[PAD]")), pad_token="[PAD]"
    )


def compute_metrics(prediction: EvalPrediction) -> dict[str, float]:
    answers: NDArray[np.int64] = np.asarray(prediction.predictions).argmax(axis=-1)
    labels: NDArray[np.int64] = np.asarray(prediction.label_ids)
    return {
        "accuracy": float((answers == labels).mean()),
        "macro_f1": float(f1_score(labels, answers, average="macro")),
    }


def read_peak_memory() -> int:
    """Bytes of the card, or of the process where there is none."""
    if torch.cuda.is_available():
        return torch.cuda.max_memory_allocated()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def describe_environment() -> dict[str, Any]:
    cuda = torch.cuda.is_available()
    names = ("torch", "transformers", "accelerate")
    return {
        "device": "cuda:0" if cuda else "cpu",
        "hardware": torch.cuda.get_device_name() if cuda else platform.machine(),
        "libraries": {name: version(name) for name in names},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("job", type=Path)
    parser.add_argument("--sampling", choices=SAMPLING, default="random")
    parser.add_argument("--max-steps", type=int, default=-1)
    parser.add_argument("--skip-steps", type=int, default=2)
    options = parser.parse_args()
    job: TrainJob = json.loads(options.job.read_text("utf-8"))
    result = train(job, Options(options.sampling, options.max_steps, options.skip_steps))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
