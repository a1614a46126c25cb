"""Jobs and events, generated from packages/shared/src/contract: `npm run contracts`."""

from __future__ import annotations

from typing import Literal, TypeAlias, TypedDict


class BaselineJob(TypedDict):
    schema_version: Literal[3]
    output_dir: str
    kind: Literal["baseline"]
    labels: list[str]
    train_data: str
    test_data: str


class BaselineResult(TypedDict):
    kind: Literal["baseline"]
    test: EngineMetrics


class CheckpointOptions(TypedDict):
    every_steps: int | None
    every_seconds: float
    keep: int


class ClassificationTask(TypedDict):
    kind: Literal["classification"]
    labels: list[str]


class Distillation(TypedDict):
    teacher: str
    temperature: float
    label_weight: float
    logits_weight: float
    hidden_weight: float
    start_from_teacher: bool


class DoneEvent(TypedDict):
    event: Literal["done"]
    result: EngineResult


class EngineMetrics(TypedDict):
    count: int
    loss: float | None
    primary: str
    scores: dict[str, float]


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
    schema_version: Literal[3]
    output_dir: str
    kind: Literal["export"]
    checkpoint_dir: str
    task: ClassificationTask | RegressionTask
    weights: WeightFormat
    temperature: float
    kept_tokens: list[int] | None


class ExportResult(TypedDict):
    kind: Literal["export"]
    emitter: Literal["graph", "torch"]
    fp32_onnx: str
    onnx: str
    ort: str
    config: str
    inputs: list[ExportedTensor]
    outputs: list[ExportedTensor]


class ExportedTensor(TypedDict):
    name: str
    type: Literal["int64", "float32"]
    shape: list[str | int]


class LengthGroupedBatches(TypedDict):
    kind: Literal["length-grouped"]


class LowRankAdaptation(TypedDict):
    rank: int
    alpha: float
    dropout: float


class MaskedLanguageModelTask(TypedDict):
    kind: Literal["masked-language-model"]
    mask_probability: float


class MaskedLanguageModelWarmStart(TypedDict):
    kind: Literal["masked-language-model"]
    epochs: int
    learning_rate: float
    mask_probability: float


class MultipleChoiceTask(TypedDict):
    kind: Literal["multiple-choice"]
    choices: int


class NgramWarmStart(TypedDict):
    kind: Literal["ngram-evidence"]
    epochs: int
    learning_rate: float
    longest: int
    layers: int
    splice_probability: float


Precision: TypeAlias = Literal["auto", "fp32", "bf16", "fp16"]


class PretrainedModel(TypedDict):
    kind: Literal["pretrained"]
    folder: str
    allow_pickle: bool
    lora: LowRankAdaptation | None


class ProgressEvent(TypedDict):
    event: Literal["progress"]
    phase: str
    step: int
    total_steps: int
    loss: float | None
    learning_rate: float | None
    tokens_per_second: float | None


class RandomBatches(TypedDict):
    kind: Literal["random"]


class RegressionTask(TypedDict):
    kind: Literal["regression"]


class ResumedEvent(TypedDict):
    event: Literal["resumed"]
    phase: str
    step: int


class ScratchModel(TypedDict):
    kind: Literal["scratch"]
    hidden_size: int
    layers: int
    heads: int
    intermediate_size: int
    max_positions: int
    dropout: float
    attention_dropout: float
    initializer_range: float
    neighbour_offsets: list[int]


ModelSource: TypeAlias = ScratchModel | PretrainedModel


class SpanTask(TypedDict):
    kind: Literal["span"]


class StartedEvent(TypedDict):
    event: Literal["started"]
    kind: str
    device: str
    hardware: str
    processes: int
    libraries: dict[str, str]


Task: TypeAlias = (
    ClassificationTask | RegressionTask | MultipleChoiceTask | SpanTask | MaskedLanguageModelTask
)


class TokenBudgetBatches(TypedDict):
    kind: Literal["token-budget"]
    tokens: int


Batching: TypeAlias = RandomBatches | LengthGroupedBatches | TokenBudgetBatches


class TrainJob(TypedDict):
    schema_version: Literal[3]
    output_dir: str
    kind: Literal["train"]
    task: Task
    train_data: str
    validation_data: str
    unlabelled_data: str | None
    vocabulary: VocabularyShape
    model: ModelSource
    training: TrainingOptions
    distillation: Distillation | None
    checkpoints: CheckpointOptions
    resume: bool


Job: TypeAlias = TrainJob | ExportJob | BaselineJob


class TrainResult(TypedDict):
    kind: Literal["train"]
    checkpoint_dir: str
    best_epoch: int
    epochs: int
    parameters: int
    trained_parameters: int
    train_seconds: float
    samples_per_second: float
    peak_memory_bytes: int
    validation: EngineMetrics
    predictions: str


EngineResult: TypeAlias = TrainResult | ExportResult | BaselineResult


class TrainingOptions(TypedDict):
    epochs: int
    batch_size: int
    batching: Batching
    gradient_accumulation: int
    learning_rate: float
    warmup_ratio: float
    weight_decay: float
    label_smoothing: float
    class_weights: Literal["balanced"] | list[float] | None
    token_dropout: float
    gradient_clip: float | None
    precision: Precision
    compile: bool
    patience: int | None
    seed: int
    warm_start: WarmStart | None


class VocabularyShape(TypedDict):
    size: int
    pad_token_id: int
    mask_token_id: int
    special_token_ids: list[int]


WarmStart: TypeAlias = MaskedLanguageModelWarmStart | NgramWarmStart


class WarningEvent(TypedDict):
    event: Literal["warning"]
    message: str


EngineEvent: TypeAlias = (
    StartedEvent | ProgressEvent | EpochEvent | ResumedEvent | WarningEvent | DoneEvent | ErrorEvent
)


Message: TypeAlias = Job | EngineEvent


WeightFormat: TypeAlias = Literal["fp32", "int8", "int4"]
