"""关于与诊断: versions, policy profiles, certainty of the law's data, and what this workbook holds of ours.

Made to be sent to whoever maintains the product: no personal data, no file names, no folders. What is written to a
file for that has no names of sheets either: a sheet may be called after a worker.
"""

from __future__ import annotations

import datetime as dt
import platform
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from xl_addin.checks.registry import CHECKS
from xl_addin.commands.office import first_run
from xl_addin.commands.plan import MessagePlan
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.functions import CATALOG
from xl_addin.policy.profiles import Policy, profiles
from xl_addin.policy.schema import CERTAINTIES
from xl_addin.policy.store import national
from xl_addin.rules.procedure.calendar import covered_years
from xl_addin.sheets.policies_used import versions
from xl_addin.sheets.policy_sheet import policy_sheets
from xl_addin.tables.grid import CellValue
from xl_addin.values.errors import CellError
from xl_addin.values.persons import mask_text
from xl_addin.version import __version__

TITLE: Final = "关于与诊断"
_LIBRARIES: Final = ("numpy", "lxml", "openpyxl", "formualizer", "xlwings", "XlsxWriter", "chinesecalendar")


_NOTICE_MONTH: Final = 11
"""Month in which the notice for the next year is usually published."""


def plan_about(book: CommandBook, context: CommandContext) -> MessagePlan:
    """Tell of the product and of the workbook in Chinese lines."""
    product = [*_product(), "", *_policies(), _calendar(context.time.date()), ""]
    calls, tried = list(_calls(book)), first_run.results(book.grid)
    time = ["", f"时间：{context.time:%Y-%m-%d %H:%M}"]
    names = {sheet.name: mask_text(sheet.name) for sheet in book.grid.sheets}
    numbers = {sheet.name: f"第 {number} 张" for number, sheet in enumerate(book.grid.sheets, 1)}
    shown = [*product, *_policy(book), *calls, *_sheets(book, names), *tried, *time]
    written = [*product, _stated(book), *calls, *_sheets(book, numbers), *tried, *time]
    return MessagePlan(TITLE, "\n".join(shown), "\n".join((TITLE, "", *written)))


def _product() -> Iterator[str]:
    yield f"改制测算插件 xl_addin {__version__}：函数 {len(CATALOG)} 个，校验规则 {len(CHECKS)} 条"
    yield f"Python {platform.python_version()}（{platform.system()} {platform.machine()}）"
    found = []
    for name in _LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} 未安装")
    yield "组件：" + "、".join(found)


def _policies() -> Iterator[str]:
    """Content hash of the law's data, shipped profiles, and how certain the sources are."""
    store = national()
    yield f"政策数据 {store.version}：参数 {len(store.parameters)} 个，文件 {len(store.documents)} 份"
    values = Counter(value.certainty for parameter in store.parameters.values() for value in parameter.values)
    documents = Counter(document.certainty for document in store.documents.values())
    for title, counts in (("参数数值", values), ("文件", documents)):
        yield f"{title}的来源：" + "、".join(f"{word} {counts[key]} 条" for key, word in CERTAINTIES.items())
    yield "自带口径："
    for profile in profiles().values():
        yield f"  {Policy(profile, profile.options).version}  {profile.title}"


def _calendar(today: dt.date) -> str:
    """Years of the holiday calendar; from November on also that the next year is still to be added."""
    first, last = covered_years()
    text = f"节假日表：{first}–{last}年"
    if last > today.year or (last == today.year and today.month < _NOTICE_MONTH):
        return text
    return f"{text}；{last + 1}年的放假安排还没有录入，那一年的工作日先给出 #N/A，请装新版本"


def _stated(book: CommandBook) -> str:
    policy = book.stated
    return f"本工作簿的口径：{policy.policy.version}（{'政策表' if policy.sheet else '没有政策表，按默认'}）"


def _policy(book: CommandBook) -> Iterator[str]:
    """The book's own policy, where it stands, and what is wrong with it."""
    policy = book.stated
    stated = f"工作表“{mask_text(policy.sheet)}”" if policy.sheet else "没有政策表，按默认"
    yield f"本工作簿的口径：{policy.policy.version}（{stated}）"
    for line in book.gather(versions).split("；")[1:]:
        yield f"另有：{mask_text(line)}"
    if policy.fault:
        yield f"政策表有误，暂按默认口径：{mask_text(policy.fault)}"


def _calls(book: CommandBook) -> Iterator[str]:
    """Our calls in the book; counts only."""
    counts: Counter[str] = Counter()
    cells = errors = 0
    for sheet in book.grid.sheets:
        for place, formula in sheet.formulas.items():
            names = book.calls.called(formula.text, sheet.name)
            counts.update(names)
            cells += bool(names)
            errors += bool(names) and _failed(sheet.value(*place))
    yield f"本插件函数所在单元格 {cells} 个，其中结果为错误值 {errors} 个"
    if counts:
        yield "用到的函数：" + "、".join(f"{CATALOG[name].alias} {count}" for name, count in counts.most_common())


def _failed(value: CellValue) -> bool:
    return isinstance(value, CellError)


def _sheets(book: CommandBook, names: Mapping[str, str]) -> Iterator[str]:
    """What each sheet was taken for, under the names that it may be told by."""
    rows: Counter[tuple[str, str]] = Counter()
    for table in book.tables:
        rows[table.sheet, table.layout.title] += len(table)
    kinds = {sheet: f"{title} {count} 行" for (sheet, title), count in rows.items()}
    kinds |= dict.fromkeys((sheet.name for sheet in policy_sheets(book.grid)), "政策表")
    for sheet in book.grid.sheets:
        if sheet.ours:
            kinds[sheet.name] = "本插件写出的结果表"
    yield f"工作表 {len(book.grid.sheets)} 张："
    for sheet in book.grid.sheets:
        hidden = "" if sheet.state == "visible" else "，已隐藏"
        yield f"  {names[sheet.name]}：{kinds.get(sheet.name, '未识别（表头不是标准名称，不校验）')}{hidden}"
