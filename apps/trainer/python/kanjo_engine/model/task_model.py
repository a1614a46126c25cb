"""An encoder with the head of a task; parameters are named as in transformers."""

from __future__ import annotations

from abc import ABC, abstractmethod

from torch import Tensor, nn
from torch.nn import functional

from ..contract import Task
from ..data.packing import PackedBatch
from .bert import Bert
from .dropout import drop
from .initialization import make_linear
from .shape import BertShape


class TaskModel(nn.Module, ABC):
    """BERT for one task; `architecture` is what transformers calls it."""

    architecture: str

    def __init__(self, shape: BertShape, task: Task, *, with_pooler: bool) -> None:
        super().__init__()
        self.shape = shape
        self.task: Task = task
        # Names of the parameters that a checkpoint did not have and that began at random.
        self.initialized: list[str] = []
        # Weights of the checkpoint that this task has no use for and the next may: the pooler's.
        self.carried: dict[str, Tensor] = {}
        self.bert = Bert(shape, with_pooler=with_pooler)

    @abstractmethod
    def forward(self, batch: PackedBatch) -> Tensor:
        """[texts, labels]; [texts] for regression and multiple choice; [tokens, 2] for span."""

    @abstractmethod
    def classify(self, hidden: Tensor, batch: PackedBatch) -> Tensor:
        """The head alone, on the last layer's [tokens, hidden]."""

    def encode(self, batch: PackedBatch, layers: int | None = None) -> list[Tensor]:
        """The embeddings and the lower `layers`' outputs, or all: [tokens, hidden] each."""
        return self.bert.encode(batch, layers)

    def predict_masked(self, batch: PackedBatch, chosen: Tensor) -> Tensor:
        """Logits of what stood at the chosen tokens, [chosen, vocabulary]."""
        raise TypeError(f"{self.architecture} has no masked-language-model head")


class TextClassifier(TaskModel):
    """Reads each text's first token: classification, regression, multiple choice."""

    def __init__(self, shape: BertShape, task: Task) -> None:
        super().__init__(shape, task, with_pooler=True)
        is_choice = task["kind"] == "multiple-choice"
        self.architecture = f"BertFor{'MultipleChoice' if is_choice else 'SequenceClassification'}"
        outputs = len(task["labels"]) if task["kind"] == "classification" else 1
        self.classifier = make_linear(shape.hidden_size, outputs)

    def forward(self, batch: PackedBatch) -> Tensor:
        return self._classify_firsts(self.bert.encode_firsts(batch))

    def classify(self, hidden: Tensor, batch: PackedBatch) -> Tensor:
        return self._classify_firsts(hidden.index_select(0, batch.firsts))

    def _classify_firsts(self, firsts: Tensor) -> Tensor:
        assert self.bert.pooler is not None
        pooled = drop(self.bert.pooler(firsts), self.shape.classifier_dropout, self.training)
        logits = self.classifier(pooled)
        return logits if self.task["kind"] == "classification" else logits.squeeze(1)


class SpanExtractor(TaskModel):
    """Logits of every token to be an answer's first and its last."""

    architecture = "BertForQuestionAnswering"

    def __init__(self, shape: BertShape, task: Task) -> None:
        super().__init__(shape, task, with_pooler=False)
        self.qa_outputs = make_linear(shape.hidden_size, 2)

    def forward(self, batch: PackedBatch) -> Tensor:
        return self.qa_outputs(self.bert.encode_chosen(batch, None))

    def classify(self, hidden: Tensor, batch: PackedBatch) -> Tensor:
        return self.qa_outputs(hidden)


class MaskedLanguageModel(TaskModel):
    """Its output weights are the word embeddings, so they are no parameters of the head."""

    architecture = "BertForMaskedLM"

    def __init__(self, shape: BertShape, task: Task) -> None:
        super().__init__(shape, task, with_pooler=False)
        self.cls = MaskedLanguageHead(shape)

    def forward(self, batch: PackedBatch) -> Tensor:
        """[tokens, vocabulary]."""
        return self._predict(self.bert.encode_chosen(batch, None))

    def classify(self, hidden: Tensor, batch: PackedBatch) -> Tensor:
        return self._predict(hidden)

    def predict_masked(self, batch: PackedBatch, chosen: Tensor) -> Tensor:
        return self._predict(self.bert.encode_chosen(batch, chosen))

    def _predict(self, hidden: Tensor) -> Tensor:
        head = self.cls.predictions
        words = self.bert.embeddings.word_embeddings.weight
        return functional.linear(head.transform(hidden), words, head.bias)


class MaskedLanguageHead(nn.Module):
    def __init__(self, shape: BertShape) -> None:
        super().__init__()
        self.predictions = Predictions(shape)


class Predictions(nn.Module):
    def __init__(self, shape: BertShape) -> None:
        super().__init__()
        self.transform = Transform(shape)
        self.bias = nn.Parameter(nn.init.zeros_(Tensor(shape.vocabulary_size)))


class Transform(nn.Module):
    def __init__(self, shape: BertShape) -> None:
        super().__init__()
        self.dense = make_linear(shape.hidden_size, shape.hidden_size)
        self.LayerNorm = nn.LayerNorm(shape.hidden_size, eps=shape.layer_norm_epsilon)

    def forward(self, hidden: Tensor) -> Tensor:
        return self.LayerNorm(functional.gelu(self.dense(hidden)))


def make_task_model(shape: BertShape, task: Task) -> TaskModel:
    """Its weights hold anything until they are loaded or initialized."""
    match task["kind"]:
        case "span":
            return SpanExtractor(shape, task)
        case "masked-language-model":
            return MaskedLanguageModel(shape, task)
        case "classification" | "regression" | "multiple-choice":
            return TextClassifier(shape, task)
