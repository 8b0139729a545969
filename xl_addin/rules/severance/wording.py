"""The same derivation in the words of a worker who signs it: sentences instead of steps, no option names.

Like :mod:`xl_addin.rules.severance.derivation` it reads the kept columns and computes nothing; the auditor's wording
stands there.
"""

from __future__ import annotations

from xl_addin.policy.profiles import Regime
from xl_addin.rules.severance.compensation import SeveranceTable
from xl_addin.rules.severance.derivation import (
    HALF_YEAR_RULE,
    amount_text,
    base_lines,
    limit_lines,
    omission_lines,
    service_lines,
)
from xl_addin.rules.severance.row import Row, months_text, option_word, row_of, span_text, yuan
from xl_addin.values.money import yuan_text
from xl_addin.values.rmb import rmb_upper


def _service_sentence(row: Row) -> str:
    if row.regime is Regime.LUMP_SUM:
        return f"按一次性安置费计发，折合{months_text(row.old.credited)}的当地月平均工资"
    parts = []
    split = not row.one_sided and not row.by_piece
    if split and row.old.credited and row.regime is Regime.SEGMENTED:
        fraction = option_word(row.options, "fraction")
        parts.append(f"2008年以前{span_text(row.old.span)}，{fraction}，计{months_text(row.old.credited)}")
    if split and row.new.credited:
        parts.append(f"2008年1月1日起{span_text(row.new.span)}，{HALF_YEAR_RULE}，计{months_text(row.new.credited)}")
    return "；".join(parts or [f"{line.operands}，计{line.result}" for line in service_lines(row)])


def _sentences(row: Row) -> list[str]:
    sentences = [f"您的工龄：{_service_sentence(row)}。"]
    sentences += [f"{line.operands}，按{line.result}计发。" for line in limit_lines(row)]
    bases = [f"{line.step.replace('基数', '计发基数')}为{line.result}：{line.operands}" for line in base_lines(row)]
    sentences.append("；".join(bases) + "。" if bases else f"您的月平均工资：{yuan(row.own)}元。")
    sentences.append(f"应发金额：{amount_text(row)}＝{yuan_text(row.amount_fen)}元（{rmb_upper(row.amount_fen)}）。")
    sentences += [f"请注意：{line.operands}。" for line in omission_lines(row)]
    sentences.append(f"解除事由：{row.ground.label}。本金额不含医疗补助费、代通知金等另计款项。")
    return sentences


def worker_text(table: SeveranceTable, i: int = 0) -> str:
    """Write row i for the worker, one numbered sentence a line.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> from xl_addin.rules.severance.worker import Worker, assess
    >>> worker = Worker(own=600_000_000, enterprise=720_000_000, months=(223, 0))
    >>> for line in worker_text(assess(worker, shipped_policy())).splitlines()[:1]:
    ...     print(line)
    1. 您的工龄：2008年以前18年7个月，不满一年按一年，计19个月。
    """
    row = row_of(table, i)
    lines = [f"{number}. {sentence}" for number, sentence in enumerate(_sentences(row), start=1)]
    lines.append(f"计算口径：{row.policy.profile.title}（{row.policy.version}）")
    return "\n".join(lines)
