"""What the command line says: every line with its ID numbers masked, and what is printed of a workbook's outcome."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xl_addin.sheets.readings import SILENT_KINDS
from xl_addin.values.causes import counted
from xl_addin.values.errors import InputError
from xl_addin.values.findings import FindingTable, Severity
from xl_addin.values.money import fen_to_yuan
from xl_addin.values.persons import mask_name
from xl_addin.values.shown_texts import one_line, shown, steering_as_json

if TYPE_CHECKING:
    from xl_addin.hosts.file.job import Outcome
    from xl_addin.hosts.openbook.diagnosis import Item

BOOK_HELP = "工作簿（.xlsx、.xls、.et、.ods、.csv 等）"
Book = Annotated[Path, typer.Argument(help=BOOK_HELP, metavar="工作簿", show_default=False, readable=False)]
Out = Annotated[
    Path | None, typer.Option("-o", "--output", help="写到哪个文件", metavar="文件", show_default=False, readable=False)
]
PasswordFile = Annotated[
    Path | None,
    typer.Option(
        "--password-file", help="打开密码写在这个文件的第一行", metavar="文件", show_default=False, readable=False
    ),
]
Today = Annotated[
    str,
    typer.Option(
        "--today", help="按哪一天核对未办结事项（如 2011-12-31），默认今天", metavar="日期", show_default=False
    ),
]
ReportFormat = Annotated[
    str,
    typer.Option(
        "--format",
        help="text 给人看，json 给程序读",
        metavar="形式",
        autocompletion=lambda incomplete: [name for name in FORMATS if name.startswith(incomplete)],
    ),
]
FORMATS: Final = ("text", "json")
SHOWN = 20
"""Causes that the terminal lists; the report holds all of them."""
SHOWN_UNCHECKED = 8


def day_of(today: str) -> dt.date | None:
    """Read ``--today``; None where it is not given. Raises InputError."""
    if not today.strip():
        return None
    try:
        return dt.date.fromisoformat(today.strip())
    except ValueError:
        raise InputError(f"--today 要写成 2011-12-31 这样的日期，现为“{today}”") from None


def exit_status(findings: FindingTable) -> int:
    """Give 1 exactly when there is a finding of severity error."""
    return 1 if findings.counts()[Severity.ERROR.value] else 0


def summarise(outcome: Outcome, seconds: float) -> None:
    """Print what a workbook comes to."""
    findings, recalculation = outcome.result.findings, outcome.recalculation
    counts = findings.counts()
    if outcome.conversion:
        say(f"格式：{outcome.conversion}")
    blank = frozenset(outcome.untouched)
    for reading in outcome.readings[:SHOWN_UNCHECKED]:
        if reading.kind not in SILENT_KINDS and reading.sheet not in blank:
            say(f"读法：{reading.line}")
    for item in outcome.reconciled[:SHOWN_UNCHECKED]:
        if item.sheet in blank:
            continue
        say(f"核对：{item.line}")
    say(f"职工人数：{outcome.persons} 人")
    for part in outcome.severance:
        say(f"经济补偿金合计：{fen_to_yuan(part.money.fen):,.2f} 元（{part.sheet}，{part.money.people}）")
    say(f"重算函数：{recalculation.calls} 个单元格，其中 {len(recalculation.errors)} 个给出错误值")
    found = [f"{severity.label} {counts[severity.value]} 条" for severity in Severity]
    say("发现：" + "，".join([*found, *([counted(causes)] if (causes := findings.causes()) else [])]))
    if not outcome.checked:
        say("没有一张表有可校验的内容，不表示没有问题")
    say(f"政策版本：{outcome.versions}")
    say(f"用时：{seconds:.1f} 秒")


def list_findings(findings: FindingTable) -> None:
    """Print what to put right first, a row a cause with what hangs on it."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    causes = findings.causes()
    if not causes:
        return
    table = Table(show_lines=False, title=None, expand=False)
    table.add_column("级别", no_wrap=True)
    table.add_column("位置", no_wrap=True)
    table.add_column("姓名", no_wrap=True)
    table.add_column("问题", overflow="fold")
    table.add_column("怎么改", overflow="fold")
    for cause in causes[:SHOWN]:
        root = cause.root
        place = f"{root.sheet}!{root.cell}" if root.cell else root.sheet
        said = "".join((root.message, "。" if cause.text() else "", cause.text(SHOWN_UNCHECKED)))
        texts = (cause.severity.label, one_line(place), mask_name(cause.hanging.name), said, root.remedy)
        table.add_row(*(Text(shown(text)) for text in texts))  # a Text: brackets in a cell are no markup
    Console(width=None if sys.stdout.isatty() else 140).print(table)
    if len(causes) > SHOWN:
        say(f"……还有 {len(causes) - SHOWN} 个原因，见“校验结果”表或 --format json")


def beside(book: Path, suffix: str) -> Path:
    """Name the copy that is written beside a workbook."""
    if not book.name:
        raise InputError("请给出工作簿的文件名")
    from xl_addin.hosts.file.workfile import output_suffix

    return book.with_name(f"{book.stem}-{suffix}{output_suffix(book)}")


def password_in(file: Path | None) -> str:
    """Give the password on the first line of a file; '' for no file. A password on the command line could be seen."""
    if file is None:
        return ""
    try:
        first = file.read_bytes()[:4096].decode("utf-8-sig").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError):
        raise InputError(f"不能读取密码文件“{file}”，请存成 UTF-8 文本，密码写在第一行") from None
    if not first:
        raise InputError(f"密码文件“{file}”的第一行是空的，请把打开密码写在第一行")
    return first


def list_not_checked(findings: FindingTable) -> None:
    """Print what was left out: sheets nobody has filled in on one line, rows that wait for a cause counted."""
    lines = findings.unchecked()
    for line in lines[:SHOWN_UNCHECKED]:
        say(f"未校验：{line.partition('（')[0]}" if not line.startswith("尚未填写") else line)
    if len(lines) > SHOWN_UNCHECKED:
        say(f"……未校验的还有 {len(lines) - SHOWN_UNCHECKED} 项，见“校验明细”表或 --format json")


def refuse_other_format(form: str) -> None:
    """Raise InputError for a form that results are not printed in."""
    if form not in FORMATS:
        raise InputError(f"--format 只能是 {' 或 '.join(FORMATS)}，现为“{form}”")


def say_json(report: dict[str, Any]) -> None:
    """Print a result for programs."""
    typer.echo(steering_as_json(json.dumps(report, ensure_ascii=False, indent=2)))


def say_diagnosis(items: Sequence[Item]) -> int:
    """Print what a doctor found, a line each, and how many lines ask for something; give the exit status."""
    for item in items:
        say(item.line)
    wrong = sum(bool(item.remedy) for item in items)
    say(f"有 {wrong} 项问题，请按上面的提示处理" if wrong else "全部正常")
    return 1 if wrong else 0


def pause() -> None:
    """Wait until the user has read a window that an icon has opened."""
    typer.prompt("按回车键关闭", default="", show_default=False, prompt_suffix="")


def say(text: str = "") -> None:
    """Print to stdout."""
    typer.echo(shown(text))


def say_file(before: str, path: Path) -> None:
    """Print a line that ends with the name of a file, which may hold line feeds."""
    say(f"{before}{one_line(str(path))}")


def complain(text: str) -> None:
    """Print to stderr as one line."""
    typer.echo(said_line(text), err=True)


def said_line(text: str) -> str:
    """Give a text as it is said on one line."""
    return shown(" ".join(text.split()))
