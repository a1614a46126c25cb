"""A BERT classifier with random weights, in a folder as the Hub has models.

    python random_checkpoint.py FOLDER
    python random_checkpoint.py FOLDER --layers 3 --hidden-size 128

The shape is that of tohoku-nlp/bert-base-japanese-v3 unless options say otherwise.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from transformers import BertConfig, BertForSequenceClassification, set_seed

FEATURES_A_HEAD = 64
POSITIONS = 512


@dataclass(frozen=True)
class Shape:
    """Heads have 64 features, or 32 below a hidden size of 256, where none are given."""

    layers: int = 12
    hidden_size: int = 768
    vocabulary_size: int = 32_768
    given_heads: int | None = None

    @property
    def heads(self) -> int:
        if self.given_heads is not None:
            return self.given_heads
        return self.hidden_size // (FEATURES_A_HEAD if self.hidden_size >= 256 else 32)


def write_checkpoint(folder: Path, shape: Shape, labels: int, seed: int) -> None:
    set_seed(seed)
    config = BertConfig(
        vocab_size=shape.vocabulary_size,
        hidden_size=shape.hidden_size,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=4 * shape.hidden_size,
        max_position_embeddings=POSITIONS,
        pad_token_id=0,
        id2label={index: f"LABEL_{index}" for index in range(labels)},
    )
    BertForSequenceClassification(config).save_pretrained(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--layers", type=int, default=Shape.layers)
    parser.add_argument("--hidden-size", type=int, default=Shape.hidden_size)
    parser.add_argument("--vocabulary-size", type=int, default=Shape.vocabulary_size)
    parser.add_argument("--heads", type=int, default=None)
    parser.add_argument("--labels", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    sizes = (options.layers, options.hidden_size, options.vocabulary_size)
    shape = Shape(*sizes, given_heads=options.heads)
    write_checkpoint(options.folder, shape, options.labels, options.seed)


if __name__ == "__main__":
    main()
