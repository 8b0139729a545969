"""The derivation of one worker's amount, rendered from the columns that the calculation kept.

It computes nothing: months, bases and amounts are read from the table, so that text and cell
cannot differ. Texts are Chinese because workers sign them; each line carries its legal basis, and
no line cites a law that was not yet in force when the relation ended.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from xl_addin.policy.options import option_specs
from xl_addin.policy.profiles import Policy, Regime
from xl_addin.policy.schema import CERTAINTIES
from xl_addin.policy.store import national
from xl_addin.rules.severance.compensation import SeveranceTable
from xl_addin.rules.severance.row import Row, Side, months_text, option_word, row_of, span_text, yuan
from xl_addin.rules.severance.service import PER_MONTH
from xl_addin.rules.severance.worker import Mattered
from xl_addin.values.dates import date_words, to_date
from xl_addin.values.money import yuan_text
from xl_addin.values.rmb import rmb_upper

NEW_LAW = "劳动合同法第47条"
TRANSITION = "劳动合同法第97条"
MINIMUM_WAGE_BASIS = "当地最低工资规定；劳动合同法实施条例第27条"
HALF_YEAR_RULE = "六个月以上不满一年按一年，不满六个月付半个月"


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a derivation: what it is, how it comes about, its result and its basis."""

    step: str
    operands: str
    result: str = ""
    basis: str = ""
    value: Fraction | None = None
    """The number that ``result`` writes, for programs; its unit is :attr:`unit`."""
    unit: str = ""

    @classmethod
    def of_months(cls, step: str, operands: str, hundredths: int, basis: str) -> Line:
        """A step that gives months of pay."""
        return cls(step, operands, months_text(hundredths), basis, Fraction(hundredths, PER_MONTH), "月")

    @classmethod
    def of_yuan(cls, step: str, operands: str, value: Fraction, written: str, basis: str = "") -> Line:
        """A step that gives a sum in yuan, which stands written."""
        return cls(step, operands, f"{written}元", basis, value, "元")

    @property
    def citations(self) -> tuple[str, ...]:
        """The documents of the basis, each with its articles.

        >>> Line("工龄", "", "", "劳动合同法第47条、劳动合同法第97条").citations
        ('劳动合同法第47条', '劳动合同法第97条')
        """
        return tuple(part for part in re.split(r"；|、(?!第)", self.basis) if part)

    def __str__(self) -> str:
        basis = f"〔{self.basis}〕" if self.basis else ""
        result = f" → {self.result}" if self.result else ""
        return f"{self.step}：{self.operands}{result}{basis}"


def _number(document: str) -> str:
    return national().documents[document].number if document else ""


def old_basis(row: Row, article: str = "") -> str:
    """Name the document of the old side, with an article."""
    return _number(row.policy.profile.old_document or "R481") + article


def service_lines(row: Row) -> list[Line]:
    """Service counted and credited on each side; where nothing counts, why."""
    if row.regime is Regime.LUMP_SUM:
        text = "当地企业职工年平均工资的三倍，与工龄和本人工资无关"
        return [Line.of_months("计发月数", text, row.old.credited, old_basis(row, "第二条"))]
    if row.whole == (0, 0):
        return [Line.of_months("工龄", "没有计入的工龄（各段不计算或已补偿，或仅有的一日按口径不计入）", 0, "")]
    each = "，各段分别取整" if row.by_piece else ""
    fraction = option_word(row.options, "fraction") + each
    if row.one_sided and row.options.segmentation == "merged_art47" and row.regime is Regime.SEGMENTED:
        text = f"全部{span_text(row.whole)}，{HALF_YEAR_RULE}{each}"
        return [Line.of_months("工龄", text, row.new.credited, NEW_LAW)]
    if row.one_sided:
        unpaid = row.ground_matters and not row.ground.old_due
        rule = f"事由“{row.ground.label}”按旧规定不计发" if unpaid else fraction
        return [Line.of_months("工龄", f"全部{span_text(row.whole)}，{rule}", row.old.credited, old_basis(row))]
    lines = []
    if row.old.span != (0, 0) and row.regime is Regime.SEGMENTED:
        rule = fraction if row.ground.old_due else f"事由“{row.ground.label}”在2008年前不计发"
        text = f"{span_text(row.old.span)}，{rule}"
        lines.append(Line.of_months("2008年前工龄", text, row.old.credited, old_basis(row)))
    if row.reaches_new:
        basis = f"{NEW_LAW}、{TRANSITION}" if row.old.span != (0, 0) else NEW_LAW
        text = f"{span_text(row.new.span)}，{HALF_YEAR_RULE}{each}"
        lines.append(Line.of_months("2008年起工龄", text, row.new.credited, basis))
    return lines


def limit_lines(row: Row) -> list[Line]:
    """Twelve-month limits that acted, in their order."""
    where = "" if row.one_sided else "（2008年前）"
    rest = "" if row.one_sided else "（2008年起）"
    ground = f"事由“{row.ground.label}”"
    high = "本人工资高于当地月平均工资三倍，年限最高不超过十二年"
    article = _number("R481") + row.ground.old_article
    steps = (
        (where, row.old.credited, row.old.after_first_limit, f"{ground}最多不超过十二个月", article),
        (where, row.old.after_first_limit, row.old.months, f"{high}（全部工龄合计）", NEW_LAW),
        (rest, row.new.credited, row.new.after_first_limit, high, NEW_LAW),
        (rest, row.new.after_first_limit, row.new.months, f"{ground}两段合计不超过十二个月", article),
    )
    return [
        Line.of_months(f"年限上限{side}", f"{months_text(before)}，{why}", after, basis)
        for side, before, after, why, basis in steps
        if after < before
    ]


def _average(row: Row) -> str:
    return "企业" if row.regime is Regime.RESTRUCTURING else "当地"


def _base_reasons(row: Row, side: Side) -> list[tuple[str, str]]:
    """Tell which floors and caps acted on a base, each with its basis."""
    base, reasons = side.base, []
    old = side is row.old
    if base.floored > base.with_minimum and row.enterprise is not None:
        article = row.ground.old_article if row.ground_matters else ""
        basis = old_basis(row, article) if old else "本单位政策口径：企业平均工资两段保底"
        reasons.append((f"低于企业月平均工资，按企业月平均工资{row.written.enterprise}元保底", basis))
    elif base.with_minimum > row.own and row.options.local_floor is not None:
        reasons.append((f"低于当地最低工资，按最低工资{yuan(row.options.local_floor)}元保底", MINIMUM_WAGE_BASIS))
    if base.ceiling is not None and base.unrounded < base.floored:
        figure = row.written.enterprise if row.regime is Regime.RESTRUCTURING else row.written.local
        basis = old_basis(row) if row.regime is Regime.RESTRUCTURING else NEW_LAW
        reasons.append((f"高于{_average(row)}月平均工资{figure}元的三倍，按三倍封顶", basis))
    return reasons


def base_lines(row: Row) -> list[Line]:
    """The wage base of each side that has months."""
    if row.regime is Regime.LUMP_SUM:
        base = row.old.base.rounded
        return [Line.of_yuan("基数", "当地月平均工资", base, yuan(base), old_basis(row, "第二条"))]
    wage = "当地规定的标准" if row.regime is Regime.PRORATED else "本人月平均工资"
    lines = enterprise_cap_lines(row)
    both = bool(row.old.months and row.new.months)
    for name, side in (("基数（2008年前）", row.old), ("基数（2008年起）", row.new)):
        if not side.months:
            continue
        reasons = _base_reasons(row, side)
        texts = [reason for reason, _ in reasons] or [f"按{wage}"]
        if side.base.rounded != side.base.unrounded:
            texts.append("四舍五入到分")
        bases = [basis for _, basis in reasons] or [old_basis(row) if side is row.old else NEW_LAW]
        text = f"{wage}{yuan(row.own)}元，{'，'.join(texts)}"
        base, basis = side.base.rounded, "；".join(dict.fromkeys(bases))
        lines.append(Line.of_yuan(name if both else "基数", text, base, yuan(base), basis))
    return lines


def enterprise_cap_lines(row: Row) -> list[Line]:
    """The cut of the enterprise average itself, where it acted (A-26)."""
    if row.enterprise is None or row.enterprise_given is None or row.enterprise >= row.enterprise_given:
        return []
    times = option_word(row.options, "enterprise_wage_cap")
    text = f"{yuan(row.enterprise_given)}元，高于当地月平均工资的{times}倍，按{times}倍封顶"
    return [Line.of_yuan("企业月平均工资", text, row.enterprise, row.written.enterprise, "本单位政策口径")]


def amount_text(row: Row) -> str:
    """Write the multiplication: 23个月×1600.00元＋4个月×1600.00元."""
    said = row.written
    old, new = f"{said.old_months}×{said.old_base}元", f"{said.new_months}×{said.new_base}元"
    parts = [text for side, text in ((row.old, old), (row.new, new)) if side.months]
    text = "＋".join(parts) or "0个月"
    if row.options.multiplier != 1:
        text = f"（{text}）×{option_word(row.options, 'multiplier')}"
    return text


def omission_lines(row: Row) -> list[Line]:
    """What was not given and therefore did not act (S-22)."""
    lines = []
    floored = row.regime in (Regime.SEGMENTED, Regime.OLD_LAW) and row.options.enterprise_floor != "none"
    if floored and row.enterprise is None and row.ground.old_floor and row.old.months:
        lines.append(Line("缺件", "未提供企业月平均工资，没有按企业平均工资保底"))
    if row.local is None and row.new.months:
        lines.append(Line("缺件", "未提供当地月平均工资，没有核对三倍封顶和十二年上限"))
    return lines


def memo_lines(row: Row, ended: int | None = None) -> list[Line]:
    """Sums that may be due besides under the law of the time; never inside the amount (S-25).

    ``ended`` is the last day, None where it is not known.
    """
    lines = []
    if row.ground.memo and row.ground_matters:
        lines += [Line("另计", row.ground.memo), *_repeal(ended)]
    if row.reaches_new:
        if "四十条" in row.ground.new_article and row.ground_matters:
            text = "未提前三十日书面通知的，另付一个月工资（代通知金，SOE_NOTICE_PAY）"
            lines.append(Line("另计", text, "", "劳动合同法第40条"))
        text = "经责令仍逾期不付的加付赔偿金、违法解除的赔偿金，不在本金额内"
        lines.append(Line("另计", text, "", "劳动合同法第85条、第87条"))
    elif row.regime is not Regime.LUMP_SUM:
        text = "未按规定发给经济补偿金的，除全额发给外另加百分之五十的额外经济补偿金，不在本金额内"
        lines.append(Line("另计", text, "", f"{_number('R481')}第十条"))
    return lines


def _repeal(ended: int | None) -> list[Line]:
    """Say of an ending after the old rule that it was repealed by then."""
    old = national().documents["R481"]
    if ended is None or old.effective_to is None or to_date(ended) <= old.effective_to:
        return []
    day = date_words(old.effective_to)
    text = f"{old.number}已于{day}由{old.repealed_by}废止，解除时间在其后：是否另付医疗补助费，按当地规定核对"
    return [Line("另计", text)]


def derivation(table: SeveranceTable, i: int = 0) -> list[Line]:
    """Render row i of a calculation, step by step, ending with the amount."""
    row = row_of(table, i)
    rounding = option_word(row.options, "round_to")
    text, fen = f"{amount_text(row)}（{rounding}）", row.amount_fen
    amount = Line.of_yuan("金额", text, Fraction(fen, 100), yuan_text(fen))
    return [*service_lines(row), *limit_lines(row), *base_lines(row), amount, *omission_lines(row)]


def option_line(mattered: Mattered) -> str:
    """Say what another value of an option would have given."""
    words = option_specs()[mattered.option].values
    other, chosen = (words.get(value, value) for value in (mattered.other, mattered.chosen))
    amount = "无法计算" if mattered.other_amount_fen is None else f"为{yuan_text(mattered.other_amount_fen)}元"
    return f"{mattered.label}（{mattered.option}）现按“{chosen}”；若按“{other}”{amount}"


def policy_line(policy: Policy) -> str:
    """Name the profile with its certainty and the version."""
    profile = policy.profile
    return f"口径：{profile.id} {profile.title}（依据{CERTAINTIES[profile.certainty]}）；政策版本：{policy.version}"


def ground_line(row: Row) -> str:
    """Name the ground with the articles that were in force."""
    if not row.ground_matters:
        return f"解除事由：{row.ground.label}（本口径的金额与事由无关）"
    articles = []
    if row.ground.old_article and (row.old.span != (0, 0) or row.regime is Regime.OLD_LAW):
        articles.append(_number("R481") + row.ground.old_article)
    if row.reaches_new:
        articles.append(f"劳动合同法{row.ground.new_article}")
    return f"解除事由：{row.ground.label}" + (f"（{'；'.join(articles)}）" if articles else "")


def explain_text(table: SeveranceTable, mattered: Sequence[Mattered], i: int = 0, ended: int | None = None) -> str:
    """Write the whole explanation of row i as one text with line breaks; ``ended`` is the last day, if known.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> from xl_addin.rules.severance.worker import Worker, assess
    >>> worker = Worker(own=600_000_000, enterprise=720_000_000, months=(223, 0))
    >>> print(explain_text(assess(worker, shipped_policy()), []).splitlines()[0])
    经济补偿金 13680.00 元（壹万叁仟陆佰捌拾元整），计发 19个月
    """
    row = row_of(table, i)
    total = yuan(Fraction(row.amount_fen, 100))
    lines = [f"经济补偿金 {total} 元（{rmb_upper(row.amount_fen)}），计发 {months_text(row.months)}"]
    lines += [f"{number}. {line}" for number, line in enumerate(derivation(table, i), start=1)]
    lines.append(ground_line(row))
    lines += [f"有争议的选项：{option_line(option)}" for option in mattered]
    lines += [str(line) for line in memo_lines(row, ended)]
    lines.append(policy_line(row.policy))
    return "\n".join(lines)


def short_note(table: SeveranceTable, i: int) -> str:
    """Write one row's derivation in one line, for the 说明 column of a table; many rows: ``notes.short_notes``."""
    return note_of(row_of(table, i))


def note_of(row: Row) -> str:
    """Write a row in one line; of its numbers it names those of ``row.written`` only."""
    notes = [amount_text(row)]
    notes += [line.operands.partition("，")[2] for line in limit_lines(row)]
    notes += [f"企业月平均工资按{line.result}计" for line in enterprise_cap_lines(row)]
    notes += [reason for side in (row.old, row.new) if side.months for reason, _ in _base_reasons(row, side)]
    notes += [line.operands for line in omission_lines(row)]
    return "；".join(dict.fromkeys(notes))
