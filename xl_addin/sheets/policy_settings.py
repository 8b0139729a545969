"""Rows of a 政策 sheet that set neither an option nor a dated value: contents of 一补二险, limits, order of payment.

Only a workbook with a 政策 sheet needs this module, so that :mod:`policy_range` imports it then.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, Final

from xl_addin.policy.fund_tiers import ORDER, is_tier_row, tier_mode, tier_number, tier_row_name
from xl_addin.policy.package import package_settings
from xl_addin.policy.procedure_limits import limit_settings
from xl_addin.tables.cleaning import clean_number, clean_text, is_blank
from xl_addin.tables.labels import plain


def setting_names() -> list[str]:
    """Give the names of the rows that are written the same in every office."""
    return [*package_settings(), *limit_settings()]


def setting_name(name: str) -> str | None:
    """Give the name under which a row is kept; None if it is no setting.

    >>> setting_name("公示天数"), setting_name("清偿顺序 / 税费"), setting_name("fraction")
    ('公示天数', '清偿顺序/税费', None)
    """
    if is_tier_row(name):
        return tier_row_name(name)
    folded = plain(name)
    return folded if folded in package_settings() or folded in limit_settings() else None


def setting_text(name: str, value: Any) -> str:
    """Give what a row sets, '' for a blank cell, which means the default. Raises InputError."""
    if is_blank(value):
        return ""
    return read_tier_row(name, value) if is_tier_row(name) else clean_text(value)


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
