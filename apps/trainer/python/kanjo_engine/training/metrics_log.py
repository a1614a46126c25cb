"""
What was measured on the way: `metrics.jsonl` with one object a step and one an
epoch, and event files for TensorBoard. A training that goes on continues both
behind its checkpoint.
"""

from __future__ import annotations

import json
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..events import Emit
from ..files import write_file


class MetricsLog:
    def __init__(self, folder: Path, emit: Emit) -> None:
        self.path = folder / "metrics.jsonl"
        self.board_folder = folder / "tensorboard"
        self.emit = emit
        self.file: Any = None
        self.board: Any = None

    def open(self, steps_done: dict[str, int]) -> None:
        """Drops what was written behind these steps of the phases; without any, everything."""
        kept = keep_done(self.path, steps_done)
        write_file(self.path, lambda partial: partial.write_text("".join(kept), "utf-8"))
        self.file = self.path.open("a", encoding="utf-8")
        if not kept:
            shutil.rmtree(self.board_folder, ignore_errors=True)
        self.board = _open_board(self.board_folder, sum(steps_done.values()), self.emit)

    def log_step(self, entry: dict[str, Any], step_of_board: int) -> None:
        self._write(entry)
        if self.board is not None:
            for name in ("loss", "learning_rate", "gradient_norm"):
                if entry[name] is not None:
                    self.board.add_scalar(f"{entry['phase']}/{name}", entry[name], step_of_board)

    def log_epoch(self, entry: dict[str, Any], step_of_board: int) -> None:
        self._write(entry)
        if self.board is not None and entry["validation"] is not None:
            validation = entry["validation"]
            for name, value in {"loss": validation["loss"], **validation["scores"]}.items():
                self.board.add_scalar(f"validation/{name}", value, step_of_board)
            self.board.flush()

    def close(self) -> None:
        for one in (self.file, self.board):
            if one is not None:
                one.close()

    def _write(self, entry: dict[str, Any]) -> None:
        self.file.write(json.dumps(entry) + "\n")
        self.file.flush()


def keep_done(path: Path, steps_done: dict[str, int]) -> list[str]:
    """Lines of steps that are done; a line that was cut off is not."""
    if not path.is_file():
        return []
    kept: list[str] = []
    for line in path.read_text("utf-8").splitlines(keepends=True):
        try:
            entry = json.loads(line)
        except ValueError:
            break
        if entry["step"] <= steps_done.get(entry["phase"], 0):
            kept.append(line)
    return kept


def _open_board(folder: Path, step: int, emit: Emit) -> Any:
    if find_spec("tensorboardX") is None:
        message = "tensorboardX is not installed: no event files for TensorBoard are written"
        emit({"event": "warning", "message": message})
        return None
    from tensorboardX import SummaryWriter

    # Two files of one second would have one name without the suffix.
    purged = step + 1 if step > 0 else None
    return SummaryWriter(str(folder), purge_step=purged, filename_suffix=f".{step}")
