"""One declaration per worksheet function: names, help, arguments with unit and example, and what computes it.

Registration in every host, the manual, ribbon help and the completeness test are made from
these declarations; nothing about a function is typed twice. Knows no host and no law.
"""

from __future__ import annotations

import datetime as dt
import keyword
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Final

from xl_addin.functions.kinds import KINDS
from xl_addin.values.errors import CellError

HELP_LIMIT: Final = 255
"""What Excel's function wizard shows of a help text."""

Scalar = None | bool | int | float | str | dt.date | CellError
Result = Scalar | list[list[Scalar]]
"""What a function gives back: a cell value, an error value, or a table whose first row is headings."""


class Spilled(list[list[Scalar]]):
    """A table of a result of which is known in which rows (from 0) not every cell is a finite number, a text or empty."""

    __slots__ = ("odd",)

    def __init__(self, rows: Iterable[list[Scalar]], odd: Collection[int]) -> None:
        super().__init__(rows)
        self.odd = odd


_RESERVED_WORDS: Final = (
    "and as boolean byte byref byval call case const currency date decimal declare dim do double each else empty "
    "end enum eqv event exit false for friend from function get global gosub goto if imp implements in input "
    "integer is let lib like local lock long loop lset me mod name new next not nothing null object on open "
    "option optional or output paramarray preserve print private property public put raiseevent read redim rem "
    "resume return rset select set single static step stop string sub then to true type typeof until variant "
    "wend while with withevents write xor"
)
_RESERVED: Final = frozenset(_RESERVED_WORDS.split())
"""Words that cannot name an argument in VBA, LibreOffice Basic or Python."""


@dataclass(frozen=True, slots=True)
class ArgumentSpec:
    """One argument: ASCII id, Chinese name, unit, meaning, an example as typed in a cell, and how it is read."""

    id: str
    name: str
    unit: str
    help: str
    example: str
    kind: str
    """One of :data:`xl_addin.functions.kinds.KINDS`."""
    default: str | None = None
    """Text of the default for an optional argument; None where it is required."""
    words: tuple[str, ...] = ()
    """What an argument of the kinds ``word`` and ``one_of`` may say."""
    blank_allowed: bool = False
    """Whether its cell may be empty though its place is kept: another argument then says what is meant."""

    def __post_init__(self) -> None:
        if not self.id.isidentifier() or keyword.iskeyword(self.id) or self.id in _RESERVED or not self.id.isascii():
            raise ValueError(f"argument id {self.id!r} is not usable in every host")
        if len(self.wizard_help) > HELP_LIMIT:
            raise ValueError(f"help of argument {self.id} has {len(self.wizard_help)} characters")
        if self.kind not in KINDS or bool(self.words) != (self.kind in ("word", "one_of")):
            raise ValueError(f"argument {self.id} is of no kind, or its words are missing")

    @property
    def shape(self) -> str:
        """``cell`` (one value), ``range`` (a table) or ``either``."""
        return KINDS[self.kind].shape

    @property
    def optional(self) -> bool:
        """Whether the argument may be left out."""
        return self.default is not None

    @property
    def wizard_help(self) -> str:
        """Help as the function wizard shows it: name, unit, meaning, example and default.

        >>> from xl_addin.functions import CATALOG
        >>> CATALOG["SOE_SEVERANCE"].arguments[3].wizard_help
        '企业月平均工资（元/月）：企业月平均工资，用于保底；没有就留空。例：1500。不填：不保底'
        """
        default = f"。不填：{self.default}" if self.default else ""
        return f"{self.name}（{self.unit}）：{self.help}。例：{self.example}{default}"


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """One worksheet function."""

    name: str
    alias: str
    category: str
    help: str
    help_en: str
    arguments: tuple[ArgumentSpec, ...]
    result: str
    """Unit and shape of the result, for users."""
    example: str
    compute: Callable[..., Result]
    """Names the arguments it needs and takes them as read; raises InputError or PolicyGap. See ``reading.answer``."""
    row_errors: bool = False
    """Whether error values inside the first argument spoil only their own row (G-03)."""

    def __post_init__(self) -> None:
        if len(self.wizard_help) > HELP_LIMIT:
            raise ValueError(f"help of {self.name} has {len(self.wizard_help)} characters")
        optional = [argument.optional for argument in self.arguments]
        if optional != sorted(optional):
            raise ValueError(f"{self.name}: a required argument follows an optional one")

    @property
    def wizard_help(self) -> str:
        """Help as the function wizard shows it: Chinese, then English."""
        return f"{self.help} {self.help_en}"

    @property
    def required(self) -> int:
        """Number of arguments that must be given."""
        return sum(not argument.optional for argument in self.arguments)

    @property
    def gives_table(self) -> bool:
        """Whether the result fills several cells.

        >>> from xl_addin.functions import CATALOG
        >>> [CATALOG[name].gives_table for name in ("SOE_SEVERANCE", "SOE_WATERFALL", "SOE_PROCEDURE_CHECK")]
        [False, True, True]
        """
        return self.result.startswith(("区域：", "表："))

    @property
    def signature(self) -> str:
        """Signature with Chinese argument names, optional ones in brackets.

        >>> from xl_addin.functions import CATALOG
        >>> CATALOG["SOE_RATE"].signature
        'SOE_RATE(参数, 日期, [地区], [口径])'
        """
        names = (f"[{a.name}]" if a.optional else a.name for a in self.arguments)
        return f"{self.name}({', '.join(names)})"


START: Final = ArgumentSpec("start_date", "参加工作时间", "日期", "参加工作（或进厂）日期；也可选多段工龄的区域：起、止、类别、是否计算、已补偿", "1985-07-01", "service")  # fmt: skip
END: Final = ArgumentSpec("end_date", "解除时间", "日期", "最后一个在册日；给了多段工龄时留空", "2011-09-28", "joined", blank_allowed=True)  # fmt: skip
WAGE: Final = ArgumentSpec("wage", "月平均工资", "元/月", "解除前12个月本人月平均应得工资", "1600", "money")
ENTERPRISE: Final = ArgumentSpec("enterprise_wage", "企业月平均工资", "元/月", "企业月平均工资，用于保底；没有就留空", "1500", "stated_average", default="不保底")  # fmt: skip
LOCAL: Final = ArgumentSpec("local_wage", "当地月平均工资", "元/月", "当地上年度职工月平均工资（设区的市公布），用于三倍封顶", "2300", "stated_average", default="不封顶")  # fmt: skip
GROUND: Final = ArgumentSpec("ground", "解除事由", "文字", "协商、医疗期满、不能胜任、客观变化、裁员、期满、破产关闭，或条文号如 40-3", "客观变化", "ground", default="客观变化")  # fmt: skip
POLICY: Final = ArgumentSpec("policy", "口径", "文字或区域", "政策口径名称，或政策表的区域（项目、值、起、止、地区、文号）", "SEG2008", "policy", default="SEG2008")  # fmt: skip
WORKER: Final = (START, END, WAGE, ENTERPRISE, LOCAL, GROUND, POLICY)
