"""What the user can mend. Everything else is a defect and keeps its traceback."""

from __future__ import annotations

import errno
import math

CODES_OF_SYSTEM_ERRORS = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.ENOENT: "file-not-found",
    errno.EACCES: "file-not-accessible",
    errno.EROFS: "file-not-accessible",
    errno.ENOMEM: "out-of-memory",
}

HINTS = {
    "disk-full": "Free some space, or choose another folder for the run.",
    "file-not-found": "Check the path, or run the step that writes the file again.",
    "file-not-accessible": "Check who owns the path and its permissions.",
    "out-of-memory": "Lower the batch size or the size of the model, or close other programs.",
}


class EngineError(Exception):
    """A failure with a stable kebab-case code and a hint: what failed, and what to do about it."""

    def __init__(self, code: str, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.hint = hint


def as_engine_error(error: BaseException) -> EngineError | None:
    """The failures of the system and of the libraries that are not ours; None for a defect."""
    if isinstance(error, EngineError):
        return error
    if isinstance(error, KeyboardInterrupt):
        return EngineError("interrupted", "the job was stopped before its end", "Run it again.")
    code = _code_of(error)
    return None if code is None else EngineError(code, str(error) or code, HINTS[code])


def _code_of(error: BaseException) -> str | None:
    if isinstance(error, OSError) and error.errno in CODES_OF_SYSTEM_ERRORS:
        return CODES_OF_SYSTEM_ERRORS[error.errno]
    # PyTorch, safetensors and Arrow report these as exceptions of their own.
    text = str(error).lower()
    if isinstance(error, MemoryError) or "out of memory" in text or "not enough memory" in text:
        return "out-of-memory"
    return "disk-full" if "no space left on device" in text else None


def require_finite(value: float, place: str, what: str = "loss") -> None:
    """Raises EngineError `loss-not-finite`."""
    if not math.isfinite(value):
        message = f"{place}: the {what} is {value}, expected a finite number"
        hint = "Lower the learning rate, or choose precision bf16 or fp32."
        raise EngineError("loss-not-finite", message, hint)
