"""The seeds of the fuzzer, among them everything that it ever broke, keep every promise, each at once."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

SEEDS = sorted(path for path in (Path(__file__).parent / "seeds").rglob("*") if path.is_file())


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_seed_keeps_every_promise(seed: Path) -> None:
    started = time.process_time()
    TARGETS[seed.parent.name](seed.read_bytes())
    assert time.process_time() - started < 5


def test_every_target_has_seeds_and_they_are_small() -> None:
    assert {path.parent.name for path in SEEDS} == set(TARGETS)
    assert all(path.stat().st_size <= 2_600 for path in SEEDS)
