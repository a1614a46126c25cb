from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kanjo_engine.baseline import run_baseline
from kanjo_engine.errors import EngineError


def baseline_job(folder: Path, train: list[Any], test: list[Any]) -> Any:
    for name, texts in (("train", train), ("test", test)):
        lines = [one if isinstance(one, str) else json.dumps(one) for one in texts]
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n" * bool(lines), "utf-8")
    return {
        "schema_version": 2,
        "kind": "baseline",
        "output_dir": str(folder),
        "labels": ["negative", "neutral", "positive"],
        "train_data": str(folder / "train.jsonl"),
        "test_data": str(folder / "test.jsonl"),
    }


GOOD = {"text": "とても良い店だった", "label": 2}
BAD = {"text": "二度と行かない", "label": 0}


def test_texts_with_known_words_are_told_apart(tmp_path: Path) -> None:
    test = [{"text": "良い店", "label": 2}, {"text": "もう行かない", "label": 0}]
    result = run_baseline(baseline_job(tmp_path, [GOOD, GOOD, BAD, BAD], test))
    assert result["test"]["scores"]["accuracy"] == 1.0
    assert result["test"]["scores"]["macro_f1"] == 1.0


def test_a_label_that_training_never_saw_counts_as_an_error(tmp_path: Path) -> None:
    test = [GOOD, {"text": "とても", "label": 1}]
    result = run_baseline(baseline_job(tmp_path, [GOOD, GOOD, BAD, BAD], test))
    assert result["test"]["scores"]["accuracy"] == 0.5
    assert (result["test"]["loss"] or 0) > 10


@pytest.mark.parametrize(
    ("train", "message"),
    [
        ([], "has no texts"),
        ([GOOD, GOOD], "all texts have the same label"),
        ([GOOD, "秘密"], r"train\.jsonl:2: expected"),
        ([GOOD, {"text": "秘密"}], r"train\.jsonl:2: expected"),
        ([GOOD, {"text": "秘密", "label": 3}], r"train\.jsonl:2: label 3 is out of range"),
    ],
)
def test_wrong_data_is_refused_without_its_text(
    tmp_path: Path, train: list[Any], message: str
) -> None:
    with pytest.raises(EngineError, match=message) as raised:
        run_baseline(baseline_job(tmp_path, train, [GOOD]))
    assert "秘密" not in str(raised.value)
