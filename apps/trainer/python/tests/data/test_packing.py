from __future__ import annotations

import numpy as np
import pytest
import torch

from kanjo_engine.data.examples import Examples
from kanjo_engine.data.packing import pack


def make_examples(lengths: list[int], second_starts: list[int] | None = None) -> Examples:
    random = np.random.default_rng(0)
    return Examples(
        tokens=random.integers(5, 1000, size=sum(lengths)).astype(np.int32),
        offsets=np.cumsum([0, *lengths]),
        second_starts=np.array(second_starts or lengths, np.int32),
        targets=np.zeros(len(lengths), np.int32),
    )


LENGTHS = np.random.default_rng(5).integers(1, 90, size=40).tolist()


@pytest.mark.parametrize("lengths", [[1], [7], [3, 3, 3], [90, 2], LENGTHS, LENGTHS[:5]])
def test_every_token_is_packed_once_with_its_place_and_its_text(lengths: list[int]) -> None:
    examples = make_examples(lengths)
    rows = np.arange(len(lengths))[::-1].copy()
    batch = pack(examples, rows)
    texts = [examples[int(rows[one])].tolist() for one in batch.order]
    assert batch.input_ids.tolist() == [token for text in texts for token in text]
    assert batch.position_ids.tolist() == [at for text in texts for at in range(len(text))]
    firsts = batch.firsts.tolist()
    assert batch.position_ids[firsts].unique().tolist() == [0]
    assert [len(text) for text in texts] == sorted(lengths, reverse=True)


@pytest.mark.parametrize("lengths", [[5], [90, 2], LENGTHS])
def test_chunks_cover_the_tokens_and_their_grids_hold_each_text_in_a_row(
    lengths: list[int],
) -> None:
    batch = pack(make_examples(lengths), np.arange(len(lengths)))
    ends = [chunk.tokens.stop for chunk in batch.chunks]
    assert [chunk.tokens.start for chunk in batch.chunks] == [0, *ends[:-1]]
    assert ends[-1] == sum(lengths)
    for chunk in batch.chunks:
        grid = torch.full((chunk.texts * chunk.longest,), -1)
        grid[chunk.positions] = batch.position_ids[chunk.tokens]
        rows = grid.reshape(chunk.texts, chunk.longest)
        filled = rows >= 0
        expected = torch.arange(chunk.longest).expand_as(rows)
        assert torch.equal(rows[filled], expected[filled])
        mask = torch.ones_like(filled) if chunk.mask is None else chunk.mask[:, 0, 0]
        assert torch.equal(mask, filled)


def test_the_grids_are_little_padding() -> None:
    batch = pack(make_examples(LENGTHS), np.arange(len(LENGTHS)))
    padded = sum(chunk.texts * chunk.longest for chunk in batch.chunks)
    assert padded < 1.3 * sum(LENGTHS)
    assert len(batch.chunks) <= 8


def test_token_types_tell_the_second_text() -> None:
    batch = pack(make_examples([4, 6], [4, 3]), np.arange(2))
    assert batch.token_type_ids.tolist() == [0, 0, 0, 1, 1, 1, 0, 0, 0, 0]
