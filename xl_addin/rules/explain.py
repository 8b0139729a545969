"""The derivation of one worker's amount, rendered from the columns that the calculation kept.

It computes nothing: months, bases and amounts are read from the table, so that text and cell
cannot differ. Texts are Chinese because workers sign them; each line carries its legal basis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from xl_addin.policy.grounds import Ground, grounds
from xl_addin.policy.options import Options, option_specs
from xl_addin.policy.profiles import Policy, Regime
from xl_addin.policy.schema import CERTAINTIES
from xl_addin.policy.store import national
from xl_addin.rules.service import MONTHS_A_YEAR, PER_MONTH, Span
from xl_addin.rules.severance import SeveranceTable, constant
from xl_addin.rules.wages import OMITTED
from xl_addin.rules.worker import Mattered
from xl_addin.values.money import decimal_text, yuan_text

NEW_LAW = "劳动合同法第四十七条"
TRANSITION = "劳动合同法第九十七条"
MINIMUM_WAGE_BASIS = "劳动合同法实施条例第二十七条"
HALF_YEAR_RULE = "六个月以上不满一年按一年，不满六个月付半个月"


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a derivation: what it is, how it comes about, its result and its basis."""

    step: str
    operands: str
    result: str = ""
    basis: str = ""

    def __str__(self) -> str:
        basis = f"〔{self.basis}〕" if self.basis else ""
        result = f" → {self.result}" if self.result else ""
        return f"{self.step}：{self.operands}{result}{basis}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a calculation as plain numbers, with its policy at hand."""

    policy: Policy
    ground: Ground
    before: tuple[int, int]
    after: tuple[int, int]
    whole: tuple[int, int]
    own: Fraction
    enterprise: Fraction | None
    local: Fraction | None
    old_credited: int
    new_credited: int
    old_months: int
    new_months: int
    old_base: Fraction
    new_base: Fraction
    high_wage: bool
    amount_fen: int

    @property
    def regime(self) -> Regime:
        """The regime that governed the row."""
        return self.policy.profile.regime

    @property
    def options(self) -> Options:
        """The options that governed the row."""
        return self.policy.options


def row_of(table: SeveranceTable, i: int) -> Row:
    """Take row i out of the columns."""

    def span(counted: Span) -> tuple[int, int]:
        return int(counted.months[i]), int(counted.days[i])

    def wage(value: int) -> Fraction | None:
        return None if value == OMITTED else Fraction(value, table.wages.unit)

    return Row(
        policy=table.policy,
        ground=grounds()[int(table.ground[i])],
        before=span(table.service.before),
        after=span(table.service.after),
        whole=span(table.service.whole),
        own=Fraction(int(table.wages.own[i]), table.wages.unit),
        enterprise=wage(int(table.wages.enterprise[i])),
        local=wage(int(table.wages.local[i])),
        old_credited=int(table.credited.old[i]),
        new_credited=int(table.credited.new[i]),
        old_months=int(table.old_months[i]),
        new_months=int(table.new_months[i]),
        old_base=Fraction(int(table.old_base[i]), table.base_unit),
        new_base=Fraction(int(table.new_base[i]), table.base_unit),
        high_wage=bool(table.high_wage[i]),
        amount_fen=int(table.amount_fen[i]),
    )


def yuan(value: Fraction) -> str:
    """Write an exact yuan decimal with at least two places.

    >>> yuan(Fraction(720)), yuan(Fraction(1234567, 1000))
    ('720.00', '1234.567')
    """
    scale = 100
    while (value * scale).denominator != 1 and scale < 10**12:
        scale *= 10
    return decimal_text(int(value * scale), scale, 2)


def months_text(hundredths: int) -> str:
    """Write months of pay.

    >>> months_text(1900), months_text(350), months_text(1863)
    ('19个月', '3.5个月', '18.63个月')
    """
    return f"{decimal_text(hundredths, PER_MONTH)}个月"


def span_text(span: tuple[int, int]) -> str:
    """Write a length of service.

    >>> span_text((223, 17)), span_text((24, 0))
    ('18年7个月17天', '2年')
    """
    years, months = divmod(span[0], MONTHS_A_YEAR)
    parts = [f"{years}年" if years else "", f"{months}个月" if months else "", f"{span[1]}天" if span[1] else ""]
    return "".join(parts) or "0天"


def option_word(options: Options, name: str) -> str:
    """Give the Chinese meaning of an option's chosen value."""
    spec, value = option_specs()[name], getattr(options, name)
    key = "none" if value is None else str(value)
    if key in spec.values:
        return spec.values[key]
    return yuan(value) if spec.kind == "money" else decimal_text(int(value * 1_000_000), 1_000_000)


def _number(document: str) -> str:
    return national().documents[document].number if document else ""


def _old_basis(row: Row, article: str = "") -> str:
    return _number(row.policy.profile.old_document or "R481") + article


def one_sided(row: Row) -> bool:
    """Whether the whole service was counted once instead of being cut at 2008."""
    if row.regime is Regime.SEGMENTED:
        return row.options.segmentation != "split" and row.after != (0, 0)
    return row.regime in (Regime.OLD_LAW, Regime.RESTRUCTURING, Regime.PRORATED)


def service_lines(row: Row) -> list[Line]:
    """Service counted and credited on each side."""
    if row.regime is Regime.LUMP_SUM:
        return [
            Line("计发月数", "当地企业职工年平均工资的三倍", months_text(row.old_credited), _old_basis(row, "第二条"))
        ]
    fraction = option_word(row.options, "fraction")
    if one_sided(row):
        if row.regime is Regime.SEGMENTED and row.options.segmentation == "merged_art47":
            text = f"全部{span_text(row.whole)}，{HALF_YEAR_RULE}"
            return [Line("工龄", text, months_text(row.new_credited), NEW_LAW)]
        text = f"全部{span_text(row.whole)}，{fraction}"
        if row.old_credited == 0 and not row.ground.old_due:
            text = f"全部{span_text(row.whole)}，事由“{row.ground.label}”按旧法不计发"
        return [Line("工龄", text, months_text(row.old_credited), _old_basis(row))]
    lines = []
    if row.before != (0, 0) and row.regime is Regime.SEGMENTED:
        text = f"{span_text(row.before)}，{fraction}"
        if not row.ground.old_due:
            text = f"{span_text(row.before)}，事由“{row.ground.label}”在2008年前不计发"
        lines.append(Line("2008年前工龄", text, months_text(row.old_credited), _old_basis(row)))
    if row.after != (0, 0):
        basis = f"{NEW_LAW}、{TRANSITION}" if row.before != (0, 0) else NEW_LAW
        text = f"{span_text(row.after)}，{HALF_YEAR_RULE}"
        lines.append(Line("2008年起工龄", text, months_text(row.new_credited), basis))
    return lines


def limit_lines(row: Row) -> list[Line]:
    """Twelve-month limits that acted."""
    lines = []
    if row.old_months < row.old_credited:
        old_limit = row.ground.old_cap and row.old_months == constant("旧法月数上限") * PER_MONTH
        basis = _number("R481") + row.ground.old_article if old_limit else NEW_LAW
        why = f"事由“{row.ground.label}”最多不超过十二个月" if old_limit else "高薪人员全部工龄合计最高不超过十二年"
        lines.append(
            Line("年限上限（2008年前）", f"{months_text(row.old_credited)}，{why}", months_text(row.old_months), basis)
        )
    if row.new_months < row.new_credited:
        why = (
            "本人工资高于当地月平均工资三倍，年限最高不超过十二年"
            if row.high_wage
            else f"事由“{row.ground.label}”两段合计不超过十二个月"
        )
        name = "年限上限" if one_sided(row) else "年限上限（2008年起）"
        text = f"{months_text(row.new_credited)}，{why}"
        lines.append(Line(name, text, months_text(row.new_months), NEW_LAW if row.high_wage else _number("R481")))
    return lines


def _base_reasons(row: Row, base: Fraction, side: str) -> tuple[str, str]:
    """Tell which floor or cap made a base, and its basis."""
    minimum = row.options.local_floor
    if row.enterprise is not None and row.regime is Regime.RESTRUCTURING and base < row.own:
        return f"高于企业月平均工资{yuan(row.enterprise)}元的三倍，按三倍计", _old_basis(row)
    if row.local is not None and base < row.own and row.regime is not Regime.RESTRUCTURING:
        return f"高于当地月平均工资{yuan(row.local)}元的三倍，按三倍封顶", NEW_LAW
    if base > row.own:
        if row.enterprise is not None and (minimum is None or row.enterprise >= minimum) and base <= row.enterprise:
            article = (
                row.ground.old_article if row.regime in (Regime.SEGMENTED, Regime.OLD_LAW) and side == "old" else ""
            )
            document = _old_basis(row, article) if side == "old" else "本单位政策口径（企业平均工资两段保底）"
            return f"低于企业月平均工资，按企业月平均工资{yuan(row.enterprise)}元保底", document
        if minimum is not None:
            return f"低于当地最低工资，按{yuan(minimum)}元保底", MINIMUM_WAGE_BASIS
        if row.local is not None:
            return f"保底后按当地月平均工资{yuan(row.local)}元的三倍封顶", NEW_LAW
    if row.options.base_round == "first" and base != row.own:
        return "四舍五入到分", ""
    return "按本人月平均工资", NEW_LAW if side == "new" else _old_basis(row)


def base_lines(row: Row) -> list[Line]:
    """The wage base of each side that has months."""
    if row.regime is Regime.LUMP_SUM:
        return [Line("基数", "当地月平均工资", f"{yuan(row.old_base)}元", _old_basis(row, "第二条"))]
    lines = []
    both = bool(row.old_months and row.new_months)
    for side, months, base in (("old", row.old_months, row.old_base), ("new", row.new_months, row.new_base)):
        if months:
            reason, basis = _base_reasons(row, base, side)
            label = {"old": "基数（2008年前）", "new": "基数（2008年起）"}[side] if both else "基数"
            lines.append(Line(label, f"本人月平均工资{yuan(row.own)}元，{reason}", f"{yuan(base)}元", basis))
    return lines


def amount_text(row: Row) -> str:
    """Write the multiplication: 23个月×1600.00元＋4个月×1600.00元."""
    sides = ((row.old_months, row.old_base), (row.new_months, row.new_base))
    parts = [f"{months_text(months)}×{yuan(base)}元" for months, base in sides if months]
    text = "＋".join(parts) or "0个月"
    if row.options.multiplier != 1:
        text = f"（{text}）×{option_word(row.options, 'multiplier')}"
    return text


def omission_lines(row: Row) -> list[Line]:
    """What was not given and therefore did not act (S-22)."""
    lines = []
    floored = row.regime in (Regime.SEGMENTED, Regime.OLD_LAW) and row.options.enterprise_floor != "none"
    if floored and row.enterprise is None and row.ground.old_floor and row.old_months:
        lines.append(Line("缺件", "未提供企业月平均工资，没有按企业平均工资保底"))
    if row.local is None and row.new_months:
        lines.append(Line("缺件", "未提供当地月平均工资，没有核对三倍封顶和十二年上限"))
    return lines


def memo_lines(row: Row) -> list[Line]:
    """Sums that may be due besides; never inside the amount (S-25)."""
    lines = []
    if row.ground.memo:
        lines.append(Line("另计", row.ground.memo))
    if "四十条" in row.ground.new_article:
        lines.append(
            Line("另计", "未提前三十日书面通知的，另付一个月工资（代通知金，SOE_NOTICE_PAY）", "", "劳动合同法第四十条")
        )
    lines.append(
        Line(
            "另计",
            "逾期不付且经责令仍不付的加付赔偿金、违法解除的赔偿金，均不在本金额内",
            "",
            "劳动合同法第八十五条、第八十七条",
        )
    )
    return lines


def derivation(table: SeveranceTable, i: int = 0) -> list[Line]:
    """Render row i of a calculation, step by step, ending with the amount."""
    row = row_of(table, i)
    rounding = option_word(row.options, "round_to")
    amount = Line("金额", f"{amount_text(row)}（{rounding}）", f"{yuan_text(row.amount_fen)}元")
    return [*service_lines(row), *limit_lines(row), *base_lines(row), amount, *omission_lines(row)]


def option_line(mattered: Mattered) -> str:
    """Say what another value of an option would have given."""
    words = option_specs()[mattered.option].values
    other = words.get(mattered.other, mattered.other)
    amount = "无法计算" if mattered.other_amount_fen is None else f"为{yuan_text(mattered.other_amount_fen)}元"
    chosen = words.get(mattered.chosen, mattered.chosen)
    return f"{mattered.label}（{mattered.option}）现按“{chosen}”；若按“{other}”{amount}"


def policy_line(policy: Policy) -> str:
    """Name the profile with its certainty and the version."""
    profile = policy.profile
    return f"口径：{profile.id} {profile.title}（依据{CERTAINTIES[profile.certainty]}）；政策版本：{policy.version}"


def explain_text(table: SeveranceTable, mattered: Sequence[Mattered], i: int = 0) -> str:
    """Write the whole explanation of row i as one text with line breaks.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> from xl_addin.rules.worker import Worker, assess
    >>> worker = Worker(own=600_000_000, enterprise=720_000_000, months=(223, 0))
    >>> print(explain_text(assess(worker, shipped_policy()), []).splitlines()[0])
    经济补偿金 13,680.00 元，计发 19个月
    """
    row = row_of(table, i)
    lines = [f"经济补偿金 {yuan_text(row.amount_fen)} 元，计发 {months_text(row.old_months + row.new_months)}"]
    lines += [f"{number}. {line}" for number, line in enumerate(derivation(table, i), start=1)]
    ground = row.ground
    articles = "；".join(
        part
        for part in (
            f"{_number('R481')}{ground.old_article}" if ground.old_article else "",
            f"劳动合同法{ground.new_article}",
        )
        if part
    )
    lines.append(f"解除事由：{ground.label}（{articles}）")
    lines += [f"有争议的选项：{option_line(option)}" for option in mattered]
    lines += [str(line) for line in memo_lines(row)]
    lines.append(policy_line(row.policy))
    return "\n".join(lines)


def short_note(table: SeveranceTable, i: int) -> str:
    """Write one row's derivation in one line, for the 说明 column of a table."""
    row = row_of(table, i)
    notes = [amount_text(row)]
    notes += [f"{line.step}{line.operands.partition('，')[2] or line.operands}" for line in limit_lines(row)]
    notes += [
        line.operands.partition("，")[2]
        for line in base_lines(row)
        if any(word in line.operands for word in ("保底", "封顶", "三倍"))
    ]
    notes += [line.operands for line in omission_lines(row)]
    return "；".join(dict.fromkeys(notes))
