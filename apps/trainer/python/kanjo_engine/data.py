"""Token ids from Arrow IPC files, and batches of texts of about the same length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import torch
from numpy.typing import NDArray
from torch import Tensor

from .contract import ScratchModel
from .errors import EngineError
from .job import require_file

# Texts whose lengths differ by less are shuffled among each other.
LENGTH_BUCKET = 4


@dataclass(frozen=True)
class Examples:
    """Text i is `tokens[offsets[i]:offsets[i + 1]]`; the arrays lie in the mapped file."""

    tokens: NDArray[np.int32]
    offsets: NDArray[np.int64]
    labels: NDArray[np.int32]
    # What each token is to say, [tokens, outputs], where a phase teaches tokens.
    token_targets: NDArray[np.float32] | None = None

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> NDArray[np.int32]:
        return self.tokens[self.offsets[index] : self.offsets[index + 1]]

    @property
    def lengths(self) -> NDArray[np.int64]:
        return np.diff(self.offsets)


@dataclass(frozen=True)
class Batch:
    """`input_ids` and `attention_mask` are [texts, longest] int64, `labels` is [texts] int64."""

    input_ids: Tensor
    attention_mask: Tensor
    labels: Tensor
    # [tokens that are no padding, outputs], text after text.
    token_targets: Tensor | None
    token_count: int


def read_examples(path: str, model: ScratchModel, label_count: int) -> Examples:
    """Raises EngineError `data-invalid` or `data-empty` for what the model could not take."""
    table = _map_table(path)
    column = table["input_ids"].combine_chunks()
    offsets = column.offsets.to_numpy().astype(np.int64)
    examples = Examples(
        tokens=column.values.to_numpy(),
        offsets=offsets,
        labels=table["label"].to_numpy(),
    )
    if len(examples) == 0:
        raise EngineError("data-empty", f"{path}: has no texts", "Check the data and the split.")
    _check_range(path, "text length", examples.lengths, 1, model["max_positions"])
    _check_range(path, "token id", examples.tokens, 0, model["vocabulary_size"] - 1)
    _check_range(path, "label", examples.labels, 0, label_count - 1)
    return examples


def _map_table(path: str) -> Any:
    expected = {"input_ids": pa.list_(pa.int32()), "label": pa.int32()}
    try:
        table = pa.ipc.open_file(pa.memory_map(str(require_file(path)))).read_all()
    except pa.ArrowInvalid as error:
        raise EngineError("data-invalid", f"{path}: not an Arrow IPC file: {error}") from error
    for name, wanted in expected.items():
        found = table.schema.field(name).type if name in table.column_names else None
        if found is None or not (found == wanted or _same_list(found, wanted)):
            message = f"{path}: column {name} is {found or 'missing'}, expected {wanted}"
            raise EngineError("data-invalid", message)
        if table[name].null_count:
            raise EngineError("data-invalid", f"{path}: column {name} has nulls")
    return table


def _same_list(found: Any, wanted: Any) -> bool:
    """The name of a list's inner field differs between Arrow's languages and means nothing."""
    return pa.types.is_list(wanted) and pa.types.is_list(found) and found.value_type == pa.int32()


def _check_range(
    path: str, name: str, values: NDArray[np.integer], lowest: int, highest: int
) -> None:
    wrong = values[(values < lowest) | (values > highest)]
    if len(wrong):
        message = f"{path}: {name} {wrong[0]} is out of range, expected {lowest} to {highest}"
        hint = "The data was made for another vocabulary, label set or length: tokenize it again."
        raise EngineError("data-invalid", message, hint)


def shuffled_batches(
    lengths: NDArray[np.int64], batch_size: int, random: np.random.Generator
) -> list[NDArray[np.int64]]:
    """Indices of every text once: grouped by length, so that little is padding, then shuffled."""
    order = random.permutation(len(lengths))
    order = order[np.argsort(lengths[order] // LENGTH_BUCKET, kind="stable")]
    groups = [order[at : at + batch_size] for at in range(0, len(order), batch_size)]
    return [groups[index] for index in random.permutation(len(groups))]


def ordered_batches(lengths: NDArray[np.int64], batch_size: int) -> list[NDArray[np.int64]]:
    order = np.argsort(lengths, kind="stable")
    return [order[at : at + batch_size] for at in range(0, len(order), batch_size)]


def collate(
    examples: Examples, groups: list[NDArray[np.int64]], pad_token_id: int, device: torch.device
) -> Iterator[Batch]:
    """Pads every group to its longest text."""
    for group in groups:
        lengths = examples.lengths[group]
        ids = np.full((len(group), lengths.max()), pad_token_id, dtype=np.int64)
        for row, index in enumerate(group):
            ids[row, : lengths[row]] = examples[index]
        mask = np.arange(ids.shape[1]) < lengths[:, None]
        yield Batch(
            input_ids=torch.from_numpy(ids).to(device),
            attention_mask=torch.from_numpy(mask.astype(np.int64)).to(device),
            labels=torch.from_numpy(examples.labels[group].astype(np.int64)).to(device),
            token_targets=_token_targets(examples, group, device),
            token_count=int(lengths.sum()),
        )


def _token_targets(
    examples: Examples, group: NDArray[np.int64], device: torch.device
) -> Tensor | None:
    targets, offsets = examples.token_targets, examples.offsets
    if targets is None:
        return None
    rows = [targets[offsets[index] : offsets[index + 1]] for index in group]
    return torch.from_numpy(np.concatenate(rows)).to(device)
