from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from helpers import CLS, FIRST, MASK, SEP, VOCABULARY_SIZE, separable_texts, vocabulary_shape
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB

from kanjo_engine.data.examples import Examples
from kanjo_engine.objectives.masked_tokens import mask_tokens
from kanjo_engine.objectives.ngram_evidence import learn_evidence, ngrams
from kanjo_engine.objectives.ngram_warm_start import splice_texts

SPECIAL = frozenset(range(FIRST))


def as_examples(texts: list[list[int]], labels: list[int]) -> Examples:
    lengths = np.array([len(text) for text in texts], np.int32)
    return Examples(
        tokens=np.concatenate(texts).astype(np.int32),
        offsets=np.cumsum([0, *lengths]),
        second_starts=lengths,
        targets=np.array(labels, np.int32),
    )


def made_up_examples() -> Examples:
    return as_examples(*separable_texts(80, seed=4))


def test_ngrams_are_runs_of_ordinary_tokens() -> None:
    tokens = np.array([CLS, 7, 8, 1, 9, SEP], np.int32)
    found = {(start, end) for _, start, end in ngrams(tokens, longest=3, special=SPECIAL)}
    assert found == {(1, 2), (2, 3), (1, 3), (4, 5)}


def test_the_sum_of_the_evidence_is_naive_bayes_as_scikit_learn_has_it() -> None:
    examples = made_up_examples()
    evidence = learn_evidence(examples, label_count=2, longest=3, special=SPECIAL)
    texts = ["".join(chr(97 + token) for token in examples[i][1:-1]) for i in range(len(examples))]
    counter = CountVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2)
    counts: Any = counter.fit_transform(texts)
    bayes = MultinomialNB(fit_prior=False).fit(counts > 0, examples.targets)
    expected = counts @ (bayes.feature_log_prob_[1] - bayes.feature_log_prob_[0])
    by_token = evidence.of_examples(examples)
    found = np.add.reduceat(by_token[:, 1] - by_token[:, 0], examples.offsets[:-1])
    scale = np.dot(found, expected) / np.dot(expected, expected)
    np.testing.assert_allclose(found, scale * expected, atol=1e-3)
    assert by_token.std() == pytest.approx(1.0)


def test_evidence_sums_to_zero_over_the_labels_and_is_zero_on_special_tokens() -> None:
    texts, labels = separable_texts(60, seed=5)
    examples = as_examples(texts, [(label + index) % 3 for index, label in enumerate(labels)])
    by_token = learn_evidence(examples, label_count=3, longest=4, special=SPECIAL).of_examples(
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


def test_masking_follows_80_10_10_and_leaves_special_tokens_alone() -> None:
    torch.manual_seed(0)
    ids = torch.randint(FIRST, VOCABULARY_SIZE, (10_000,))
    ids[:200], ids[-200:] = CLS, SEP
    masked, places = mask_tokens(ids, vocabulary_shape(), 0.3)
    others = torch.ones(len(ids), dtype=torch.bool)
    others[places] = False
    assert int(places.min()) >= 200
    assert int(places.max()) < len(ids) - 200
    assert torch.equal(masked[others], ids[others])
    shares: NDArray[np.float64] = np.array(
        [
            len(places) / (len(ids) - 400),
            (masked[places] == MASK).float().mean(),
            (masked[places] == ids[places]).float().mean(),
        ]
    )
    # Of the tenth drawn at random, 5 of 13 ids are special, whose places stay, and one is the same.
    stay = 0.1 + 0.1 * 6 / 13
    np.testing.assert_allclose(shares, [0.3, 0.8, stay], atol=0.02)
    assert masked[places].max() < VOCABULARY_SIZE
