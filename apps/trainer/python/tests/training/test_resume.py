"""Going on after an interruption: nothing is lost, and nothing comes out differently."""

from __future__ import annotations

import json
import pydoc
import random
import re
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from helpers import (
    read_weights,
    run_engine,
    run_training,
    separable_texts,
    start_engine,
    stop_after,
    train_job,
    write_arrow,
)

from kanjo_engine.errors import EngineError

NGRAMS = {
    "kind": "ngram-evidence",
    "epochs": 2,
    "learning_rate": 1e-3,
    "longest": 3,
    "layers": 1,
    "splice_probability": 0.5,
}


def make_job(folder: Path, **training: Any) -> Any:
    options = {"epochs": 3, "token_dropout": 0.2, "patience": 2, "warm_start": NGRAMS, **training}
    job = train_job(folder, **options)
    job["checkpoints"] = {"every_steps": 4, "every_seconds": 300.0, "keep": 2}
    return job


def read_metrics(job: Any) -> list[Any]:
    lines = (Path(job["output_dir"]) / "metrics.jsonl").read_text("utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    return [{name: one for name, one in entry.items() if name != "seconds"} for entry in entries]


def count_steps(job: Any) -> int:
    metrics = Path(job["output_dir"]) / "metrics.jsonl"
    return len(metrics.read_text("utf-8").splitlines()) if metrics.is_file() else 0


def kill_after(job: Any, folder: Path, steps: int, with_signal: signal.Signals) -> list[Any]:
    """The events of an engine that is killed once it has logged so many lines in all."""
    engine = start_engine(job, folder)
    assert engine.stdout is not None
    lines: list[str] = []
    while not any('"progress"' in line or '"done"' in line for line in lines):
        lines.append(engine.stdout.readline())
    while engine.poll() is None and count_steps(job) < steps:
        time.sleep(0.001)
    engine.send_signal(with_signal)
    output, _ = engine.communicate()
    return [json.loads(line) for line in [*lines, *output.splitlines()]]


@pytest.mark.parametrize("batching", ["length-grouped", "token-budget"])
def test_a_training_that_is_killed_at_random_steps_ends_with_the_same_bytes(
    tmp_path: Path, batching: str
) -> None:
    kind = {"kind": batching} if batching != "token-budget" else {"kind": batching, "tokens": 150}
    whole = make_job(tmp_path / "whole", batching=kind)
    code, events, stderr = run_engine(whole, tmp_path)
    assert code == 0, stderr
    killed = {**make_job(tmp_path / "killed", batching=kind), "resume": True}
    total = len(read_metrics(whole))
    for steps in sorted(random.Random(batching).sample(range(2, total - 8), 2)):
        events_of_killed = kill_after(killed, tmp_path, steps, signal.SIGKILL)
        assert events_of_killed[-1]["event"] not in ("done", "error")
    code, resumed, stderr = run_engine(killed, tmp_path)
    assert code == 0, stderr
    assert [one["event"] for one in resumed].count("resumed") == 1
    assert read_weights(killed) == read_weights(whole)
    assert read_metrics(killed) == read_metrics(whole)
    expected, found = events[-1]["result"], resumed[-1]["result"]
    assert found["validation"] == expected["validation"]
    assert (found["best_epoch"], found["epochs"]) == (expected["best_epoch"], expected["epochs"])


@pytest.mark.parametrize("with_signal", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_finishes_the_step_keeps_the_state_and_says_how_to_go_on(
    tmp_path: Path, with_signal: signal.Signals
) -> None:
    job = make_job(tmp_path / "job", epochs=200, patience=None)
    events = kill_after(job, tmp_path, 40, with_signal)
    last = events[-1]
    assert (last["event"], last["code"]) == ("error", "interrupted")
    assert "resume" in last["hint"]
    step = int(re.findall(r"step (\d+) of", last["message"])[0])
    newest = max((tmp_path / "job" / "checkpoints").glob("1-*"), key=step_of)
    assert step_of(newest) == step
    assert not (tmp_path / "job" / "checkpoint").exists()


class Crash(BaseException):
    """As if the process ended here."""


CRASHES = [
    ("kanjo_engine.training.checkpoints.digest_file", 5),
    ("kanjo_engine.training.checkpoints.write_signed", 3),
    ("kanjo_engine.training.checkpoints.Checkpoints._remove_old", 4),
    ("kanjo_engine.training.checkpoints.Checkpoints.write_best", 2),
    ("kanjo_engine.training.train.save_checkpoint", 1),
    ("kanjo_engine.training.train.write_result", 1),
]


@pytest.mark.parametrize(("place", "call"), CRASHES)
def test_a_crash_at_any_write_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, call: int
) -> None:
    whole, crashed = make_job(tmp_path / "whole"), make_job(tmp_path / "crashed")
    run_training(whole)
    calls: list[int] = []
    module, name = place.rsplit(".", 1)
    owner = pydoc.locate(module)
    original = getattr(owner, name)

    def crash(*arguments: Any) -> Any:
        calls.append(1)
        if len(calls) == call:
            raise Crash
        return original(*arguments)

    with monkeypatch.context() as patch, pytest.raises(Crash):
        patch.setattr(owner, name, crash)
        run_training(crashed)
    run_training({**crashed, "resume": True})
    assert read_weights(crashed) == read_weights(whole)
    assert read_metrics(crashed) == read_metrics(whole)


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


@pytest.mark.parametrize("name", ["weights.safetensors", "moments.safetensors", "state.json"])
def test_the_newest_broken_checkpoint_is_skipped_for_the_one_before(
    tmp_path: Path, name: str
) -> None:
    whole, broken = make_job(tmp_path / "whole"), make_job(tmp_path / "broken")
    run_training(whole)
    stop_after(broken, epochs=3)
    newest = max((tmp_path / "broken" / "checkpoints").glob("1-*"), key=step_of)
    damage(newest / name)
    _, events = run_training({**broken, "resume": True})
    warnings = [event["message"] for event in events if event["event"] == "warning"]
    assert [newest.name in warning for warning in warnings] == [True]
    assert read_weights(broken) == read_weights(whole)


def step_of(folder: Path) -> int:
    return int(folder.name.split("-")[1])


@pytest.mark.parametrize("pattern", ["*-*/weights.safetensors", "best-*"])
def test_with_all_checkpoints_broken_it_begins_anew_and_says_so(
    tmp_path: Path, pattern: str
) -> None:
    whole, broken = make_job(tmp_path / "whole"), make_job(tmp_path / "broken")
    run_training(whole)
    stop_after(broken, epochs=4)
    damaged = list((tmp_path / "broken" / "checkpoints").glob(pattern))
    for path in damaged:
        damage(path)
    _, events = run_training({**broken, "resume": True})
    warnings = [event for event in events if event["event"] == "warning"]
    assert len(warnings) == 2
    assert damaged
    assert read_weights(broken) == read_weights(whole)


def test_a_run_that_was_moved_goes_on_and_other_data_at_its_place_do_not(tmp_path: Path) -> None:
    whole, moved = make_job(tmp_path / "whole"), make_job(tmp_path / "before")
    run_training(whole)
    stop_after(moved, epochs=3)
    (tmp_path / "before").rename(tmp_path / "after")
    text = json.dumps({**moved, "resume": True})
    moved = json.loads(text.replace(str(tmp_path / "before"), str(tmp_path / "after")))
    _, events = run_training(moved)
    assert [event["event"] for event in events].count("resumed") == 1
    assert read_weights(moved) == read_weights(whole)
    write_arrow(tmp_path / "after" / "train.arrow", *separable_texts(200, seed=99))
    again, events = run_training(moved)
    assert again["best_epoch"] > 0
    assert [event["event"] for event in events].count("epoch") == 5


def test_a_training_begun_anew_forgets_the_result_of_the_one_before(tmp_path: Path) -> None:
    job = make_job(tmp_path / "job")
    run_training(job)
    stop_after(job, epochs=1)
    _, events = run_training({**job, "resume": True})
    assert [event["event"] for event in events].count("epoch") > 1


def test_another_job_does_not_go_on_from_the_checkpoint(tmp_path: Path) -> None:
    job = make_job(tmp_path / "job")
    stop_after(job, epochs=2)
    job["training"]["learning_rate"] *= 2
    with pytest.raises(EngineError, match="of another job") as raised:
        run_training({**job, "resume": True})
    assert raised.value.code == "checkpoint-mismatch"


def test_a_finished_training_is_not_repeated(tmp_path: Path) -> None:
    job = make_job(tmp_path / "job")
    result, _ = run_training(job)
    again, events = run_training({**job, "resume": True})
    assert again == result
    assert events == []


def test_patience_counts_the_epochs_before_the_interruption(tmp_path: Path) -> None:
    options = {"epochs": 30, "patience": 2, "learning_rate": 1e-9, "warm_start": None}
    whole, stopped = make_job(tmp_path / "whole", **options), make_job(tmp_path / "s", **options)
    result, _ = run_training(whole)
    assert result["epochs"] < 30
    assert result["epochs"] == result["best_epoch"] + 2
    stop_after(stopped, epochs=result["epochs"] - 1)
    again, _ = run_training({**stopped, "resume": True})
    assert (again["epochs"], again["best_epoch"]) == (result["epochs"], result["best_epoch"])
