"""Cells of the rows 清偿顺序/… and 清偿方式/… of a 政策 sheet, cleaned; what they mean is policy.fund_tiers."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, Final

from xl_addin.policy.fund_tiers import ORDER, tier_mode, tier_number
from xl_addin.tables.cleaning import clean_number, clean_text
from xl_addin.tables.labels import plain

_TIER_TEXT: Final = re.compile(r"第(\d+)层")


def read_tier_row(name: str, value: Any) -> str:
    """Read the value of a row that is not blank, as the policy keeps it; ``name`` is in its one spelling.

    Raises InputError for a tier that is no whole number from 0 to 99 and for an unknown way of sharing.

    >>> read_tier_row("清偿顺序/税费", "第2层"), read_tier_row("清偿方式/第1层", "按顺序")
    ('2', '按顺序')
    """
    if not name.startswith(ORDER):
        return tier_mode(clean_text(value), name)
    found = _TIER_TEXT.fullmatch(plain(value)) if isinstance(value, str) else None
    return str(tier_number(Fraction(clean_number(found[1] if found else value, f"政策表“{name}”")), name))
