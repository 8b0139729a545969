"""Limits that checks judge by: the shipped file is complete, and a faulty one is refused with its entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from xl_addin.policy.limits import FILE, limits, load_limits
from xl_addin.policy.schema import PolicyFileError


def test_every_limit_has_a_citation_and_the_words_of_its_source() -> None:
    assert {name: one.value for name, one in limits().items()} == {
        "child_months": 14 * 12,
        "minor_months": 16 * 12,
        "protected_service_months": 15 * 12,
        "protected_remaining_months": 5 * 12,
        "handover_days": 15,
    }
    assert all(one.citation and one.quote for one in limits().values())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value = 15\n", "value = 0\n"),
        ("value = 15\n", 'value = "15"\n'),
        ('id = "handover_days"', 'id = "minor_months"'),
        ('certainty = "knowledge"', 'certainty = "sure"'),
        ('unit = "日"\n', ""),
    ],
)
def test_a_faulty_limits_file_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "limits.toml"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PolicyFileError, match=r"limits\.toml"):
        load_limits(broken)
