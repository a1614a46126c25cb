"""
The state of a training, kept so that it can go on. A checkpoint is a folder
`<phase>-<step>` with all weights, the optimizer's moments and `state.json`, which
holds the digests of the other files and comes with its own. It is written beside
its place and renamed once it is on the disk; what does not match its digests is
passed over for the checkpoint before.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors.torch import load_file, save_file
from torch import Tensor

from ..files import synchronize, write_file

NAME = re.compile(r"(\d+)-(\d+)")
WEIGHTS, MOMENTS, STATE = "weights.safetensors", "moments.safetensors", "state.json"

Tensors = dict[str, Tensor]


@dataclass(frozen=True)
class Kept:
    """What a checkpoint holds; `best` are the weights of the best epoch so far, if there is one."""

    state: Any
    weights: Tensors
    moments: Tensors
    best: Tensors | None


class Checkpoints:
    """The newest `keep` checkpoints of one training, and the weights of its best epochs."""

    def __init__(self, folder: Path, keep: int) -> None:
        self.folder = folder
        self.keep = keep

    def write(self, phase: int, step: int, state: Any, weights: Tensors, moments: Tensors) -> None:
        """`state` is JSON; best weights are kept as long as a checkpoint names them."""
        target = self.folder / f"{phase}-{step}"
        partial = self.folder / f"{target.name}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        try:
            save_file(weights, partial / WEIGHTS)
            save_file(moments, partial / MOMENTS)
            digests = {name: digest_file(partial / name) for name in (WEIGHTS, MOMENTS)}
            write_signed(partial / STATE, {"digests": digests, "state": state})
            synchronize([partial / WEIGHTS, partial / MOMENTS, partial / STATE, partial])
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        shutil.rmtree(target, ignore_errors=True)
        partial.rename(target)
        synchronize([self.folder])
        self._remove_old(state)

    def read_newest(self) -> tuple[Kept | None, list[str]]:
        """The newest whole checkpoint, and the names of newer broken ones, which are removed."""
        broken: list[str] = []
        for folder in self._list():
            content = read_signed(folder / STATE)
            if content is not None and self._is_whole(folder, content):
                return self._read(folder, content["state"]), broken
            broken.append(folder.name)
            shutil.rmtree(folder)
        return None, broken

    def write_best(self, name: str, weights: Tensors) -> str:
        """Gives the digest, which belongs into the state."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self._best(name)
        write_file(path, lambda partial: save_file(weights, partial))
        return digest_file(path)

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _read(self, folder: Path, state: Any) -> Kept:
        best = state.get("best")
        return Kept(
            state=state,
            weights=load_file(folder / WEIGHTS),
            moments=load_file(folder / MOMENTS),
            best=None if best is None else load_file(self._best(best["file"])),
        )

    def _is_whole(self, folder: Path, content: Any) -> bool:
        best = content["state"].get("best")
        expected = {folder / name: digest for name, digest in content["digests"].items()}
        if best is not None:
            expected[self._best(best["file"])] = best["digest"]
        return all(
            path.is_file() and digest_file(path) == digest for path, digest in expected.items()
        )

    def _best(self, name: str) -> Path:
        return self.folder / f"{name}.safetensors"

    def _list(self) -> list[Path]:
        """The newest first."""
        if not self.folder.is_dir():
            return []
        matches = [(NAME.fullmatch(path.name), path) for path in self.folder.iterdir()]
        found = [(int(match[1]), int(match[2]), path) for match, path in matches if match]
        return [path for _, _, path in sorted(found, reverse=True)]

    def _remove_old(self, newest: Any) -> None:
        kept, old = self._list()[: self.keep], self._list()[self.keep :]
        for folder in old:
            shutil.rmtree(folder, ignore_errors=True)
        contents = [read_signed(folder / STATE) or {"state": {}} for folder in kept]
        states = [newest, *(content["state"] for content in contents)]
        bests = {(state.get("best") or {}).get("file") for state in states}
        for path in self.folder.glob("best-*.safetensors"):
            if path.stem not in bests:
                path.unlink()


def digest_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_signed(path: Path, content: Any) -> None:
    text = json.dumps(content)
    digest = hashlib.sha256(text.encode()).hexdigest()
    path.write_text(f"{digest}\n{text}\n", "utf-8")


def read_signed(path: Path) -> Any | None:
    """None where the file is missing or is not what was written."""
    try:
        digest, text = path.read_text("utf-8").split("\n", 1)
    except (OSError, ValueError):
        return None
    text = text.rstrip("\n")
    return json.loads(text) if hashlib.sha256(text.encode()).hexdigest() == digest else None
