"""Files and folders that exist whole or not at all, and are on the disk once they exist."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path


def write_folder(folder: Path, write: Callable[[Path], object]) -> None:
    """`write` fills a folder beside it, which then takes the place of `folder`."""
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        write(partial)
        synchronize([*partial.iterdir(), partial])
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)
    synchronize([folder.parent])


def write_file(path: Path, write: Callable[[Path], object]) -> None:
    """`write` makes a file beside it, which then takes the place of `path`."""
    partial = path.with_name(path.name + ".partial")
    try:
        write(partial)
        synchronize([partial])
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    synchronize([path.parent])


def synchronize(paths: Iterable[Path]) -> None:
    """Waits until the files' and folders' bytes are on the disk."""
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
