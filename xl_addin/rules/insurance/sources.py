"""Where a rate or limit of a contribution comes from: figure, days in force, document, words and certainty.

Looks up the row that the calculation went by; computes nothing.
"""

from __future__ import annotations

import numpy as np

from xl_addin.policy.lookup import interval_text
from xl_addin.policy.office import values_on
from xl_addin.policy.profiles import Policy
from xl_addin.policy.schema import CERTAINTIES, DatedValue, Parameter
from xl_addin.policy.store import national
from xl_addin.values.money import MICRO, decimal_text

_PER_CENT = MICRO // 100


def percent(micro: int) -> str:
    """Write a ratio in per cent.

    >>> percent(200_000), percent(5_000)
    ('20%', '0.5%')
    """
    return f"{decimal_text(micro, _PER_CENT)}%"


def citation(parameter: Parameter, value: DatedValue) -> str:
    """Write a ratio with its source.

    >>> rate = national().parameters["养老个人费率"]
    >>> print(citation(rate, rate.values[2]).partition("：")[0])
    养老个人费率7%（2002-01-01至2003-12-31）
    """
    figure = f"{parameter.name}{percent(value.micro)}（{interval_text(value)}）"
    document = national().documents.get(value.document)
    if document is None:
        return f"{figure}：{value.document}"
    words = CERTAINTIES[value.certainty]
    if parameter.scope == "typical":
        words = "；".join(filter(None, (words.removesuffix("待确认").rstrip("，"), "全国参考值，各地不同，待确认")))
    return f"{figure}：{document.name}{value.article}（{words}）"


def value_in_force(name: str, day: int, policy: Policy) -> DatedValue | None:
    """Give the row of a parameter that an office's calculation goes by on a day, None in a gap.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> value_in_force("缴费基数下限", 13_879, shipped_policy()).micro
    600000
    """
    found = values_on(name, np.array([day], dtype=np.int32), policy)
    return None if found.gap[0] else found.rows[int(found.row[0])]
