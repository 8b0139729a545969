"""The example notebook shows what it shows when its reader runs it, and its data are nobody's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat", reason="needs the extra test")
pytest.importorskip("nbclient", reason="needs the extra test")
pytest.importorskip("ipykernel", reason="needs the extra test")

from docs.notebook import FILE, executed, shown  # noqa: E402


def test_the_notebook_shows_what_it_shows_when_it_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(FILE.parents[2]))
    stored = shown(nbformat.read(FILE, as_version=4))
    assert all(stored), "run: python -m docs.notebook"
    assert shown(executed(tmp_path)) == stored, "run: python -m docs.notebook"


def test_the_notebook_is_about_nobody() -> None:
    numbers = re.findall(r"\b\d{17}[\dX]\b", FILE.read_text(encoding="utf-8"))
    assert numbers
    assert all(number.startswith("9901") for number in numbers), "990100 is the code of no place"
