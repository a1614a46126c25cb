"""One thread: the models here are too small for more, and the results must not depend on it."""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"
