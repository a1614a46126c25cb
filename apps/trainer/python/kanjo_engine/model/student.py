"""
Starts a student as a cut of its teacher: evenly chosen layers (as TinyBERT maps
them, Jiao et al. 2020), and of each the units that matter most.

Hidden units are the same in all layers, because residuals add them up; those
stay that the layers read with the largest weights. Heads, features within a head
and units of the feed-forward network are chosen layer by layer, by the norms of
what goes in times what comes out. Where the shapes are equal all units are
chosen, in order, and the student is its teacher.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from ..errors import EngineError
from .layers import Layer, Residual
from .self_attention import SelfAttention
from .task_model import TaskModel, TextClassifier


@torch.no_grad()
def start_from_teacher(student: TaskModel, teacher: TaskModel) -> None:
    """Raises EngineError `job-invalid` for a student that is wider or deeper than its teacher."""
    _require_fit(student, teacher)
    units = choose_hidden_units(teacher, student.shape.hidden_size)
    _cut_embeddings(student, teacher, units)
    source = teacher.bert.list_layers()
    chosen = choose_layers(teacher.shape.layers, student.shape.layers)
    for layer, number in zip(student.bert.list_layers(), chosen, strict=True):
        _cut_layer(layer, source[number], units)
    _cut_head(student, teacher, units)


def choose_layers(teacher_layers: int, student_layers: int) -> list[int]:
    """For each student layer the teacher's, from 0; the last is always chosen."""
    return [(layer + 1) * teacher_layers // student_layers - 1 for layer in range(student_layers)]


def choose_hidden_units(teacher: TaskModel, count: int) -> Tensor:
    """The `count` hidden units that the layers read the most, ascending."""
    embeddings = teacher.bert.embeddings
    scale = embeddings.LayerNorm.weight.square()
    importance = torch.zeros_like(scale)
    for layer in teacher.bert.list_layers():
        attention = layer.attention.self
        for reader in (attention.query, attention.key, attention.value):
            importance += _column_norms(reader.weight) * scale
        scale = layer.attention.output.LayerNorm.weight.square()
        importance += _column_norms(layer.intermediate.dense.weight) * scale
        scale = layer.output.LayerNorm.weight.square()
    return _choose_largest(importance, count)


def _require_fit(student: TaskModel, teacher: TaskModel) -> None:
    own, other = student.shape, teacher.shape
    pairs = {
        "hidden_size": (own.hidden_size, other.hidden_size),
        "layers": (own.layers, other.layers),
        "heads": (own.heads, other.heads),
        "head size": (own.head_size, other.head_size),
        "intermediate_size": (own.intermediate_size, other.intermediate_size),
        "max_positions": (own.max_positions, other.max_positions),
    }
    for name, (wanted, found) in pairs.items():
        if wanted > found:
            message = f"the student's {name} is {wanted}, the teacher's only {found}"
            hint = "Make the student smaller, or set start_from_teacher to false."
            raise EngineError("job-invalid", message, hint)
    if own.vocabulary_size != other.vocabulary_size:
        message = (
            f"the student's vocabulary has {own.vocabulary_size} tokens,"
            f" the teacher's {other.vocabulary_size}"
        )
        raise EngineError("job-invalid", message, "Give the student its teacher's tokenizer.")


def _cut_embeddings(student: TaskModel, teacher: TaskModel, units: Tensor) -> None:
    own, other = student.bert.embeddings, teacher.bert.embeddings
    pairs = (
        (own.word_embeddings, other.word_embeddings),
        (own.position_embeddings, other.position_embeddings),
        (own.token_type_embeddings, other.token_type_embeddings),
    )
    for target, source in pairs:
        target.weight.copy_(source.weight[: len(target.weight), units])
    _cut_norm(own.LayerNorm, other.LayerNorm, units)


def _cut_layer(target: Layer, source: Layer, units: Tensor) -> None:
    attention, other = target.attention, source.attention
    matching, carrying = _choose_features(attention.self, other.self, other.output)
    _cut_linear(attention.self.query, other.self.query, matching, units)
    _cut_linear(attention.self.key, other.self.key, matching, units)
    _cut_linear(attention.self.value, other.self.value, carrying, units)
    _cut_residual(attention.output, other.output, units, carrying)
    wide, narrow = source.intermediate.dense, source.output.dense
    importance = _row_norms(wide.weight) * _column_norms(narrow.weight)
    inner = _choose_largest(importance, target.intermediate.dense.out_features)
    _cut_linear(target.intermediate.dense, wide, inner, units)
    _cut_residual(target.output, source.output, units, inner)


def _choose_features(
    target: SelfAttention, source: SelfAttention, output: Residual
) -> tuple[Tensor, Tensor]:
    """Rows of query and key, and rows of value: [student's hidden size] each."""
    matches = _row_norms(source.query.weight) * _row_norms(source.key.weight)
    carries = _row_norms(source.value.weight) * _column_norms(output.dense.weight)
    by_head = carries.view(source.heads, -1)
    heads = _choose_largest(by_head.sum(dim=1), target.heads)
    width = target.query.out_features // target.heads
    return (
        _choose_within(matches.view(source.heads, -1), heads, width),
        _choose_within(by_head, heads, width),
    )


def _choose_within(importance: Tensor, heads: Tensor, width: int) -> Tensor:
    """The `width` largest of each chosen head, as indices into the flattened [heads, features]."""
    size = importance.shape[1]
    return torch.cat(
        [head * size + _choose_largest(importance[head], width) for head in heads.tolist()]
    )


def _cut_head(student: TaskModel, teacher: TaskModel, units: Tensor) -> None:
    if not isinstance(student, TextClassifier) or not isinstance(teacher, TextClassifier):
        return
    if student.bert.pooler is not None and teacher.bert.pooler is not None:
        _cut_linear(student.bert.pooler.dense, teacher.bert.pooler.dense, units, units)
    if student.classifier.out_features == teacher.classifier.out_features:
        labels = torch.arange(teacher.classifier.out_features)
        _cut_linear(student.classifier, teacher.classifier, labels, units)


def _cut_residual(target: Residual, source: Residual, rows: Tensor, columns: Tensor) -> None:
    _cut_linear(target.dense, source.dense, rows, columns)
    _cut_norm(target.LayerNorm, source.LayerNorm, rows)


def _cut_linear(target: nn.Linear, source: nn.Linear, rows: Tensor, columns: Tensor) -> None:
    target.weight.copy_(source.weight[rows][:, columns])
    target.bias.copy_(source.bias[rows])


def _cut_norm(target: nn.LayerNorm, source: nn.LayerNorm, units: Tensor) -> None:
    target.weight.copy_(source.weight[units])
    target.bias.copy_(source.bias[units])


def _choose_largest(importance: Tensor, count: int) -> Tensor:
    return importance.topk(count).indices.sort().values


def _row_norms(weight: Tensor) -> Tensor:
    return weight.square().sum(dim=1)


def _column_norms(weight: Tensor) -> Tensor:
    return weight.square().sum(dim=0)
