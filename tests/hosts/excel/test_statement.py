"""The statement at the end of the tests on Windows: nothing that failed, was skipped or did not run is proved."""

from __future__ import annotations

import re
from pathlib import Path

from tests.windows.statement import CLAIMS, statement

WINDOWS = Path(__file__).parents[2] / "windows"
NARROW = "tests/windows/test_2_functions.py::test_every_function_returns_on_windows_what_it_returns_here[32]"


def line(outcomes: dict[str, list[str]], words: str) -> str:
    [found] = [each for each in statement(outcomes) if words in each]
    return found


def test_what_was_skipped_failed_or_did_not_run_is_not_called_proved() -> None:
    assert "[proved]" in line({NARROW: ["passed"]}, "xlwings32")
    assert "[NOT PROVED: skipped]" in line({NARROW: ["skipped"]}, "xlwings32")
    assert "[NOT PROVED: failed]" in line({NARROW: ["passed", "failed"]}, "xlwings32")
    assert "[NOT PROVED: not run]" in line({NARROW: ["passed"]}, "xlwings64")


def test_every_claim_names_tests_that_exist() -> None:
    files = sorted(WINDOWS.glob("test_*.py"))
    names = [path.stem for path in files]
    for path in files:
        names += re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for claim in CLAIMS:
        for part in claim.tests:
            assert any(part.partition("[")[0] in name for name in names), part
