"""A student begins as its teacher's cut."""

from __future__ import annotations

import pytest
import torch
from model_helpers import make_examples, make_model, pack_all
from torch import Tensor

from kanjo_engine.errors import EngineError
from kanjo_engine.model.share_encoder import share_encoder
from kanjo_engine.model.student import choose_layers, start_from_teacher
from kanjo_engine.model.task_model import TaskModel

BATCH = pack_all(make_examples([12, 7, 3]))


@pytest.mark.parametrize(
    ("teacher", "student", "expected"),
    [
        (12, 6, [1, 3, 5, 7, 9, 11]),
        (12, 12, list(range(12))),
        (12, 4, [2, 5, 8, 11]),
        (12, 5, [1, 3, 6, 8, 11]),
        (3, 1, [2]),
    ],
)
def test_layers_are_chosen_evenly(teacher: int, student: int, expected: list[int]) -> None:
    assert choose_layers(teacher, student) == expected


def test_a_student_of_the_same_shape_is_its_teacher() -> None:
    student, teacher = make_model("classification", 1), make_model("classification", 2)
    start_from_teacher(student, teacher)
    for name, tensor in teacher.state_dict().items():
        assert torch.equal(student.state_dict()[name], tensor)


def test_a_shallow_student_has_the_chosen_layers() -> None:
    student, teacher = make_model("classification", 1, layers=1), make_model("classification", 2)
    start_from_teacher(student, teacher)
    own, last = student.bert.list_layers()[0], teacher.bert.list_layers()[2]
    for name, tensor in last.state_dict().items():
        assert torch.equal(own.state_dict()[name], tensor)


ODD = torch.arange(1, 40, 2)
SECOND_AND_LAST_HEAD = torch.cat([torch.arange(8, 16), torch.arange(24, 32)])


@pytest.mark.parametrize(
    ("heads", "silent"),
    [(2, SECOND_AND_LAST_HEAD), (4, ODD[:16])],
    ids=["fewer heads", "smaller heads"],
)
def test_units_that_do_nothing_are_those_that_go(heads: int, silent: Tensor) -> None:
    sizes = {"hidden_size": 32, "heads": 4, "intermediate_size": 40}
    teacher = make_model("classification", 2, **sizes)
    student = make_model("classification", 1, hidden_size=16, heads=heads, intermediate_size=20)
    silence_units(teacher, silent)
    start_from_teacher(student, teacher)
    kept = teacher.bert.encoder.state_dict()
    for name, tensor in student.bert.encoder.state_dict().items():
        if tensor.dim() == 2:
            assert torch.equal(tensor.flatten(), kept[name][kept[name] != 0])


@torch.no_grad()
def silence_units(model: TaskModel, silent: Tensor) -> None:
    """Every second hidden unit and inner unit is zero, and the `silent` features of the heads."""
    for layer in model.bert.list_layers():
        attention, output = layer.attention.self, layer.attention.output.dense
        for reader in (attention.query, attention.key, attention.value):
            reader.weight[silent] = 0
            reader.weight[:, ODD[:16]] = 0
        output.weight[ODD[:16]] = 0
        output.weight[:, silent] = 0
        layer.intermediate.dense.weight[ODD] = 0
        layer.intermediate.dense.weight[:, ODD[:16]] = 0
        layer.output.dense.weight[ODD[:16]] = 0
        layer.output.dense.weight[:, ODD] = 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"hidden_size": 30, "heads": 3}, "hidden_size is 30, the teacher's only 24"),
        ({"layers": 4}, "layers is 4, the teacher's only 3"),
        ({"hidden_size": 24, "heads": 2}, "head size is 12, the teacher's only 8"),
        ({"intermediate_size": 41}, "intermediate_size is 41"),
    ],
)
def test_a_student_larger_than_its_teacher_is_refused(
    changes: dict[str, int], message: str
) -> None:
    student, teacher = make_model("classification", **changes), make_model("classification")
    with pytest.raises(EngineError, match=message) as caught:
        start_from_teacher(student, teacher)
    assert caught.value.code == "job-invalid"


def test_a_masked_language_model_trains_the_encoder_it_shares() -> None:
    model = make_model("classification")
    masked = share_encoder(model, 0.15)
    chosen = torch.tensor([1, 4])
    assert masked.predict_masked(BATCH, chosen).shape == (2, 37)
    masked.predict_masked(BATCH, chosen).sum().backward()
    assert all(one.grad is not None for one in model.bert.encoder.parameters())
    with pytest.raises(TypeError, match="no masked-language-model head"):
        model.predict_masked(BATCH, chosen)
