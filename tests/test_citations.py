"""Every settled id that code, tests, data and documents cite stands in the documents, once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SETTLED = (ROOT / "docs" / "semantics.md", ROOT / "docs" / "domain.md")
FOLDERS = ("xl_addin", "tests", "workbooks", "benchmarks", "macros", "docs")
SUFFIXES = frozenset({".py", ".toml", ".md", ".bas", ".cls"})

ID = re.compile(
    r"(?<![\w.#!$/-])(?:"
    r"[A-Z]-\d\d(?![\d-])"  # S-07: a letter for the subject and two digits
    r"|C-\d(?![\d-])"  # C-4: what always holds in the special fund
    r"|C[1-9] \d{1,2}(?:(?:, |–)\d{1,2}(?![\d%]))*(?!\d)"  # C4 59, 60: checks, sheets and files
    r"|(?:SEMANTICS|DOMAIN|DESIGN)\b(?!\||\)[\"\\])"  # papers of whoever settled it, which a reader does not have
    r")"
)
"""How a settled point is cited, in comments, docstrings, texts of tests and documents alike."""
ROW = re.compile(rf"^\| ({ID.pattern}) \|", flags=re.MULTILINE)
"""A row that settles a point begins with its id."""


def cited(text: str) -> Iterator[tuple[int, str]]:
    """Line and id of every citation of a text; of ``C4 59, 60`` there are two."""
    for number, line in enumerate(text.splitlines(), 1):
        for match in ID.finditer(line):
            group, space, numbers = match.group().partition(" ")
            for part in re.findall(r"\d+", numbers) or [""]:
                yield number, f"{group}{space}{part}"


def settled(texts: list[str]) -> Counter[str]:
    """How often each id is settled."""
    return Counter(row for text in texts for row in ROW.findall(text))


def unknown(root: Path, known: Counter[str]) -> list[str]:
    """What a tree cites and nobody settled, as ``file:line id``."""
    paths = [path for folder in FOLDERS for path in (root / folder).rglob("*") if path.suffix in SUFFIXES]
    found = []
    for path in sorted([*paths, *root.glob("*.md"), *root.glob("*.toml")]):
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.relative_to(root)}:{line} {id}" for line, id in cited(text) if id not in known]
    return found


KNOWN = settled([path.read_text(encoding="utf-8") for path in SETTLED])


def test_every_cited_id_is_settled_in_the_documents() -> None:
    assert unknown(ROOT, KNOWN) == []


def test_no_id_is_settled_twice() -> None:
    assert [id for id, count in KNOWN.items() if count > 1] == []


def test_the_documents_settle_every_subject() -> None:
    assert {id.split("-")[0].split()[0] for id in KNOWN} == {*"GSTDPIFLABCRKM", "C1", "C2", "C3", "C4", "C5"}
    assert [f"L-{number:02}" for number in range(1, 17)] == [id for id in KNOWN if id.startswith("L-")]
    checks = [int(id.partition(" ")[2]) for id in KNOWN if " " in id]
    assert checks == [*range(1, 89)]


@pytest.mark.parametrize("made_up", ["S-" + "99", "Q-" + "07", "C4 " + "99", "C-" + "9", "SEMAN" + "TICS"])
@pytest.mark.parametrize("place", ["xl_addin/rules/a.py", "tests/cases/a.toml", "macros/excel/A.bas", "docs/adr/9.md"])
def test_an_id_that_nobody_settled_is_found_wherever_it_stands(tmp_path: Path, place: str, made_up: str) -> None:
    (tmp_path / place).parent.mkdir(parents=True)
    (tmp_path / place).write_text(f'x = 1\n"""Counted from the first day (S-01, {made_up})."""\n', encoding="utf-8")
    assert unknown(tmp_path, KNOWN) == [f"{place}:2 {made_up}"]


def test_an_id_that_is_settled_twice_is_found() -> None:
    twice = settled(["| S-01 | whole months |\n| S-02 | a range |", "| S-01 | days, too |"])
    assert [id for id, count in twice.items() if count > 1] == ["S-01"]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("floors go first (S-16, S-20)", ["S-16", "S-20"]),
        ("# S-12…S-16: wages", ["S-12", "S-16"]),
        ("approved is 合计 (C4 58–60; C-7)", ["C4 58", "C4 60", "C-7"]),
        ("never stale (C5 74, 75);", ["C5 74", "C5 75"]),
        ('source = "A-18; T-07"', ["A-18", "T-07"]),
        ("R481 art 8, D12 before D16, cell C5, $C$5-72, S-1-5-18, GB-18030, DC-1, C5:D7", []),
    ],
)
def test_citations_are_told_from_cells_steps_and_profiles(text: str, ids: list[str]) -> None:
    assert [id for _, id in cited(text)] == ids
