"""Jobs and events, generated from packages/shared/src/contract: `npm run contracts`."""

from __future__ import annotations

from typing import Literal, TypeAlias, TypedDict


class BaselineJob(TypedDict):
    schema_version: Literal[1]
    output_dir: str
    labels: list[str]
    kind: Literal["baseline"]
    train_data: str
    test_data: str


class BaselineResult(TypedDict):
    kind: Literal["baseline"]
    test: EngineMetrics


class DoneEvent(TypedDict):
    event: Literal["done"]
    result: EngineResult


class EngineMetrics(TypedDict):
    count: int
    accuracy: float
    macro_f1: float
    loss: float | None


class EpochEvent(TypedDict):
    event: Literal["epoch"]
    phase: str
    epoch: int
    total_epochs: int
    train_loss: float
    validation: EngineMetrics | None


class ErrorEvent(TypedDict):
    event: Literal["error"]
    code: str
    message: str
    hint: str | None


class ExportJob(TypedDict):
    schema_version: Literal[1]
    output_dir: str
    labels: list[str]
    kind: Literal["export"]
    checkpoint_dir: str


class ExportResult(TypedDict):
    kind: Literal["export"]
    fp32_onnx: str
    onnx: str
    ort: str
    inputs: list[ExportedTensor]
    outputs: list[ExportedTensor]


class ExportedTensor(TypedDict):
    name: str
    type: Literal["int64", "float32"]
    shape: list[str | int]


class MaskedLanguageModelWarmStart(TypedDict):
    kind: Literal["masked-language-model"]
    epochs: int
    learning_rate: float
    mask_probability: float


class NgramWarmStart(TypedDict):
    kind: Literal["ngram-evidence"]
    epochs: int
    learning_rate: float
    longest: int
    layers: int
    splice_probability: float


class ProgressEvent(TypedDict):
    event: Literal["progress"]
    phase: str
    step: int
    total_steps: int
    loss: float | None
    learning_rate: float | None
    tokens_per_second: float | None


class ScratchModel(TypedDict):
    vocabulary_size: int
    pad_token_id: int
    mask_token_id: int
    special_token_count: int
    hidden_size: int
    layers: int
    heads: int
    intermediate_size: int
    max_positions: int
    dropout: float
    initializer_range: float
    neighbour_offsets: list[int]


class StartedEvent(TypedDict):
    event: Literal["started"]
    kind: str
    device: str
    libraries: dict[str, str]


class TrainJob(TypedDict):
    schema_version: Literal[1]
    output_dir: str
    labels: list[str]
    kind: Literal["train"]
    train_data: str
    validation_data: str
    model: ScratchModel
    training: TrainingOptions


Job: TypeAlias = TrainJob | ExportJob | BaselineJob


class TrainResult(TypedDict):
    kind: Literal["train"]
    checkpoint_dir: str
    best_epoch: int
    parameters: int
    train_seconds: float
    validation: EngineMetrics


EngineResult: TypeAlias = TrainResult | ExportResult | BaselineResult


class TrainingOptions(TypedDict):
    epochs: int
    batch_size: int
    learning_rate: float
    warmup_ratio: float
    weight_decay: float
    label_smoothing: float
    token_dropout: float
    gradient_clip: float
    seed: int
    warm_start: WarmStart | None


WarmStart: TypeAlias = MaskedLanguageModelWarmStart | NgramWarmStart


class WarningEvent(TypedDict):
    event: Literal["warning"]
    message: str


EngineEvent: TypeAlias = (
    StartedEvent | ProgressEvent | EpochEvent | WarningEvent | DoneEvent | ErrorEvent
)


Message: TypeAlias = Job | EngineEvent
