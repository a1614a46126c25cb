"""Token ids and targets of a split, from an Arrow IPC file that is mapped and not read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..contract import Task
from ..errors import EngineError
from ..job import require_file

Rows = NDArray[np.int64]

# Columns besides `input_ids` and `second_start`, by kind of task.
TARGET_COLUMNS: dict[str, dict[str, Any]] = {
    "classification": {"label": pa.int32()},
    "multiple-choice": {"label": pa.int32()},
    "regression": {"target": pa.float32()},
    "span": {"start": pa.int32(), "end": pa.int32()},
    "masked-language-model": {},
}
NO_LABEL = -1


@dataclass(frozen=True)
class Examples:
    """
    Row i has the ids `tokens[offsets[i]:offsets[i + 1]]`, of which those from
    `second_starts[i]` on are the second text's. `rows_per_example` rows in a row
    are one example. `targets` has a row a row: [rows] labels or numbers, or
    [rows, 2] with start and end.
    """

    tokens: NDArray[np.int32]
    offsets: NDArray[np.int64]
    second_starts: NDArray[np.int32]
    targets: NDArray[Any]
    rows_per_example: int = 1
    # What each token is to say, [tokens, outputs], where a phase teaches tokens.
    token_targets: NDArray[np.float32] | None = None

    @property
    def row_count(self) -> int:
        return len(self.offsets) - 1

    def __len__(self) -> int:
        return self.row_count // self.rows_per_example

    def __getitem__(self, row: int) -> NDArray[np.int32]:
        return self.tokens[self.offsets[row] : self.offsets[row + 1]]

    @cached_property
    def row_lengths(self) -> NDArray[np.int64]:
        return np.diff(self.offsets)

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """Tokens of each example, all its rows together."""
        return self.row_lengths.reshape(-1, self.rows_per_example).sum(axis=1)

    def rows_of(self, examples: Rows) -> Rows:
        within = np.arange(self.rows_per_example)
        return (examples[:, None] * self.rows_per_example + within).reshape(-1)


def read_examples(path: str, task: Task, *, vocabulary_size: int, max_positions: int) -> Examples:
    """Raises EngineError `data-invalid` or `data-empty` for what the model could not take."""
    columns = TARGET_COLUMNS[task["kind"]]
    table = _map_table(path, {"second_start": pa.int32(), **columns})
    targets = [table[name].to_numpy() for name in columns]
    rows_per_example = task["choices"] if task["kind"] == "multiple-choice" else 1
    examples = replace(
        _read_rows(table),
        second_starts=table["second_start"].to_numpy(),
        rows_per_example=rows_per_example,
    )
    if targets:
        examples = replace(examples, targets=_join(targets))
    _check_rows(path, examples, vocabulary_size, max_positions)
    _check_targets(path, examples, task)
    return examples


def read_unlabelled(path: str, *, vocabulary_size: int, max_positions: int) -> Examples:
    """Texts alone: their label is `NO_LABEL`."""
    examples = _read_rows(_map_table(path, {}))
    _check_rows(path, examples, vocabulary_size, max_positions)
    return examples


def join_examples(first: Examples, second: Examples) -> Examples:
    """The rows of both, copied; for tasks with one row an example."""
    return Examples(
        tokens=np.concatenate([first.tokens, second.tokens]),
        offsets=np.concatenate([first.offsets, second.offsets[1:] + first.offsets[-1]]),
        second_starts=np.concatenate([first.second_starts, second.second_starts]),
        targets=np.concatenate([first.targets, second.targets]),
    )


def _read_rows(table: Any) -> Examples:
    column = table["input_ids"]
    # One chunk is mapped as it is, several have to be joined.
    column = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    offsets = column.offsets.to_numpy().astype(np.int64)
    return Examples(
        tokens=column.values.to_numpy()[offsets[0] : offsets[-1]]
        if len(column)
        else np.zeros(0, np.int32),
        offsets=offsets - offsets[0] if len(column) else np.zeros(1, np.int64),
        second_starts=np.diff(offsets).astype(np.int32),
        targets=np.full(max(0, len(offsets) - 1), NO_LABEL, np.int32),
    )


def _join(columns: list[NDArray[Any]]) -> NDArray[Any]:
    return columns[0] if len(columns) == 1 else np.stack(columns, axis=1)


def _map_table(path: str, columns: dict[str, Any]) -> Any:
    try:
        table = pa.ipc.open_file(pa.memory_map(str(require_file(path)))).read_all()
    except pa.ArrowInvalid as error:
        raise EngineError("data-invalid", f"{path}: not an Arrow IPC file: {error}") from error
    for name, wanted in {"input_ids": pa.list_(pa.int32()), **columns}.items():
        found = table.schema.field(name).type if name in table.column_names else None
        if found is None or not (found == wanted or _is_same_list(found, wanted)):
            message = f"{path}: column {name} is {found or 'missing'}, expected {wanted}"
            raise EngineError("data-invalid", message)
        if table[name].null_count:
            raise EngineError("data-invalid", f"{path}: column {name} has nulls")
    return table


def _is_same_list(found: Any, wanted: Any) -> bool:
    """The name of a list's inner field differs between Arrow's languages and means nothing."""
    return pa.types.is_list(wanted) and pa.types.is_list(found) and found.value_type == pa.int32()


def _check_rows(path: str, examples: Examples, vocabulary_size: int, max_positions: int) -> None:
    if examples.row_count == 0:
        raise EngineError("data-empty", f"{path}: has no texts", "Check the data and the split.")
    _check_range(path, "text length", examples.row_lengths, 1, max_positions)
    _check_range(path, "token id", examples.tokens, 0, vocabulary_size - 1)
    if np.any(examples.second_starts > examples.row_lengths):
        raise EngineError("data-invalid", f"{path}: a second text starts behind its row's end")


def _check_targets(path: str, examples: Examples, task: Task) -> None:
    if task["kind"] == "classification":
        _check_range(path, "label", examples.targets, 0, len(task["labels"]) - 1)
    elif task["kind"] == "multiple-choice":
        _check_range(path, "label", examples.targets, 0, task["choices"] - 1)
        if examples.row_count % task["choices"]:
            message = f"{path}: {examples.row_count} rows are no multiple of {task['choices']}"
            raise EngineError("data-invalid", f"{message} choices", "Tokenize the data again.")
    elif task["kind"] == "regression":
        if not np.isfinite(examples.targets).all():
            raise EngineError("data-invalid", f"{path}: a target is not finite")
    elif task["kind"] == "span":
        _check_spans(path, examples)


def _check_spans(path: str, examples: Examples) -> None:
    starts, ends = examples.targets.T
    wrong = np.flatnonzero((starts < 0) | (ends < starts) | (ends >= examples.row_lengths))
    if len(wrong):
        row = int(wrong[0])
        message = f"{path}: row {row}: answer {starts[row]} to {ends[row]} is not in its row"
        raise EngineError("data-invalid", message, "Tokenize the data again.")


def _check_range(
    path: str, name: str, values: NDArray[np.integer], lowest: int, highest: int
) -> None:
    wrong = values[(values < lowest) | (values > highest)]
    if len(wrong):
        message = f"{path}: {name} {wrong[0]} is out of range, expected {lowest} to {highest}"
        hint = "The data was made for another vocabulary, label set or length: tokenize it again."
        raise EngineError("data-invalid", message, hint)
