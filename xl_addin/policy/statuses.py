"""What a word of 在岗状态 is told by: its core, grades of injury, words that say nothing, questions.

Loads ``data/statuses.toml`` and refuses a faulty file. Groups of persons, and what each gets, are
:mod:`xl_addin.policy.package`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from xl_addin.policy.schema import PolicyFileError
from xl_addin.policy.store import DATA, read_toml

FILE: Final = DATA / "statuses.toml"
_ANSWERS: Final = ("yes", "no")
_DAY: Final = re.compile(
    r"(?:19|20)?\d{2}年(?:\d{1,2}月?)?(?:\d{1,2}日)?|(?:19|20)\d{2}[./\-]\d{1,2}(?:[./\-]\d{1,2})?|(?:19|20)\d{4}(?:\d\d)?"
)
_BEFORE: Final = re.compile(r"^(?:已经|已|现在|现|目前|正式|正常|提前|办理|办|属|系|为|于|按|本人)+")
_AFTER: Final = re.compile(r"(?:在册)?(?:人员|职工|员工|工人|干部|状态|手续|身份|者|人|中|了){1,8}$")
_NUMERALS: Final = {name: i for i, name in enumerate("一二三四五六七八九十", start=1)}
_GRADE: Final = r"(10|[1-9一二三四五六七八九十])"
_INJURY: Final = re.compile(
    rf"(?:工伤|因工|伤残|致残|工残|残疾|等级)*{_GRADE}(?:级?(?:[至到\-]){_GRADE})?级?(?:工伤|因工|伤残|致残|工残)*"
)
_INJURED: Final = re.compile(r"工|伤|残")


@dataclass(frozen=True, slots=True)
class StatusWords:
    """The words as they are matched."""

    unsaid: frozenset[str]
    questions: Mapping[str, str]
    """Word to what is asked."""
    yes_no: Mapping[str, Mapping[str, str]]
    """Heading to what each answer says under it."""


def load_statuses(path: Path) -> StatusWords:
    """Load and check a file of words; raises :class:`PolicyFileError` at the first fault."""
    raw = read_toml(path)
    unsaid = frozenset(raw.get("unsaid", []))
    questions: dict[str, str] = {}
    for entry in raw.get("question", []):
        if not entry.get("text") or not entry.get("words"):
            raise PolicyFileError(path.name, "question", "text or words are missing", "write both")
        questions.update(dict.fromkeys(entry["words"], entry["text"]))
    if unsaid & set(questions):
        raise PolicyFileError(path.name, "unsaid", "a word is asked about, too", "keep it in one place")
    answers = raw.get("answers", {})
    if any(not answers.get(answer) for answer in _ANSWERS):
        raise PolicyFileError(path.name, "answers", "yes or no is missing", "write both")
    yes_no = {
        title: {word: says[answer] for answer in _ANSWERS for word in answers[answer]}
        for title, says in raw.get("yes_no", {}).items()
    }
    return StatusWords(unsaid, questions, yes_no)


@cache
def status_words() -> StatusWords:
    """Give the shipped words.

    >>> status_words().yes_no["是否内退"]["是"], "固定工" in status_words().unsaid
    ('内退', True)
    """
    return load_statuses(FILE)


def fold_status(text: str) -> str:
    """Bring a text to NFKC without spaces, with one kind of dash.

    >>> fold_status("工伤 1～4级")
    '工伤1-4级'
    """
    return re.sub(r"[~—–]", "-", re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))


def status_cores(text: str) -> Iterator[str]:
    """Give what a word may be known by: itself, then without dates, brackets, 已 and 人员.

    >>> list(status_cores("已退休（2005年3月）"))
    ['已退休2005年3月', '退休2005年3月', '已退休', '退休']
    """
    shown = fold_status(text)
    whole = re.sub(r"[()]", "", shown)
    yielded: dict[str, None] = {}
    for one in (whole, _DAY.sub("", whole), re.sub(r"\([^()]*\)", "", shown)):
        for core in (one, _BEFORE.sub("", one), _AFTER.sub("", one), _AFTER.sub("", _BEFORE.sub("", one))):
            if core:
                yielded.setdefault(core)
    yield from yielded


def asides(text: str) -> list[str]:
    """Give what stands in brackets.

    >>> asides("在岗（内退）")
    ['内退']
    """
    return re.findall(r"\(([^()]+)\)", fold_status(text))


def injury_grades(text: str) -> tuple[int, int] | None:
    """Give the first and last grade of injury that a text names; None for another text.

    >>> injury_grades("工伤3级"), injury_grades("一至四级伤残"), injury_grades("3级")
    ((3, 3), (1, 4), (3, 3))
    """
    found = _INJURY.fullmatch(re.sub(r"[()]", "", fold_status(text)))
    if found is None:
        return None
    first, last = found[1], found[2] or found[1]
    low, high = (_NUMERALS.get(grade) or int(grade) for grade in (first, last))
    return (low, high) if low <= high else None


def speaks_of_injury(text: str) -> bool:
    """Tell a text with a word for injury: 3级 alone under 在岗状态 may be a grade of wages.

    >>> speaks_of_injury("工伤3级"), speaks_of_injury("3级")
    (True, False)
    """
    return _INJURED.search(text) is not None
