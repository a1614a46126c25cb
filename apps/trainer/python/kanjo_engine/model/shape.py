"""What a BERT encoder looks like, and `config.json` as transformers has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from ..contract import ScratchModel, VocabularyShape
from ..errors import EngineError

# Features of BERT's that the encoder has one of; other values are other architectures.
SUPPORTED = {
    "model_type": ("bert", None),
    "hidden_act": ("gelu", "gelu"),
    "position_embedding_type": ("absolute", "absolute"),
    "is_decoder": (False, False),
    "add_cross_attention": (False, False),
}

# By the kind of the task.
PROBLEM_TYPES = {"classification": "single_label_classification", "regression": "regression"}

Number = TypeVar("Number", int, float)


@dataclass(frozen=True)
class BertShape:
    """Sizes and rates of a BERT encoder; dropout rates are probabilities."""

    vocabulary_size: int
    hidden_size: int
    layers: int
    heads: int
    intermediate_size: int
    max_positions: int
    token_types: int
    pad_token_id: int
    dropout: float
    attention_dropout: float
    classifier_dropout: float
    layer_norm_epsilon: float
    initializer_range: float

    @property
    def head_size(self) -> int:
        return self.hidden_size // self.heads


def make_scratch_shape(model: ScratchModel, vocabulary: VocabularyShape) -> BertShape:
    """Raises EngineError `job-invalid` where heads don't divide the hidden size."""
    if model["hidden_size"] % model["heads"]:
        message = f"hidden_size {model['hidden_size']} is no multiple of heads {model['heads']}"
        raise EngineError("job-invalid", message, "Choose 32 or 64 features a head.")
    return BertShape(
        vocabulary_size=vocabulary["size"],
        hidden_size=model["hidden_size"],
        layers=model["layers"],
        heads=model["heads"],
        intermediate_size=model["intermediate_size"],
        max_positions=model["max_positions"],
        token_types=2,
        pad_token_id=vocabulary["pad_token_id"],
        dropout=model["dropout"],
        attention_dropout=model["attention_dropout"],
        classifier_dropout=model["dropout"],
        layer_norm_epsilon=1e-12,
        initializer_range=model["initializer_range"],
    )


def parse_config(config: dict[str, Any], place: str) -> BertShape:
    """Reads a `config.json`; raises EngineError `base-model-unsupported` for other models."""
    for key, (expected, default) in SUPPORTED.items():
        found = config.get(key, default)
        if found != expected:
            message = f"{place}: {key} is {found!r}, expected {expected!r}"
            hint = "Choose a BERT model, such as tohoku-nlp/bert-base-japanese-v3."
            raise EngineError("base-model-unsupported", message, hint)
    dropout = _read_rate(config, "hidden_dropout_prob", 0.1, place)
    shape = BertShape(
        vocabulary_size=_read_size(config, "vocab_size", 30522, place),
        hidden_size=_read_size(config, "hidden_size", 768, place),
        layers=_read_size(config, "num_hidden_layers", 12, place),
        heads=_read_size(config, "num_attention_heads", 12, place),
        intermediate_size=_read_size(config, "intermediate_size", 3072, place),
        max_positions=_read_size(config, "max_position_embeddings", 512, place),
        token_types=_read_size(config, "type_vocab_size", 2, place),
        pad_token_id=_read(config, "pad_token_id", 0, 0, place),
        dropout=dropout,
        attention_dropout=_read_rate(config, "attention_probs_dropout_prob", 0.1, place),
        classifier_dropout=_read_rate(config, "classifier_dropout", dropout, place),
        layer_norm_epsilon=_read(config, "layer_norm_eps", 1e-12, 0.0, place),
        initializer_range=_read(config, "initializer_range", 0.02, 0.0, place),
    )
    if shape.hidden_size % shape.heads or shape.pad_token_id >= shape.vocabulary_size:
        message = (
            f"{place}: hidden_size {shape.hidden_size} with {shape.heads} heads and pad_token_id"
            f" {shape.pad_token_id} of {shape.vocabulary_size} do not fit together"
        )
        raise EngineError("base-model-unsupported", message)
    return shape


def make_config(shape: BertShape) -> dict[str, Any]:
    """The keys of transformers' BertConfig."""
    return {
        "model_type": "bert",
        "hidden_act": "gelu",
        "vocab_size": shape.vocabulary_size,
        "hidden_size": shape.hidden_size,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.intermediate_size,
        "max_position_embeddings": shape.max_positions,
        "type_vocab_size": shape.token_types,
        "pad_token_id": shape.pad_token_id,
        "hidden_dropout_prob": shape.dropout,
        "attention_probs_dropout_prob": shape.attention_dropout,
        "classifier_dropout": shape.classifier_dropout,
        "layer_norm_eps": shape.layer_norm_epsilon,
        "initializer_range": shape.initializer_range,
        "tie_word_embeddings": True,
    }


def _read_size(config: dict[str, Any], key: str, default: int, place: str) -> int:
    return _read(config, key, default, 1, place)


def _read_rate(config: dict[str, Any], key: str, default: float, place: str) -> float:
    rate = _read(config, key, default, 0.0, place)
    if rate >= 1:
        raise EngineError("base-model-unsupported", f"{place}: {key} is {rate}, expected below 1")
    return rate


def _read(config: dict[str, Any], key: str, default: Number, least: Number, place: str) -> Number:
    found = config.get(key)
    if found is None:
        return default
    wanted = int if isinstance(default, int) else (int, float)
    if isinstance(found, bool) or not isinstance(found, wanted) or not found >= least:
        message = f"{place}: {key} is {found!r}, expected a number of at least {least}"
        raise EngineError("base-model-unsupported", message)
    return type(default)(found)
