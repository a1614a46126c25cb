"""Training on a GPU: the engine and Hugging Face's `Trainer` on the same jobs, figures as JSON.

    python3 bench/gpu/training.py --out results
    python3 bench/gpu/training.py --out results --rehearse

BERT-base with random weights on random tokens of WRIME's lengths: batches of 32 rows (exact),
batches of many more tokens (token-budget), bf16 and fp16, with and without `torch.compile`. It
needs Python, torch, transformers, accelerate, pyarrow, scipy and scikit-learn, no network and no
Node. The most important cases come first; those that no time is left for are named as skipped.
`results/gpu.json` is written again after each case, and `pnpm bench gpu --from results/gpu.json
--write` puts it into RESULTS.md. `--rehearse` does all of it in a tiny shape, on any machine.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))

import numpy as np
import torch
from numpy.typing import NDArray

from cases import BATCH_SIZE, LABELS, Case, Plan, make_job, plan_measurement, plan_rehearsal
from processes import CaseError, run_engine, run_trainer
from random_checkpoint import write_checkpoint
from wrime_lengths import measure_padding, write_synthetic

# No case may take the others' time, and none is begun that could not end.
CASE_SECONDS = 120.0
LEAST_SECONDS = 25.0


def measure(plan: Plan, rehearsal: bool, deadline: float) -> Iterator[dict[str, Any]]:
    """All that is known after each case."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report = {**describe_machine(), "rehearsal": rehearsal, **prepare(plan, folder)}
        results: list[dict[str, Any]] = []
        for case in plan.cases:
            results.append(measure_case(case, plan, folder, deadline))
            print(json.dumps(results[-1]), file=sys.stderr)
            yield {**report, "cases": results}


def describe_machine() -> dict[str, Any]:
    cuda = torch.cuda.is_available()
    names = ("torch", "transformers", "accelerate")
    return {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "hardware": torch.cuda.get_device_name() if cuda else "no GPU",
        "memory_bytes": torch.cuda.get_device_properties(0).total_memory if cuda else 0,
        "libraries": {name: version(name) for name in names},
    }


def prepare(plan: Plan, folder: Path) -> dict[str, Any]:
    write_checkpoint(folder / "model", plan.shape, len(LABELS), seed=1)
    lengths = write_rows(plan, folder / "train.arrow", plan.rows, seed=1)
    write_rows(plan, folder / "validation.arrow", plan.validation_rows, seed=2)
    return {
        "shape": asdict(plan.shape),
        "rows": plan.rows,
        "lengths": {
            "mean": float(lengths.mean()),
            "ninetieth": float(np.quantile(lengths, 0.9)),
            "padding": measure_padding(lengths, BATCH_SIZE),
        },
    }


def write_rows(plan: Plan, path: Path, rows: int, seed: int) -> NDArray[np.int64]:
    return write_synthetic(path, rows, len(LABELS), plan.shape.vocabulary_size, seed)


def measure_case(case: Case, plan: Plan, folder: Path, deadline: float) -> dict[str, Any]:
    """The case with its figures, or with the error that is the reason why it has none."""
    seconds = min(CASE_SECONDS, deadline - time.monotonic())
    if seconds < LEAST_SECONDS:
        return {**asdict(case), "error": "skipped: no time was left"}
    output = folder / "output"
    output.mkdir()
    job_file = folder / "job.json"
    job_file.write_text(json.dumps(make_job(case, plan, folder)), "utf-8")
    try:
        if case.runner == "engine":
            return {**asdict(case), **run_engine(job_file, plan.rows, seconds)}
        return {**asdict(case), **run_trainer(job_file, plan.trainer_steps, seconds)}
    except CaseError as error:
        return {**asdict(case), "error": str(error)}
    finally:
        shutil.rmtree(output)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="folder for gpu.json")
    parser.add_argument("--minutes", type=float, default=8.0, help="no case begins later")
    parser.add_argument("--token-budget", type=int, default=16_384, help="tokens of a batch")
    parser.add_argument("--rehearse", action="store_true", help="a tiny shape, on any machine")
    options = parser.parse_args()
    deadline = time.monotonic() + 60 * options.minutes
    if not options.rehearse and not torch.cuda.is_available():
        parser.error("no GPU was found; --rehearse runs without one")
    plan = plan_rehearsal() if options.rehearse else plan_measurement(options.token_budget)
    options.out.mkdir(parents=True, exist_ok=True)
    for report in measure(plan, options.rehearse, deadline):
        (options.out / "gpu.json").write_text(json.dumps(report, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
