"""What a finished training leaves: its result, and the logits of the validation rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..contract import TrainResult
from ..files import write_file

NAME = "train-result.json"


def read_result(folder: Path, fingerprint: str) -> TrainResult | None:
    """The result of the same job, where it is finished already."""
    path = folder / NAME
    if not path.is_file():
        return None
    kept: Any = json.loads(path.read_text("utf-8"))
    return kept["result"] if kept["fingerprint"] == fingerprint else None


def write_result(folder: Path, fingerprint: str, result: TrainResult) -> None:
    text = json.dumps({"fingerprint": fingerprint, "result": result}, indent=2)
    write_file(folder / NAME, lambda partial: partial.write_text(text, "utf-8"))


def remove_result(folder: Path) -> None:
    (folder / NAME).unlink(missing_ok=True)


def write_logits(path: Path, logits: list[NDArray[np.float32]]) -> None:
    """Arrow IPC, column `logits`: list of float32, one row a validation row."""
    table = pa.table({"logits": pa.array(logits, pa.list_(pa.float32()))})
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
