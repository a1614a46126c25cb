"""
What the n-grams of a text say about its label, token by token: the teacher of
the n-gram warm start.

It is naive Bayes. An n-gram's weight for a label is the log of its share of all
n-grams in that label's texts, less the mean of that over the labels; it is
spread evenly over the n-gram's tokens. So the evidence of a text is an array
[tokens, labels], and its sum over the tokens is, but for a constant, the logits
of a linear model.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..data.examples import Examples

# What occurs in a single text says which text it is, not which label.
LEAST_TEXTS = 2


@dataclass(frozen=True)
class NgramEvidence:
    """Weights, [labels] each, of n-grams of at most `longest` ordinary tokens."""

    weights: dict[bytes, NDArray[np.float32]]
    longest: int
    special: frozenset[int]
    label_count: int

    def of_examples(self, examples: Examples) -> NDArray[np.float32]:
        """[tokens, labels], the texts one after the other as in `examples.tokens`."""
        evidence = np.zeros((len(examples.tokens), self.label_count), np.float32)
        for index in range(len(examples)):
            offset = examples.offsets[index]
            for name, start, end in ngrams(examples[index], self.longest, self.special):
                weight = self.weights.get(name)
                if weight is not None:
                    evidence[offset + start : offset + end] += weight / (end - start)
        return evidence


def learn_evidence(
    examples: Examples, *, label_count: int, longest: int, special: frozenset[int]
) -> NgramEvidence:
    """Weights are scaled so that the evidence of the training texts has standard deviation 1."""
    counts = count_texts(examples, label_count, longest, special)
    names = [name for name, row in counts.items() if row.sum() >= LEAST_TEXTS]
    smoothed = 1.0 + np.array([counts[name] for name in names]).reshape(-1, label_count)
    log_shares = np.log(smoothed / smoothed.sum(axis=0))
    weights = (log_shares - log_shares.mean(axis=1, keepdims=True)).astype(np.float32)
    unscaled = dict(zip(names, weights, strict=True))
    evidence = NgramEvidence(unscaled, longest, special, label_count)
    deviation = evidence.of_examples(examples).std() or np.float32(1)
    scaled = {name: weight / deviation for name, weight in unscaled.items()}
    return NgramEvidence(scaled, longest, special, label_count)


def count_texts(
    examples: Examples, label_count: int, longest: int, special: frozenset[int]
) -> dict[bytes, NDArray[np.int64]]:
    """For each n-gram the number of texts of each label that have it."""
    counts: dict[bytes, NDArray[np.int64]] = {}
    for index, label in enumerate(examples.targets):
        found = ngrams(examples[index], longest, special)
        for name in dict.fromkeys(name for name, _, _ in found):
            if name not in counts:
                counts[name] = np.zeros(label_count, np.int64)
            counts[name][label] += 1
    return counts


def ngrams(
    tokens: NDArray[np.int32], longest: int, special: frozenset[int]
) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of every n-gram without special tokens, those in `special`."""
    data, width = tokens.tobytes(), tokens.itemsize
    run_start = 0
    for end, token in enumerate(tokens.tolist(), start=1):
        if token in special:
            run_start = end
            continue
        for start in range(max(run_start, end - longest), end):
            yield data[start * width : end * width], start, end
