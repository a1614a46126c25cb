from __future__ import annotations

from pathlib import Path

import pytest

from kanjo_engine.errors import EngineError
from kanjo_engine.training.lock import hold_folder


def test_a_folder_has_one_engine_at_a_time(tmp_path: Path) -> None:
    with hold_folder(tmp_path):
        with pytest.raises(EngineError) as raised, hold_folder(tmp_path, wait_seconds=0):
            pass
        assert raised.value.code == "run-busy"
    with hold_folder(tmp_path, wait_seconds=0):
        pass
