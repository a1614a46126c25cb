"""Trains a model on a task and keeps the epoch that does best on the validation rows."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import torch

from ..contract import EngineMetrics, TrainJob, TrainResult
from ..data.examples import Examples, join_examples, read_examples, read_unlabelled
from ..device import make_deterministic
from ..errors import EngineError
from ..events import Emit
from ..files import write_file, write_folder
from ..metrics import is_better
from ..model.build import build_model
from ..model.compile import compile_layers
from ..model.save import save_checkpoint
from ..model.student import start_from_teacher
from ..model.task_model import TaskModel
from ..objectives.distillation import DistillationObjective
from ..objectives.masked_tokens import MaskedTokensObjective
from ..objectives.objective import Objective
from ..objectives.supervised import SupervisedObjective, choose_class_weights
from .checkpoints import Checkpoints, Tensors
from .distributed import Processes
from .evaluation import Evaluator
from .interruption import Interruption
from .loop import Loop
from .memory import peak_memory_bytes
from .metrics_log import MetricsLog
from .phase import Phase
from .precision import resolve_precision
from .session import Session, State, make_state
from .warm_start import make_warm_start

RESULT = "train-result.json"


def train(job: TrainJob, processes: Processes, device: torch.device, emit: Emit) -> TrainResult:
    """Raises EngineError: `loss-not-finite`, `interrupted`, `checkpoint-mismatch` among others."""
    finished = read_finished(job)
    if finished is not None:
        return finished
    folder = Path(job["output_dir"])
    checkpoints = Checkpoints(folder / "checkpoints", job["checkpoints"]["keep"])
    found = processes.share(find_checkpoint(job, checkpoints, emit) if processes.is_first else None)
    with Interruption() as interruption:
        session = Session(
            job=job,
            device=device,
            processes=processes,
            precision=resolve_precision(job["training"]["precision"], device),
            checkpoints=checkpoints,
            log=MetricsLog(folder, emit),
            interruption=interruption,
            emit=emit,
            state=make_state(fingerprint(job)) if found is None else found.state,
        )
        try:
            return Training(session).run(found)
        finally:
            session.log.close()


@dataclass(frozen=True)
class Found:
    """The newest checkpoint that is whole."""

    state: State
    weights: Tensors
    moments: Tensors


def find_checkpoint(job: TrainJob, checkpoints: Checkpoints, emit: Emit) -> Found | None:
    """Raises EngineError `checkpoint-mismatch` for one of another job."""
    if not job["resume"]:
        checkpoints.clear()
        return None
    newest = checkpoints.read_newest()
    if newest is None:
        return None
    state, weights, moments, broken = newest
    for name in broken:
        message = f"checkpoint {name} is not what was written, the one before is used"
        emit({"event": "warning", "message": message})
    if state["fingerprint"] != fingerprint(job):
        message = f"{checkpoints.folder}: the checkpoint is of another job"
        raise EngineError("checkpoint-mismatch", message, "Train anew, without resuming.")
    return Found(cast(State, state), weights, moments)


def fingerprint(job: TrainJob) -> str:
    """Of what decides the weights: not where files are written, nor how often."""
    ignored = ("output_dir", "resume", "checkpoints")
    decisive = {name: value for name, value in job.items() if name not in ignored}
    return hashlib.sha256(json.dumps(decisive, sort_keys=True).encode()).hexdigest()


def read_finished(job: TrainJob) -> TrainResult | None:
    """The result of the same job, where it is finished already and may be gone on with."""
    path = Path(job["output_dir"]) / RESULT
    if not job["resume"] or not path.is_file():
        return None
    kept = json.loads(path.read_text("utf-8"))
    return kept["result"] if kept["fingerprint"] == fingerprint(job) else None


class Training:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.job = session.job
        self.state = session.state
        make_deterministic(self.job["training"]["seed"])
        self.model = self._build_model()
        self.train_rows, self.validation_rows = (
            self._read("train_data"),
            self._read("validation_data"),
        )
        self.evaluator = Evaluator(
            self.model,
            self.validation_rows,
            self.job["task"],
            self.job["vocabulary"],
            session.precision,
            session.processes,
            session.device,
        )

    def run(self, found: Found | None) -> TrainResult:
        phases = self._make_phases()
        self._open_log(phases, found)
        for phase in phases[self.state["phase"] :]:
            moments = None
            if found is not None:
                phase.objective.load_state_dict(found.weights)
                moments, found = found.moments, None
            loop = Loop(phase, self.session, moments)
            loop.run()
            self.state["steps_before"] += self.state["step"]
            self.state["phase"], self.state["step"] = phase.number + 1, 0
        return self._finish()

    def _build_model(self) -> TaskModel:
        job = self.job
        model = build_model(job["model"], job["task"], job["vocabulary"])
        for name in model.initialized:
            if job["model"]["kind"] == "pretrained":
                message = f"{name} is not in the base model and begins with random numbers"
                self._warn(message)
        if job["training"]["compile"]:
            compile_layers(model)
        return nn_to(model, self.session.device)

    def _warn(self, message: str) -> None:
        if self.session.processes.is_first:
            self.session.emit({"event": "warning", "message": message})

    def _limits(self) -> dict[str, int]:
        shape = self.model.shape
        return {"vocabulary_size": shape.vocabulary_size, "max_positions": shape.max_positions}

    def _read(self, name: str) -> Examples:
        return read_examples(cast(Any, self.job)[name], self.job["task"], **self._limits())

    def _make_phases(self) -> list[Phase]:
        """A warm start, where there is one, and the training."""
        options = self.job["training"]["warm_start"]
        phases: list[Phase] = []
        if options is not None:
            phases.append(make_warm_start(self.model, self.train_rows, self.job, options))
            phases[0].objective.to(self.session.device)
        objective, examples = self._make_objective()
        objective.to(self.session.device)
        main = Phase(
            number=len(phases),
            name="train",
            epochs=self.job["training"]["epochs"],
            learning_rate=self.job["training"]["learning_rate"],
            objective=objective,
            parameters=[one for one in objective.parameters() if one.requires_grad],
            examples=examples,
            training=self.job["training"],
            finish_epoch=self._finish_epoch,
        )
        return [*phases, main]

    def _make_objective(self) -> tuple[Objective, Examples]:
        job, rows = self.job, self.train_rows
        task, vocabulary, training = job["task"], job["vocabulary"], job["training"]
        if task["kind"] == "masked-language-model":
            probability = task["mask_probability"]
            return MaskedTokensObjective(self.model, vocabulary, probability), rows
        options = job["distillation"]
        if options is None:
            weights = choose_class_weights(task, rows, training)
            return SupervisedObjective(self.model, task, vocabulary, training, weights), rows
        teacher = self._build_teacher(options["teacher"])
        if options["start_from_teacher"]:
            start_from_teacher(self.model, teacher)
        if job["unlabelled_data"] is not None:
            rows = join_examples(rows, read_unlabelled(job["unlabelled_data"], **self._limits()))
        objective = DistillationObjective(self.model, teacher, task, vocabulary, training, options)
        return objective, rows

    def _build_teacher(self, folder: str) -> TaskModel:
        """Raises EngineError `teacher-unsupported` where its answers are not the student's."""
        source: Any = {"kind": "pretrained", "folder": folder, "allow_pickle": False, "lora": None}
        if self.job["task"]["kind"] != "classification":
            message = f"distillation of a task of kind {self.job['task']['kind']}"
            raise EngineError("teacher-unsupported", message, "Only classifiers have teachers.")
        teacher = build_model(source, self.job["task"], self.job["vocabulary"])
        if teacher.initialized:
            message = f"{folder}: has no {', '.join(teacher.initialized)} for these labels"
            raise EngineError("teacher-unsupported", message, "Give a classifier of these labels.")
        return nn_to(teacher, self.session.device)

    def _open_log(self, phases: list[Phase], found: Found | None) -> None:
        if not self.session.processes.is_first:
            return
        current = self.state["phase"]
        done = {phase.name: sum(phase.count_steps()) for phase in phases[:current]}
        if current < len(phases):
            done[phases[current].name] = self.state["step"]
        self.session.log.open(done if found is not None else {})
        if found is not None:
            name = phases[current].name
            self.session.emit({"event": "resumed", "phase": name, "step": self.state["step"]})

    def _finish_epoch(self, epoch: int) -> tuple[EngineMetrics, bool]:
        """Keeps the best weights so far; the second value says that patience ran out."""
        metrics, best = self.evaluator.measure(), self.state["best"]
        if best is None or is_better(metrics, best["metrics"]):
            self.state["best"] = self._keep_best(epoch, metrics)
            self.state["waited"] = 0
        else:
            self.state["waited"] += 1
        patience = self.job["training"]["patience"]
        return metrics, patience is not None and self.state["waited"] >= patience

    def _keep_best(self, epoch: int, metrics: EngineMetrics) -> Any:
        name, digest = f"best-{epoch}", ""
        if self.session.processes.is_first:
            digest = self.session.checkpoints.write_best(name, self.model.state_dict())
        return {"epoch": epoch, "metrics": metrics, "file": name, "digest": digest}

    def _finish(self) -> TrainResult:
        best, started = self.state["best"], time.monotonic()
        assert best is not None
        if self.session.processes.is_first:
            self.model.load_state_dict(self.session.checkpoints.read_best(best["file"]))
        for one in self.model.state_dict().values():
            self.session.processes.share_tensor(one)
        predictions = self._write_predictions()
        folder = Path(self.job["output_dir"]) / "checkpoint"
        labels = self.job["task"].get("labels")
        if self.session.processes.is_first:
            write_folder(folder, lambda partial: save_checkpoint(self.model, partial, labels))
        self.state["seconds"] += time.monotonic() - started
        result = self._describe(best, str(folder), predictions)
        if self.session.processes.is_first:
            write_result(self.job, result)
            self.session.checkpoints.remove()
        return result

    def _write_predictions(self) -> str:
        path = Path(self.job["output_dir"]) / "predictions.arrow"
        if self.job["task"]["kind"] == "masked-language-model":
            return ""
        logits = self.evaluator.predict()
        if self.session.processes.is_first:
            write_file(path, lambda partial: write_logits(partial, logits))
        return str(path)

    def _describe(self, best: Any, folder: str, predictions: str) -> TrainResult:
        parameters = list(self.model.parameters())
        return {
            "kind": "train",
            "checkpoint_dir": folder,
            "best_epoch": best["epoch"],
            "epochs": best["epoch"] + self.state["waited"],
            "parameters": sum(one.numel() for one in parameters),
            "trained_parameters": sum(one.numel() for one in parameters if one.requires_grad),
            "train_seconds": self.state["seconds"],
            "samples_per_second": self.state["samples"] / max(self.state["step_seconds"], 1e-9),
            "peak_memory_bytes": peak_memory_bytes(self.session.device),
            "validation": best["metrics"],
            "predictions": predictions,
        }


def nn_to(model: TaskModel, device: torch.device) -> TaskModel:
    torch.nn.Module.to(model, device)
    return model


def write_logits(path: Path, logits: list[Any]) -> None:
    """Arrow IPC, column `logits`: list of float32, one row a validation row."""
    table = pa.table({"logits": pa.array(logits, pa.list_(pa.float32()))})
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def write_result(job: TrainJob, result: TrainResult) -> None:
    text = json.dumps({"fingerprint": fingerprint(job), "result": result}, indent=2)
    write_file(Path(job["output_dir"]) / RESULT, lambda partial: partial.write_text(text, "utf-8"))
