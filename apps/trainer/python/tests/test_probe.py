"""What the probe tells is held to what the interpreter itself says."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import torch

from kanjo_engine import probe


def tell(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert probe.main(list(arguments)) == 0
    return json.loads(capsys.readouterr().out)


def test_versions_are_those_of_the_distributions(capsys: pytest.CaptureFixture[str]) -> None:
    told = tell(capsys, "numpy", "no-such-distribution")
    assert told["python"] == platform.python_version()
    assert told["executable"] == sys.executable
    assert told["libraries"] == {"numpy": version("numpy"), "no-such-distribution": None}
    assert told["torch"]["version"] == torch.__version__
    assert told["torch"]["flops_per_second"] is None
    assert len(told["torch"]["devices"]) == torch.cuda.device_count()


def test_a_product_is_measured(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probe, "SECONDS_OF_PRODUCTS", 0.05)
    told = tell(capsys, "--product", "64", "32", "128")
    # Slower than a pocket calculator, faster than any chip: the unit is right.
    assert 1e5 < told["torch"]["flops_per_second"] < 1e16


def test_without_pytorch_it_says_why(tmp_path: Path) -> None:
    (tmp_path / "torch.py").write_text("print('noise')\nraise ImportError('libgomp.so.1: gone')\n")
    engine = Path(probe.__file__).parents[1]
    ended = subprocess.run(
        [sys.executable, "-m", "kanjo_engine.probe", "numpy"],
        env={"PYTHONPATH": f"{tmp_path}:{engine}"},
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(ended.stdout)
    assert told["torch"] == {"error": "libgomp.so.1: gone"}
    assert told["libraries"] == {"numpy": version("numpy")}
