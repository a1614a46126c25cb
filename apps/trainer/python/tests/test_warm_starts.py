from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from helpers import CLS, FIRST, SEP, VOCABULARY_SIZE, model_shape, separable_texts
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB

from kanjo_engine.data import Batch, Examples
from kanjo_engine.masked_language_model import mask_tokens
from kanjo_engine.ngram_evidence import learn_evidence, ngrams
from kanjo_engine.ngram_warm_start import splice_texts
from kanjo_engine.train import build_model


def as_examples(texts: list[list[int]], labels: list[int]) -> Examples:
    offsets = np.cumsum([0, *map(len, texts)])
    return Examples(np.concatenate(texts).astype(np.int32), offsets, np.array(labels, np.int32))


def made_up_examples() -> Examples:
    return as_examples(*separable_texts(80, seed=4))


def test_ngrams_are_runs_of_ordinary_tokens() -> None:
    tokens = np.array([CLS, 7, 8, 1, 9, SEP], np.int32)
    found = {(start, end) for _, start, end in ngrams(tokens, longest=3, first_ordinary=FIRST)}
    assert found == {(1, 2), (2, 3), (1, 3), (4, 5)}


def test_the_sum_of_the_evidence_is_naive_bayes_as_scikit_learn_has_it() -> None:
    examples = made_up_examples()
    evidence = learn_evidence(examples, label_count=2, longest=3, first_ordinary=FIRST)
    texts = ["".join(chr(97 + token) for token in examples[i][1:-1]) for i in range(len(examples))]
    counter = CountVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2)
    counts: Any = counter.fit_transform(texts)
    bayes = MultinomialNB(fit_prior=False).fit(counts > 0, examples.labels)
    expected = counts @ (bayes.feature_log_prob_[1] - bayes.feature_log_prob_[0])
    by_token = evidence.of_examples(examples)
    found = np.add.reduceat(by_token[:, 1] - by_token[:, 0], examples.offsets[:-1])
    scale = np.dot(found, expected) / np.dot(expected, expected)
    np.testing.assert_allclose(found, scale * expected, atol=1e-3)
    assert by_token.std() == pytest.approx(1.0)


def test_evidence_sums_to_zero_over_the_labels_and_is_zero_on_special_tokens() -> None:
    texts, labels = separable_texts(60, seed=5)
    examples = as_examples(texts, [(label + index) % 3 for index, label in enumerate(labels)])
    by_token = learn_evidence(examples, label_count=3, longest=4, first_ordinary=FIRST).of_examples(
        examples
    )
    np.testing.assert_allclose(by_token.sum(axis=1), 0, atol=1e-4)
    assert not by_token[examples.tokens < FIRST].any()


@pytest.mark.parametrize("probability", [0.0, 0.5, 1.0])
def test_spliced_texts_are_no_longer_than_they_were_and_begin_alike(probability: float) -> None:
    examples = made_up_examples()
    spliced = splice_texts(examples, probability, np.random.default_rng(0))
    assert len(spliced) == len(examples)
    assert np.all(spliced.lengths <= examples.lengths)
    assert np.all(spliced.tokens[spliced.offsets[:-1]] == CLS)
    changed = [not np.array_equal(spliced[i], examples[i]) for i in range(len(examples))]
    assert np.mean(changed) <= probability
    assert np.mean(changed) >= probability / 2


@pytest.mark.parametrize("position", [3, 20, 60])
def test_a_neighbour_head_attends_most_to_the_token_at_its_offset(position: int) -> None:
    offsets = [-1, 1, -2, 2]
    shape = model_shape(heads=4, hidden_size=128, max_positions=64, neighbour_offsets=offsets)
    torch.manual_seed(0)
    model = build_model(shape, labels=["negative", "positive"])
    model.set_attn_implementation("eager")
    model.eval()
    ids = torch.randint(FIRST, VOCABULARY_SIZE, (1, 64))
    with torch.no_grad():
        attention = model.bert(ids, output_attentions=True).attentions[0][0]
    most = [int(attention[head, position].argmax()) - position for head in range(4)]
    assert most == offsets


def masking_batch() -> Batch:
    ids = torch.randint(FIRST, VOCABULARY_SIZE, (200, 50))
    ids[:, 0], ids[:, -1] = CLS, 0
    mask = (ids != 0).long()
    return Batch(ids, mask, torch.zeros(200), token_targets=None, token_count=0)


def test_masking_follows_80_10_10_and_leaves_special_tokens_alone() -> None:
    torch.manual_seed(0)
    batch = masking_batch()
    masked, chosen = mask_tokens(batch, model_shape(), 0.3)
    assert not chosen[:, 0].any()
    assert not chosen[:, -1].any()
    assert torch.equal(masked[~chosen], batch.input_ids[~chosen])
    shares: NDArray[np.float64] = np.array(
        [
            chosen[:, 1:-1].float().mean(),
            (masked[chosen] == 4).float().mean(),
            (masked[chosen] == batch.input_ids[chosen]).float().mean(),
        ]
    )
    # One token in eight that is drawn at random is the one that was there.
    np.testing.assert_allclose(shares, [0.3, 0.8, 0.1 + 0.1 / 8], atol=0.02)
    assert masked[chosen].max() < VOCABULARY_SIZE
