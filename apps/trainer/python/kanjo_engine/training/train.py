"""Trains a model on a task and keeps the epoch that does best on the validation rows."""

from __future__ import annotations

import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any, cast

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
from .checkpoints import Checkpoints, Kept
from .distributed import Processes
from .evaluation import Evaluator
from .fingerprint import make_fingerprint
from .interruption import Interruption
from .lock import hold_folder
from .loop import Loop
from .memory import peak_memory_bytes
from .metrics_log import MetricsLog
from .phase import Phase
from .precision import resolve_precision
from .results import read_result, remove_result, write_logits, write_result
from .session import Best, BestWeights, Session, make_state
from .warm_start import make_warm_start


def train(job: TrainJob, processes: Processes, device: torch.device, emit: Emit) -> TrainResult:
    """Raises EngineError: `loss-not-finite`, `interrupted`, `checkpoint-mismatch` among others."""
    refuse_unused(job)
    with hold_folder(Path(job["output_dir"])) if processes.is_first else nullcontext():
        return train_alone(job, processes, device, emit)


def train_alone(
    job: TrainJob, processes: Processes, device: torch.device, emit: Emit
) -> TrainResult:
    fingerprint = processes.share(make_fingerprint(job) if processes.is_first else "")
    finished, kept = processes.share(
        find_state(job, fingerprint, emit) if processes.is_first else (None, None)
    )
    if finished is not None:
        return finished
    folder = Path(job["output_dir"])
    with Interruption() as interruption:
        session = Session(
            job=job,
            device=device,
            processes=processes,
            precision=resolve_precision(job["training"]["precision"], device),
            checkpoints=open_checkpoints(job),
            log=MetricsLog(folder, emit),
            interruption=interruption,
            emit=emit,
            state=make_state(fingerprint) if kept is None else kept.state,
            best_weights=BestWeights(None if kept is None else kept.best),
        )
        try:
            return Training(session).run(kept)
        finally:
            session.log.close()


def refuse_unused(job: TrainJob) -> None:
    """Raises EngineError `job-invalid` for what would be ignored without a word."""
    distillation, training = job["distillation"], job["training"]
    if distillation is not None and job["task"]["kind"] != "classification":
        message = f"distillation is given for a task of kind {job['task']['kind']}"
        raise EngineError("job-invalid", message, "Only classifiers have teachers.")
    if distillation is not None and training["class_weights"] is not None:
        message = "class_weights are given for a distillation, which does not use them"
        raise EngineError("job-invalid", message, "Set class_weights to null.")
    if distillation is None and job["unlabelled_data"] is not None:
        message = "unlabelled_data are given without a teacher to label them"
        raise EngineError("job-invalid", message, "Leave them out, or add a distillation.")


def open_checkpoints(job: TrainJob) -> Checkpoints:
    return Checkpoints(Path(job["output_dir"]) / "checkpoints", job["checkpoints"]["keep"])


def find_state(
    job: TrainJob, fingerprint: str, emit: Emit
) -> tuple[TrainResult | None, Kept | None]:
    """A finished training's result, or where to go on. Raises EngineError `checkpoint-mismatch`."""
    folder, checkpoints = Path(job["output_dir"]), open_checkpoints(job)
    if not job["resume"]:
        remove_result(folder)
        checkpoints.remove()
        return None, None
    finished = read_result(folder, fingerprint)
    if finished is not None:
        return finished, None
    kept, broken = checkpoints.read_newest()
    for name in broken:
        message = f"checkpoint {name} is not what was written: it is passed over"
        emit({"event": "warning", "message": message})
    if kept is not None and kept.state["fingerprint"] != fingerprint:
        message = f"{checkpoints.folder}: the checkpoint is of another job"
        raise EngineError("checkpoint-mismatch", message, "Train anew, without resuming.")
    return None, kept


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

    def run(self, kept: Kept | None) -> TrainResult:
        phases = self._make_phases()
        self._open_log(phases, goes_on=kept is not None)
        for phase in phases[self.state["phase"] :]:
            if kept is not None:
                phase.objective.load_state_dict(kept.weights)
            loop = Loop(phase, self.session, None if kept is None else kept.moments)
            kept = None
            loop.run()
            self.state["steps_before"] += self.state["step"]
            self.state["phase"], self.state["step"] = phase.number + 1, 0
        return self._finish()

    def _build_model(self) -> TaskModel:
        job = self.job
        model = build_model(job["model"], job["task"], job["vocabulary"])
        if model.initialized and job["model"]["kind"] == "pretrained":
            names = ", ".join(model.initialized)
            self._warn(f"not in the base model, begins with random numbers: {names}")
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
        teacher = build_model(source, self.job["task"], self.job["vocabulary"])
        if teacher.initialized:
            message = f"{folder}: has no {', '.join(teacher.initialized)} for these labels"
            raise EngineError("teacher-unsupported", message, "Give a classifier of these labels.")
        return nn_to(teacher, self.session.device)

    def _open_log(self, phases: list[Phase], *, goes_on: bool) -> None:
        if not self.session.processes.is_first:
            return
        current, step = self.state["phase"], self.state["step"]
        done = {phase.name: sum(phase.count_steps()) for phase in phases[:current]}
        self.session.log.open({**done, phases[current].name: step} if goes_on else {})
        if goes_on:
            self.session.emit({"event": "resumed", "phase": phases[current].name, "step": step})

    def _finish_epoch(self, epoch: int) -> tuple[EngineMetrics, bool]:
        """Keeps the best weights so far; the second value says that patience ran out."""
        metrics, best = self.evaluator.measure(), self.state["best"]
        if best is None or is_better(metrics, best["metrics"]):
            self.state["best"] = self._note_best(epoch, metrics)
            self.state["waited"] = 0
        else:
            self.state["waited"] += 1
        patience = self.job["training"]["patience"]
        return metrics, patience is not None and self.state["waited"] >= patience

    def _note_best(self, epoch: int, metrics: EngineMetrics) -> Best:
        """Its weights are copied to the CPU, and reach the disk with the next checkpoint."""
        if self.session.processes.is_first:
            weights = self.model.state_dict()
            copies = {name: one.detach().cpu().clone() for name, one in weights.items()}
            self.session.best_weights.tensors = copies
        return {"epoch": epoch, "metrics": metrics, "file": f"best-{epoch}", "digest": None}

    def _finish(self) -> TrainResult:
        best, started = self.state["best"], time.monotonic()
        assert best is not None
        weights = self.session.best_weights.tensors
        if weights is not None:
            self.model.load_state_dict(weights)
        for one in self.model.state_dict().values():
            self.session.processes.share_tensor(one)
        predictions = self._write_predictions()
        output = Path(self.job["output_dir"])
        labels = self.job["task"].get("labels")
        if self.session.processes.is_first:
            folder = output / "checkpoint"
            write_folder(folder, lambda partial: save_checkpoint(self.model, partial, labels))
        self.state["seconds"] += time.monotonic() - started
        result = self._describe(best, str(output / "checkpoint"), predictions)
        if self.session.processes.is_first:
            write_result(output, self.state["fingerprint"], result)
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

    def _describe(self, best: Best, folder: str, predictions: str) -> TrainResult:
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
