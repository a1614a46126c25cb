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
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from safetensors.torch import load_file, save_file
from torch import Tensor

NAME = re.compile(r"(\d+)-(\d+)")
WEIGHTS, MOMENTS, STATE = "weights.safetensors", "moments.safetensors", "state.json"

Tensors = dict[str, Tensor]


class Checkpoints:
    """The newest `keep` checkpoints of one training, and the weights of its best epochs."""

    def __init__(self, folder: Path, keep: int) -> None:
        self.folder = folder
        self.keep = keep
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, phase: int, step: int, state: Any, weights: Tensors, moments: Tensors) -> None:
        """`state` is JSON and may name best weights, kept as long as a checkpoint names them."""
        target = self.folder / f"{phase}-{step}"
        partial = self.folder / f"{target.name}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        save_file(weights, partial / WEIGHTS)
        save_file(moments, partial / MOMENTS)
        digests = {name: digest_file(partial / name) for name in (WEIGHTS, MOMENTS)}
        write_signed(partial / STATE, {"digests": digests, "state": state})
        synchronize([partial / WEIGHTS, partial / MOMENTS, partial / STATE, partial])
        shutil.rmtree(target, ignore_errors=True)
        partial.rename(target)
        synchronize([self.folder])
        self._remove_old()

    def read_newest(self) -> tuple[Any, Tensors, Tensors, list[str]] | None:
        """State, weights, moments of the newest whole one, and the names of newer broken ones."""
        broken: list[str] = []
        for folder in self._list():
            content = read_signed(folder / STATE)
            if content is not None and self._is_whole(folder, content):
                weights, moments = load_file(folder / WEIGHTS), load_file(folder / MOMENTS)
                return content["state"], weights, moments, broken
            broken.append(folder.name)
        return None

    def write_best(self, name: str, weights: Tensors) -> str:
        """Gives the digest, which belongs into the state."""
        path = self._best(name)
        partial = path.with_name(path.name + ".partial")
        save_file(weights, partial)
        synchronize([partial])
        partial.rename(path)
        return digest_file(path)

    def read_best(self, name: str) -> Tensors:
        return load_file(self._best(name))

    def clear(self) -> None:
        self.remove()
        self.folder.mkdir(parents=True)

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

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
        matches = [(NAME.fullmatch(path.name), path) for path in self.folder.iterdir()]
        found = [(int(match[1]), int(match[2]), path) for match, path in matches if match]
        return [path for _, _, path in sorted(found, reverse=True)]

    def _remove_old(self) -> None:
        kept, old = self._list()[: self.keep], self._list()[self.keep :]
        for folder in old:
            shutil.rmtree(folder, ignore_errors=True)
        contents = [read_signed(folder / STATE) or {"state": {}} for folder in kept]
        bests = {(one["state"].get("best") or {}).get("file") for one in contents}
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


def synchronize(paths: Iterable[Path]) -> None:
    """Waits until the files' and folders' bytes are on the disk."""
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
