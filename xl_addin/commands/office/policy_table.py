"""政策参数表: a 政策 sheet with every option written out, each with what it means and what it may be.

Made from a workbook's own policy, a shipped profile, a shipped draft of a local document, or an office's TOML file.
The first six columns are what calculations read; the seventh is for people. Rows without a value state nothing: they
show what an office can fill in.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from xl_addin.commands.plan import BookPlan
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.files.building.draft import Column, Content, SheetDraft
from xl_addin.files.building.model import NewBook, NewCell, PrintSetup
from xl_addin.files.leftovers import private_folder
from xl_addin.policy.fund import MODES, fund_policy
from xl_addin.policy.fund_tiers import MODE, ORDER, fund_tiers, is_tier_row, tier_row_name, tier_rows
from xl_addin.policy.local import SHEET_HEADINGS, STATUSES, local_faults, profile_rows, read_local, shipped_stubs
from xl_addin.policy.options import closest, option_specs, shown_words
from xl_addin.policy.package import package_policy
from xl_addin.policy.profiles import Policy, option_value, profiles
from xl_addin.policy.schema import UNITS
from xl_addin.policy.store import national, read_toml
from xl_addin.sheets.policy_range import read_policy
from xl_addin.tables.cleaning import clean_text, is_blank
from xl_addin.tables.grid import BookGrid, SheetGrid
from xl_addin.values.errors import InputError
from xl_addin.values.shown_texts import beginning, one_line

TITLE: Final = "政策"
REMARKS: Final = "说明"
_PROFILE: Final = "口径"
_MOST_BYTES: Final = 1_000_000
_MOST_FAULTS: Final = 50
_LONGEST_FAULT: Final = 300
_WIDTHS: Final = (24.0, 22.0, 12.0, 12.0, 11.0, 24.0, 58.0)
_STYLES: Final = ("text", "input", "date", "date", "centre", "wrap", "small")
_WIDTH: Final = len(SHEET_HEADINGS)
_LEAST_HEIGHT: Final = 20.0
_FACTS: Final = {
    "标题": "本单位执行的文件",
    "文号": "状态改为“已确认”前必须填写",
    "发文机关": "",
    "适用系统": "如 国有工业、国合流通",
    "施行日期": "如 2004-01-01",
    "失效日期": "没有就留空；过期后结果标注“未确认口径”",
    "状态": "可填：草案、已确认；未确认的照样计算，结果标注“未确认口径”",
}
"""Facts of the local document in the order of the sheet, each with its remark."""
_SETTINGS: Final = {
    "contents": "一补二险包含哪几项，留空按 {default}；单位和个人分开列时写 养老单位、养老个人 等",
    "cutoff_age": "退休医疗预留算到几岁，留空按 {cutoff}",
    "minimum_years": "退休医疗预留至少几年，留空按 {minimum}",
}
_TEXTS: Final = ("title", "number", "issuer", "status", "profile")
Row = tuple[Any, ...]
_TOO_DEEP: Final = "括号嵌套太深，或数字太长，请照自带的文件草稿一行一项填写"
_LONG_KEY: Final = re.compile(r"""(?<![\w"'-])(?:[\w"'-]++\s*+\.\s*+){20}""")
"""A name of twenty pieces and more, which the parser reads in time that grows with their square."""


def policy_rows(policy: Policy, values: Sequence[Row] = ()) -> list[Row]:
    """Rows of a policy: profile, facts, every option, what 一补二险 contains, tiers, and local values as they stand.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> policy_rows(shipped_policy("R481"))[0]
    ('profile', 'R481')
    """
    chosen = {name: option_value(policy, name) for name in option_specs()}
    options = profile_rows(policy.profile.id, chosen)
    facts = [(name, _fact(name, value)) for name, value in policy.facts.items() if value]
    return [options[0], *facts, *options[1:], *values]


def _fact(name: str, value: str) -> str | int | dt.date:
    if name.startswith(ORDER):
        return int(value)
    return dt.date.fromisoformat(value) if name in ("施行日期", "失效日期") else value


def _value_rows(sheet: SheetGrid) -> list[Row]:
    """Rows of local values as a 政策 sheet has them; those without a value state nothing."""
    named = [row for row in sheet.rows if row and clean_text(row[0]) in national().parameters]
    return [(clean_text(row[0]), *row[1:_WIDTH]) for row in named if not is_blank(row[1] if len(row) > 1 else None)]


def policy_book(rows: Sequence[Row]) -> NewBook:
    """Build the workbook of a 政策 sheet from its rows; facts and values that are not stated get empty rows."""
    stated = _in_order(rows)
    table = [(*row, *[None] * _WIDTH)[:_WIDTH] for row in stated]
    draft = SheetDraft(TITLE, _WIDTHS)
    draft.table(list(map(Column, (*SHEET_HEADINGS, REMARKS), _STYLES)), map(_entries, table))
    draft.fit(_LEAST_HEIGHT)
    draft.choices = {f"B{number}": words for number, row in enumerate(table, 2) if (words := _choices(row[0]))}
    sheet = draft.sheet(PrintSetup(landscape=True, repeat=(1, 1), header="&C政策参数表"))
    return NewBook("政策参数表", [sheet])


def _in_order(rows: Sequence[Row]) -> list[Row]:
    """Profile, facts, options, settings, values, tiers of the fund; what is absent as a row without a value."""
    stated = {row[0] for row in rows}
    named = {tier_row_name(row[0]): row for row in rows if is_tier_row(row[0])}
    tiers: list[Row] = [(name, *named.get(name, (name, None))[1:]) for name in (*tier_rows(), *named)]
    tiers = list(dict.fromkeys(tiers))
    facts = [row for row in rows if row[0] in _FACTS] + [(name, None) for name in _FACTS if name not in stated]
    facts.sort(key=lambda row: list(_FACTS).index(row[0]))
    settings = list(package_policy().settings.values())
    kept = [row for row in rows if row[0] in settings] + [(name, None) for name in settings if name not in stated]
    options = [row for row in rows if row[0] in option_specs()]
    values = [row for row in rows if row[0] in national().parameters]
    others = [row for row in rows[1:] if row not in [*facts, *kept, *options, *values] and not is_tier_row(row[0])]
    absent = [(p.name, None) for p in national().parameters.values() if not p.values and p.name not in stated]
    return [rows[0], *facts, *others, *options, *kept, *values, *absent, *tiers]


def _entries(row: Row) -> Sequence[Content]:
    """A row as the sheet shows it: options and their words in Chinese, as the drop-down lists offer them."""
    name, value, *rest = row
    if isinstance(value, dt.date):
        value = NewCell(value, "date")
    elif name in _FACTS:
        value = NewCell(value, "wrap")
    return shown_name(name), _words(name).get(value, value), *rest, remark(name)


def shown_name(name: str) -> str:
    """The Chinese name of a row.

    >>> shown_name("profile"), shown_name("local_floor"), shown_name("文号")
    ('口径', '当地最低工资保底（元/月）', '文号')
    """
    spec = option_specs().get(name)
    return _PROFILE if name == "profile" else spec.label if spec else name


def _words(name: str) -> dict[Any, str]:
    """The Chinese words of a row's values, by their ids."""
    if name == "profile":
        return shown_words({profile.id: profile.title for profile in profiles().values()})
    spec = option_specs().get(name)
    return shown_words(spec.values) if spec else {}


def remark(name: str) -> str:
    """Say what a row means and what it may hold.

    >>> remark("round_to")
    '金额取整。可填：到分（默认）；到元'
    """
    if name == "profile":
        known = "；".join(f"{profile.id} {profile.title}" for profile in profiles().values())
        return f"口径，只能写在第一行。可填：{known}"
    if name in option_specs():
        return _option_remark(name)
    if name in national().parameters:
        parameter = national().parameters[name]
        return f"{UNITS[parameter.unit]}。{parameter.description}；各时段、各地区各写一行，值留空的行不起作用"
    if is_tier_row(name):
        return _tier_remark(name)
    return _FACTS.get(name) or _setting_remark(name)


def _tier_remark(name: str) -> str:
    shipped, (kind, _, what) = fund_tiers({}), tier_row_name(name).partition("/")
    if kind == ORDER:
        return f"专户资金清偿层级，整数，小的先付；留空按第{shipped.tiers[what]}层"
    number = int(what.removeprefix("第").removesuffix("层"))
    title = next((f"（{tier.name}）" for tier in fund_policy().tiers if tier.number == number), "")
    return f"第{number}层{title}层内怎样付。可填：{'、'.join(MODES)}；留空为{shipped.mode(number)}"


def _option_remark(name: str) -> str:
    spec = option_specs()[name]
    words = [f"{word}{'（默认）' if value == spec.default else ''}" for value, word in spec.values.items()]
    if spec.kind != "choice":
        words.insert(0, f"大于 0 的数字{'' if spec.values else f'（默认 {spec.default}）'}")
    return f"{spec.label}。可填：{'；'.join(words)}"


def _setting_remark(name: str) -> str:
    policy = package_policy()
    default = {
        "default": "、".join(policy.default),
        "cutoff": f"{policy.cutoff_age}岁",
        "minimum": f"{policy.minimum_years}年",
    }
    keys = {label: key for key, label in policy.settings.items()}
    return _SETTINGS[keys[name]].format(**default) if name in keys else ""


def _choices(name: str) -> tuple[str, ...]:
    if name == "状态":
        return STATUSES
    return MODES if name.startswith(MODE) else tuple(_words(name).values())


def plan_policy_table(book: CommandBook, context: CommandContext) -> BookPlan:
    """政策参数表: the workbook's policy (SEG2008 where it states none) as a complete 政策 sheet in a new workbook."""
    found = book.usable_policy()
    origin = f"工作表“{found.sheet}”" if found.sheet else "默认口径 SEG2008（工作簿里没有政策表）"
    summary = f"已按{origin}写出政策参数表；把“政策”表移到测算工作簿里，函数的口径参数引用它的 A:F 列"
    return BookPlan(book_of_policy(book.grid, found.policy, found.sheet), summary, "-政策参数表")


def book_of_policy(grid: BookGrid, policy: Policy, sheet: str) -> NewBook:
    """A policy with the dated values of the sheet that states it ('' for none) as a workbook of one complete sheet."""
    values = _value_rows(grid.sheet(sheet)) if sheet else []
    return policy_book(policy_rows(policy, values))


def named_rows(name: str) -> list[Row]:
    """Rows of an office's TOML file, a shipped profile (SEG2008) or a shipped draft (its title).

    Raises InputError: a file with every fault in one line, an unknown name with a hint.
    """
    path = Path(name)
    if path.suffix.lower() == ".toml" or path.exists():
        faults = file_faults(path)
        if faults:
            raise InputError(f"{path.name} 不能导入：" + "；".join(faults))
        return _local_rows(path)
    if name.strip().upper() in profiles():
        return profile_rows(name, {})
    drafts = {read_toml(stub)["title"]: stub for stub in shipped_stubs()}
    if name.strip() in drafts:
        return _local_rows(drafts[name.strip()])
    known = [*profiles(), *drafts]
    raise InputError(
        f"没有文件、口径或文件草稿“{name}”；可用：本单位的 .toml 文件、{'、'.join(known)}{closest(name, known)}"
    )


def file_faults(path: Path) -> list[str]:
    """Every fault of a local TOML file, a Chinese sentence each; none means that it can be imported.

    Of very many the first are told. Raises InputError for a file that is absent or is no text.
    """
    faults = [one_line(beginning(fault, _LONGEST_FAULT)) for fault in _faults(path)]
    more = len(faults) - _MOST_FAULTS
    return faults if more <= 0 else [*faults[:_MOST_FAULTS], f"另有 {more:,} 处，请改好前面的再看"]


def _faults(path: Path) -> list[str]:
    try:
        _refuse_no_file(path)
        text = path.read_text(encoding="utf-8-sig")
        if _LONG_KEY.search(text):
            return [_TOO_DEEP]
        raw = tomllib.loads(text)
    except InputError:
        raise
    except UnicodeDecodeError:
        raise InputError(f"{path.name} 不是 UTF-8 编码的文本，请用记事本另存为 UTF-8") from None
    except OSError:
        raise InputError(f"{path.name} 不能读取，请核对文件名、位置和权限") from None
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"第 {place[1]} 行第 {place[2]} 个字符附近" if place else "文件末尾"
        return [f"{where}写法不对：文字要加英文双引号，日期写成 2004-01-01，一行一项"]
    except (RecursionError, ValueError):
        return [_TOO_DEEP]
    faults = _shape_faults(raw) or local_faults(raw)
    if not faults:
        try:
            read_policy([list(row) for row in _local_rows(path)])
        except InputError as error:
            faults = [error.message]
    return faults


def _refuse_no_file(path: Path) -> None:
    """InputError for a pipe, which would be waited for without end, and for what is far too large to be a policy."""
    if path.exists() and not path.is_file():
        raise InputError(f"{path.name} 是文件夹、设备或管道，不是政策文件，请核对文件名")
    if path.stat().st_size > _MOST_BYTES:
        raise InputError(f"{path.name} 超过 {_MOST_BYTES // 10**6} MB，不是政策文件，请核对文件名")


def _local_rows(path: Path) -> list[Row]:
    """Rows of a file without faults; older editors put a mark in front of UTF-8 that TOML does not know."""
    with private_folder() as folder:
        plain = folder / path.name
        plain.write_text(path.read_text(encoding="utf-8-sig"), encoding="utf-8")
        return list(read_local(plain).rows)


def _shape_faults(raw: Mapping[str, Any]) -> list[str]:
    """Entries of the wrong kind, which nothing more can be said about."""
    faults = [f"{key}：要写成文字，加英文双引号" for key in _TEXTS if not isinstance(raw.get(key, ""), str)]
    if not _all_are(raw.get("systems", []), str):
        faults.append('systems：要写成文字的列表，如 systems = ["国有工业"]')
    if not isinstance(raw.get("options", {}), dict):
        faults.append("options：要写成 [options] 一节，下面一行一个选项")
    if not _all_are(raw.get("values", []), dict):
        faults.append("values：每个数值要写成 [[values]] 一节")
    return faults


def _all_are(value: object, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(item, kind) for item in value)


def import_summary(rows: Iterable[Row]) -> str:
    """Say in one line what an imported sheet holds.

    >>> import_summary([("profile", "R481"), ("标题", "意见"), ("状态", "草案"), ("职工月平均工资", 2300.0)])
    '口径 R481，文件“意见”，状态 草案，本地数值 1 行'
    """
    rows = list(rows)
    facts = {row[0]: row[1] for row in rows if row[0] in _FACTS}
    values = sum(row[0] in national().parameters for row in rows)
    document = f"文件“{facts['标题']}”，" if facts.get("标题") else ""
    return f"口径 {rows[0][1]}，{document}状态 {facts.get('状态') or '未填（按未确认口径）'}，本地数值 {values} 行"
