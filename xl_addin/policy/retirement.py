"""Statutory retirement ages by category of worker, and their gradual rise from 2025.

Loads ``data/retirement.toml`` and refuses a faulty file. Counting months is for the rules.
Sources: 国发〔1978〕104号; 全国人大常委会《关于实施渐进式延迟法定退休年龄的决定》(2024-09-13).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from xl_addin.policy.options import closest
from xl_addin.policy.schema import CERTAINTIES, Document, PolicyFileError, read_document
from xl_addin.policy.store import DATA, read_toml
from xl_addin.values.dates import day_number
from xl_addin.values.errors import InputError

FILE: Final = DATA / "retirement.toml"
_KEYS: Final = frozenset(
    {"id", "label", "words", "age_months", "rise_every", "rise_most", "document", "quote", "certainty"}
)


@dataclass(frozen=True, slots=True)
class RetirementCategory:
    """One category: the old age in months, and how it rises by month of birth."""

    id: str
    label: str
    words: tuple[str, ...]
    age_months: int
    rise_every: int
    rise_most: int
    document: str
    quote: str
    certainty: str


@dataclass(frozen=True, slots=True)
class RetirementAges:
    """Every category in order (its place is its code), and the first day of the rise."""

    categories: tuple[RetirementCategory, ...]
    rise_from: int
    documents: Mapping[str, Document]


def load_retirement(path: Path) -> RetirementAges:
    """Load and check an ages file; raises :class:`PolicyFileError` at the first fault."""
    raw = read_toml(path)
    documents = {key: read_document(key, entry, path.name) for key, entry in raw.get("documents", {}).items()}
    start = raw.get("rise", {}).get("from")
    if not isinstance(start, dt.date):
        raise PolicyFileError(path.name, "rise", "from is missing", "write the first day of the rise")
    categories = tuple(_read_category(entry, documents, path.name) for entry in raw.get("category", []))
    words = [word for category in categories for word in category.words]
    if len(set(words)) != len(words) or not words:
        raise PolicyFileError(path.name, "category", "a word names two categories", "keep it in one")
    return RetirementAges(categories, day_number(start), documents)


def _read_category(raw: Mapping[str, Any], documents: Mapping[str, Document], file: str) -> RetirementCategory:
    entry = str(raw.get("id", "category"))
    if set(raw) != _KEYS:
        odd = sorted(set(raw) ^ _KEYS)[0]
        raise PolicyFileError(file, entry, f"key {odd!r} is missing or unknown", f"keys are {sorted(_KEYS)}")
    for key in ("age_months", "rise_every", "rise_most"):
        if not isinstance(raw[key], int) or raw[key] <= 0:
            raise PolicyFileError(file, entry, f"{key} {raw[key]!r}", "write a whole number of months above 0")
    if raw["document"] not in documents:
        raise PolicyFileError(file, entry, f"document {raw['document']!r}", "add it under [documents]")
    if raw["certainty"] not in CERTAINTIES:
        raise PolicyFileError(file, entry, f"certainty {raw['certainty']!r}", f"use one of {sorted(CERTAINTIES)}")
    return RetirementCategory(**{**raw, "words": tuple(raw["words"])})


@cache
def retirement_ages() -> RetirementAges:
    """Give the shipped ages.

    >>> [(category.label, category.age_months // 12) for category in retirement_ages().categories]
    [('男', 60), ('女干部', 55), ('女工人', 50)]
    """
    return load_retirement(FILE)


@cache
def _codes() -> Mapping[str, int]:
    return {word: code for code, category in enumerate(retirement_ages().categories) for word in category.words}


def find_retirement_category(text: str) -> int:
    """Read a 性别 cell as a category's code; 女 is a woman worker (I-06); unknown words raise InputError.

    >>> find_retirement_category("男"), find_retirement_category("女（干部）"), find_retirement_category(" 女 ")
    (0, 1, 2)
    """
    folded = re.sub(r"[\s()]+", "", unicodedata.normalize("NFKC", text))
    if not folded:
        raise InputError("性别不能为空，请填 男、女 或 女干部")
    code = _codes().get(folded)
    if code is None:
        raise InputError(f"性别“{text.strip()}”不认识，可用：男、女（按女工人50岁）、女干部{closest(folded, _codes())}")
    return code
