"""Statutory retirement ages by category of worker, their gradual rise from 2025, and what an office states instead.

Loads ``data/retirement.toml`` and refuses a faulty file. An office's 政策 sheet may state the age that it goes by as
dated values by place (P-05). Counting months is for the rules.
Sources: 国发〔1978〕104号; 全国人大常委会《关于实施渐进式延迟法定退休年龄的决定》(2024-09-13).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.policy.office import values_on
from xl_addin.policy.options import closest
from xl_addin.policy.profiles import Policy
from xl_addin.policy.schema import CERTAINTIES, Document, PolicyFileError, read_document
from xl_addin.policy.store import DATA, national, read_toml
from xl_addin.values.dates import day_number
from xl_addin.values.errors import NUM, InputError
from xl_addin.values.money import MICRO, decimal_text

FILE: Final = DATA / "retirement.toml"
MONTHS_PER_YEAR: Final = 12
_KEYS: Final = frozenset(
    {"id", "label", "parameter", "words", "age_months", "rise_every", "rise_most", "document", "quote", "certainty"}
)


@dataclass(frozen=True, slots=True)
class RetirementCategory:
    """One category: the old age in months, and how it rises by month of birth."""

    id: str
    label: str
    parameter: str
    words: tuple[str, ...]
    age_months: int
    rise_every: int
    rise_most: int
    document: str
    quote: str
    certainty: str


@dataclass(frozen=True, slots=True)
class RetirementAges:
    """Every category in order (its place is its code), from when ages reached rise, and from which base date on."""

    categories: tuple[RetirementCategory, ...]
    rise_from: int
    decided: int
    rise_document: str
    plausible_years: tuple[int, int]
    documents: Mapping[str, Document]


def load_retirement(path: Path) -> RetirementAges:
    """Load and check an ages file; raises :class:`PolicyFileError` at the first fault."""
    raw = read_toml(path)
    documents = {key: read_document(key, entry, path.name) for key, entry in raw.get("documents", {}).items()}
    start, decided = (raw.get("rise", {}).get(key) for key in ("from", "decided"))
    if not isinstance(start, dt.date) or not isinstance(decided, dt.date):
        raise PolicyFileError(path.name, "rise", "from or decided is missing", "write both days")
    if raw["rise"].get("document") not in documents:
        raise PolicyFileError(path.name, "rise", "document is missing or unknown", "add it under [documents]")
    categories = tuple(_read_category(entry, documents, path.name) for entry in raw.get("category", []))
    words = [word for category in categories for word in category.words]
    if len(set(words)) != len(words) or not words:
        raise PolicyFileError(path.name, "category", "a word names two categories", "keep it in one")
    plausible = raw.get("plausible_years", [])
    if len(plausible) != 2 or not all(isinstance(years, int) for years in plausible) or plausible[1] < plausible[0]:
        raise PolicyFileError(path.name, "plausible_years", "not two ages in order", "write plausible_years = [30, 80]")
    rise = day_number(start), day_number(decided), raw["rise"]["document"]
    return RetirementAges(categories, *rise, (plausible[0], plausible[1]), documents)


def _read_category(raw: Mapping[str, Any], documents: Mapping[str, Document], file: str) -> RetirementCategory:
    entry = str(raw.get("id", "category"))
    if set(raw) != _KEYS:
        odd = sorted(set(raw) ^ _KEYS)[0]
        raise PolicyFileError(file, entry, f"key {odd!r} is missing or unknown", f"keys are {sorted(_KEYS)}")
    for key in ("age_months", "rise_every", "rise_most"):
        if not isinstance(raw[key], int) or raw[key] <= 0:
            raise PolicyFileError(file, entry, f"{key} {raw[key]!r}", "write a whole number of months above 0")
    if raw["parameter"] not in national().parameters:
        raise PolicyFileError(file, entry, f"parameter {raw['parameter']!r}", "add its file to national/")
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


def stated_ages(category: NDArray[np.int8], base_date: NDArray[np.int32], policy: Policy) -> NDArray[np.int32]:
    """Give the age in months that an office's 政策 sheet states on each base date; 0 where the law's age holds.

    Raises InputError for a stated age that is none, and where rows of several places compete.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> stated_ages(np.array([0], dtype=np.int8), np.array([15_000], dtype=np.int32), shipped_policy()).tolist()
    [0]
    """
    stated = np.zeros(len(base_date), dtype=np.int32)
    for code, one in enumerate(retirement_ages().categories):
        members = category == code
        if one.parameter in policy.local and members.any():
            found = values_on(one.parameter, base_date[members], policy)
            months = {
                micro: age_in_months(one.parameter, micro) for micro in np.unique(found.micro[~found.gap]).tolist()
            }
            stated[members] = [0 if gap else months[m] for m, gap in zip(found.micro.tolist(), found.gap, strict=True)]
    return stated


def age_in_months(name: str, micro: int) -> int:
    """Read a stated age, in years or in months: no plausible age in one unit is plausible in the other.

    >>> age_in_months("男职工退休年龄", 60_500_000), age_in_months("男职工退休年龄", 720_000_000)
    (726, 720)
    """
    low, high = retirement_ages().plausible_years
    given = Fraction(micro, MICRO)
    months = given * MONTHS_PER_YEAR if low <= given <= high else given
    if not low * MONTHS_PER_YEAR <= months <= high * MONTHS_PER_YEAR:
        limits = f"周岁（{low}至{high}）或月数（{low * MONTHS_PER_YEAR}至{high * MONTHS_PER_YEAR}）"
        raise InputError(f"政策表“{name}”要填{limits}，现为 {decimal_text(micro, MICRO)}", NUM)
    if months.denominator != 1:
        raise InputError(f"政策表“{name}”{decimal_text(micro, MICRO)}周岁不是整月数，请改填月数", NUM)
    return int(months)


def age_text(months: int, word: str = "周岁") -> str:
    """Write an age.

    >>> age_text(720), age_text(607, "岁")
    ('60周岁', '50岁7个月')
    """
    years, rest = divmod(months, MONTHS_PER_YEAR)
    return f"{years}{word}" + (f"{rest}个月" if rest else "")


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
