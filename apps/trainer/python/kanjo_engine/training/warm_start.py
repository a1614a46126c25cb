"""What a model learns before it sees labels as such, as a phase of its own."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from torch import nn

from ..contract import TrainJob, WarmStart
from ..data.examples import Examples
from ..errors import EngineError
from ..model.share_encoder import share_encoder
from ..model.task_model import TaskModel
from ..objectives.masked_tokens import MaskedTokensObjective
from ..objectives.ngram_evidence import learn_evidence
from ..objectives.ngram_warm_start import NgramObjective, draw_texts
from .phase import Phase


def make_warm_start(
    model: TaskModel, examples: Examples, job: TrainJob, options: WarmStart
) -> Phase:
    """Trains the encoder of `model` in place. Raises EngineError `job-invalid`."""
    if options["kind"] == "masked-language-model":
        masked = share_encoder(model, options["mask_probability"])
        objective = MaskedTokensObjective(masked, job["vocabulary"], options["mask_probability"])
        return Phase(
            number=0,
            name="warm-start",
            epochs=options["epochs"],
            learning_rate=options["learning_rate"],
            objective=objective,
            parameters=list_learnable([objective]),
            examples=examples,
            training=job["training"],
        )
    task = job["task"]
    if task["kind"] != "classification":
        message = f"the n-gram warm start is given for a task of kind {task['kind']}"
        raise EngineError("job-invalid", message, "It learns from classes.")
    if options["layers"] > model.shape.layers:
        message = f"the warm start has {options['layers']} layers, the model {model.shape.layers}"
        raise EngineError("job-invalid", message, "Lower the layers of the warm start.")
    evidence = learn_evidence(
        examples,
        label_count=len(task["labels"]),
        longest=options["longest"],
        special=frozenset(job["vocabulary"]["special_token_ids"]),
    )
    probability = options["splice_probability"]

    def draw(random: np.random.Generator) -> Examples:
        return draw_texts(examples, evidence, probability, random)

    objective = NgramObjective(model, options, len(task["labels"]))
    lower = [model.bert.embeddings, *model.bert.encoder.layer[: options["layers"]]]
    return Phase(
        number=0,
        name="warm-start",
        epochs=options["epochs"],
        learning_rate=options["learning_rate"],
        objective=objective,
        parameters=list_learnable([*lower, objective.head]),
        examples=examples,
        training=job["training"],
        draw_texts=draw,
    )


def list_learnable(modules: Iterable[nn.Module]) -> list[nn.Parameter]:
    return [one for module in modules for one in module.parameters() if one.requires_grad]
