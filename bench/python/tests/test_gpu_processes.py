from __future__ import annotations

from typing import Any

import pytest

from processes import CaseError, Line, measure_steady, read_lines


def progress(seconds: float, step: int, phase: str = "train") -> Line:
    content: dict[str, Any] = {"event": "progress", "phase": phase, "step": step}
    return Line(seconds, {**content, "total_steps": 100})


def test_the_steady_speed_leaves_the_first_tenth_out() -> None:
    lines = [progress(60, 1), progress(61, 10), progress(63, 50), progress(65, 90)]
    assert measure_steady(lines, rows=1000) == pytest.approx(1000 * 0.8 / 4)


def test_other_phases_and_too_few_reports_give_no_steady_speed() -> None:
    assert measure_steady([progress(1, 50, "warm-start"), progress(2, 60)], rows=1000) is None
    assert measure_steady([], rows=1000) is None


def test_lines_come_with_the_time_of_their_arrival() -> None:
    code = "import time; print('{\"a\": 1}'); time.sleep(0.05); print('{\"a\": 2}')"
    first, second = read_lines(["-c", code], seconds=60)
    assert (first.content, second.content) == ({"a": 1}, {"a": 2})
    assert second.seconds > first.seconds


@pytest.mark.parametrize(
    ("code", "seconds", "message"),
    [
        ("raise SystemExit('no such card')", 60, "ended with 1: no such card"),
        ("import time; time.sleep(600)", 0.2, "ended by signal 9"),
    ],
)
def test_a_process_without_figures_is_an_error(code: str, seconds: float, message: str) -> None:
    with pytest.raises(CaseError, match=message):
        read_lines(["-c", code], seconds)
