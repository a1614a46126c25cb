"""What is measured on a GPU, the most important first, and the engine's job for each case."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from random_checkpoint import Shape

if TYPE_CHECKING:
    from kanjo_engine.contract import (
        Batching,
        Precision,
        RandomBatches,
        TokenBudgetBatches,
        TrainingOptions,
        TrainJob,
    )

LABELS = ["negative", "positive"]
BATCH_SIZE = 32


@dataclass(frozen=True)
class Case:
    runner: Literal["engine", "trainer"]
    precision: Precision
    compile: bool
    # Tokens of a batch; None: 32 rows drawn at random.
    token_budget: int | None


@dataclass(frozen=True)
class Plan:
    shape: Shape
    rows: int
    validation_rows: int
    # Of Hugging Face's Trainer; the engine goes over all rows.
    trainer_steps: int
    cases: list[Case]


def plan_measurement(token_budget: int) -> Plan:
    """Sixty thousand rows are three epochs of WRIME."""
    cases = [
        Case("engine", "bf16", False, None),
        Case("trainer", "bf16", False, None),
        Case("engine", "bf16", False, token_budget),
        Case("engine", "bf16", True, None),
        Case("engine", "bf16", True, token_budget),
        Case("trainer", "fp16", False, None),
        Case("engine", "fp16", False, None),
        Case("engine", "fp16", False, token_budget),
    ]
    return Plan(Shape(), rows=60_000, validation_rows=1_608, trainer_steps=400, cases=cases)


def plan_rehearsal() -> Plan:
    cases = [
        Case("engine", "fp32", False, None),
        Case("trainer", "fp32", False, None),
        Case("engine", "bf16", False, 2048),
    ]
    shape = Shape(layers=2, hidden_size=64, vocabulary_size=1000)
    return Plan(shape, rows=640, validation_rows=64, trainer_steps=10, cases=cases)


def make_job(case: Case, plan: Plan, folder: Path) -> TrainJob:
    return {
        "schema_version": 3,
        "kind": "train",
        "output_dir": str(folder / "output"),
        "task": {"kind": "classification", "labels": LABELS},
        "train_data": str(folder / "train.arrow"),
        "validation_data": str(folder / "validation.arrow"),
        "unlabelled_data": None,
        "vocabulary": {
            "size": plan.shape.vocabulary_size,
            "pad_token_id": 0,
            "mask_token_id": 4,
            "special_token_ids": [0, 1, 2, 3, 4],
        },
        "model": {
            "kind": "pretrained",
            "folder": str(folder / "model"),
            "allow_pickle": False,
            "lora": None,
        },
        "training": make_options(case),
        "distillation": None,
        "checkpoints": {"every_steps": None, "every_seconds": 3600.0, "keep": 1},
        "resume": False,
    }


def make_options(case: Case) -> TrainingOptions:
    return {
        "epochs": 1,
        "batch_size": BATCH_SIZE,
        "batching": make_batching(case),
        "gradient_accumulation": 1,
        "learning_rate": 2e-5,
        "warmup_ratio": 0.1,
        "weight_decay": 0.0,
        "label_smoothing": 0.0,
        "class_weights": None,
        "token_dropout": 0.0,
        "gradient_clip": 1.0,
        "precision": case.precision,
        "compile": case.compile,
        "patience": None,
        "seed": 42,
        "warm_start": None,
    }


def make_batching(case: Case) -> Batching:
    if case.token_budget is None:
        random: RandomBatches = {"kind": "random"}
        return random
    budget: TokenBudgetBatches = {"kind": "token-budget", "tokens": case.token_budget}
    return budget
