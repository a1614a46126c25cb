"""Reading a job: JSON whose shape is checked against the generated TypedDicts."""

from __future__ import annotations

import json
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints, is_typeddict

from .contract import BaselineJob, ExportJob, Job, TrainJob
from .errors import EngineError

JOB_TYPES: dict[str, type] = {"train": TrainJob, "export": ExportJob, "baseline": BaselineJob}


def read_job(path: Path) -> Job:
    """Raises EngineError `job-invalid` with the first place that does not fit the contract."""
    try:
        job: Any = json.loads(require_file(path).read_text(encoding="utf-8"))
    except ValueError as error:
        raise EngineError("job-invalid", f"{path}: not JSON: {error}") from error
    kind = job.get("kind") if isinstance(job, dict) else None
    if kind not in JOB_TYPES:
        raise EngineError("job-invalid", f"kind is {kind!r}, expected one of {list(JOB_TYPES)}")
    check_shape(job, JOB_TYPES[kind], "job")
    return cast(Job, job)


def require_file(path: str | Path) -> Path:
    if not Path(path).is_file():
        hint = "Check the path, or run the step that writes the file again."
        raise EngineError("file-not-found", f"{path}: no such file", hint)
    return Path(path)


def check_shape(value: Any, expected: Any, place: str) -> None:
    """Structural check of parsed JSON against a TypedDict, Literal, list, union or plain type."""
    origin, arguments = get_origin(expected), get_args(expected)
    if is_typeddict(expected):
        _check_object(value, get_type_hints(expected), place)
    elif origin is Literal:
        _require(value in arguments, value, " or ".join(map(repr, arguments)), place)
    elif origin in (Union, UnionType):
        _check_union(value, arguments, place)
    elif origin is dict:
        _require(isinstance(value, dict), value, "an object", place)
    elif origin is list:
        _require(isinstance(value, list), value, "a list", place)
        for index, item in enumerate(value):
            check_shape(item, arguments[0], f"{place}[{index}]")
    else:
        accepted = (int, float) if expected is float else (expected,)
        _require(type(value) in accepted, value, expected.__name__, place)


def _check_object(value: Any, fields: dict[str, Any], place: str) -> None:
    _require(isinstance(value, dict), value, "an object", place)
    for key in [*fields, *value]:
        if key not in value or key not in fields:
            problem = "missing" if key not in value else "unknown"
            raise EngineError("job-invalid", f"{place}.{key} is {problem}")
    for key, expected in fields.items():
        check_shape(value[key], expected, f"{place}.{key}")


def _check_union(value: Any, members: tuple[Any, ...], place: str) -> None:
    """Null, an object of the given kind, or whatever else is left."""
    if value is None and type(None) in members:
        return
    kinds = {_kind_of(one): one for one in members if _kind_of(one) is not None}
    if kinds:
        kind = value.get("kind") if isinstance(value, dict) else None
        _require(kind in kinds, kind, " or ".join(map(repr, kinds)), f"{place}.kind")
        check_shape(value, kinds[kind], place)
        return
    others = [one for one in members if one is not type(None)]
    lists = [one for one in others if get_origin(one) is list]
    candidates = lists if isinstance(value, list) and lists else others
    check_shape(value, candidates[0], place)


def _kind_of(member: Any) -> str | None:
    """What an object's field `kind` has to be, where it has one."""
    hints = get_type_hints(member) if is_typeddict(member) else {}
    return get_args(hints["kind"])[0] if "kind" in hints else None


def _require(holds: bool, value: Any, expected: str, place: str) -> None:
    if not holds:
        raise EngineError("job-invalid", f"{place} is {value!r}, expected {expected}")
