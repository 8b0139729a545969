"""The derivation of one worker's amount as data for programs.

The steps are those of :mod:`xl_addin.rules.severance.derivation`, which renders them as text; here the number that each
gives and the documents that it rests on are handed on. Nothing is computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xl_addin.policy.options import option_specs
from xl_addin.policy.schema import CERTAINTIES
from xl_addin.rules.severance.compensation import SeveranceTable
from xl_addin.rules.severance.derivation import Line, derivation, ground_line, memo_lines, option_line
from xl_addin.rules.severance.row import row_of
from xl_addin.rules.severance.service import PER_MONTH
from xl_addin.rules.severance.worker import Mattered
from xl_addin.values.money import fen_to_yuan
from xl_addin.values.rmb import rmb_upper


def derivation_data(
    table: SeveranceTable, mattered: Sequence[Mattered], i: int = 0, ended: int | None = None
) -> dict[str, Any]:
    """Give row i as plain data, amounts in yuan; ``ended`` is the last day, if known.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> from xl_addin.rules.severance.worker import Worker, assess
    >>> worker = Worker(own=600_000_000, enterprise=720_000_000, months=(223, 0))
    >>> data = derivation_data(assess(worker, shipped_policy()), [])
    >>> data["amount"], data["months"], [(step["step"], step["value"], step["unit"]) for step in data["steps"]]
    (13680.0, 19, [('2008年前工龄', 19, '月'), ('基数', 720, '元'), ('金额', 13680, '元')])
    """
    row = row_of(table, i)
    profile = row.policy.profile
    return {
        "amount": fen_to_yuan(row.amount_fen),
        "amount_in_words": rmb_upper(row.amount_fen),
        "months": _number(row.months / PER_MONTH),
        "steps": [_step(line) for line in derivation(table, i)],
        "ground": {"label": row.ground.label, "text": ground_line(row)},
        "disputed_options": [_option(one) for one in mattered],
        "besides": [_step(line) for line in memo_lines(row, ended)],
        "policy": {
            "id": profile.id,
            "title": profile.title,
            "certainty": CERTAINTIES[profile.certainty],
            "version": row.policy.version,
        },
    }


def _step(line: Line) -> dict[str, Any]:
    return {
        "step": line.step,
        "text": line.operands,
        "value": None if line.value is None else _number(float(line.value)),
        "unit": line.unit,
        "citations": list(line.citations),
    }


def _number(value: float) -> int | float:
    return int(value) if value.is_integer() else value


def _option(mattered: Mattered) -> dict[str, Any]:
    words = option_specs()[mattered.option].values
    fen = mattered.other_amount_fen
    return {
        "option": mattered.option,
        "label": mattered.label,
        "chosen": mattered.chosen,
        "chosen_text": words.get(mattered.chosen, mattered.chosen),
        "other": mattered.other,
        "other_text": words.get(mattered.other, mattered.other),
        "other_amount": None if fen is None else fen_to_yuan(fen),
        "text": option_line(mattered),
    }
