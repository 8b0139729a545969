"""The command line ``xl-addin``: the same functions and checks on files, without a spreadsheet program.

Exit status: 0 clean, 1 findings of severity error, 2 unusable input or option. Status 2 comes with one
Chinese line on stderr and nothing written. Heavy modules load inside the commands.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
import typer.main

from xl_addin import cli_build, cli_commands, cli_drop, cli_install, cli_new, cli_policy
from xl_addin.cli_say import complain, say
from xl_addin.policy.schema import PolicyFileError
from xl_addin.values.errors import InputError, PolicyGap
from xl_addin.values.findings import FindingTable, Severity
from xl_addin.values.persons import mask_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from xl_addin.hosts.file.job import Outcome

app = typer.Typer(
    name="xl-addin",
    help="改制测算插件：在文件上计算经济补偿金、校验工作簿（不需要表格软件）。",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(cli_policy.policy_app, name="policy")
app.add_typer(cli_build.build_app, name="build")
app.command("command")(cli_commands.command)
app.command("new")(cli_new.new)
app.command("install")(cli_install.install)
app.command("uninstall")(cli_install.uninstall)
app.command("doctor")(cli_install.doctor)
app.command("drop", hidden=True)(cli_drop.drop)

Book = Annotated[Path, typer.Argument(help="工作簿（.xlsx 或 .xlsm）", metavar="BOOK", show_default=False)]
Out = Annotated[Path | None, typer.Option("-o", "--output", help="写到哪个文件", metavar="OUT", show_default=False)]
SHOWN = 20
"""Findings that the terminal lists; the report holds all of them."""
SHOWN_UNCHECKED = 8


def _status(findings: FindingTable) -> int:
    return 1 if findings.counts()[Severity.ERROR.value] else 0


def _progress() -> Callable[[int, int], None] | None:
    """Give a progress bar on stderr for a person who watches; None for files and pipes."""
    if not sys.stderr.isatty():
        return None
    from rich.progress import Progress

    bar = Progress(transient=True)
    task = bar.add_task("重算", total=None)

    def advance(done: int, total: int) -> None:
        if not bar.live.is_started:
            bar.start()
        bar.update(task, completed=done, total=total)
        if done >= total:
            bar.stop()

    return advance


def _summary(outcome: Outcome, seconds: float) -> None:
    findings, recalculation = outcome.result.findings, outcome.recalculation
    counts = findings.counts()
    say(f"职工人数：{outcome.persons} 人")
    for part in outcome.severance:
        rest = f"，另有 {part.without_amount} 人没有金额，未计入" if part.without_amount else ""
        say(f"经济补偿金合计：{part.total:,.2f} 元（{part.sheet}，{part.persons} 人{rest}）")
    say(f"重算函数：{recalculation.calls} 个单元格，其中 {len(recalculation.errors)} 个给出错误值")
    say("发现：" + "，".join(f"{severity.label} {counts[severity.value]} 条" for severity in Severity))
    say(f"政策版本：{outcome.policy.policy.version}")
    say(f"用时：{seconds:.1f} 秒")


def _list_findings(findings: FindingTable) -> None:
    from rich.console import Console
    from rich.table import Table

    if len(findings) == 0:
        return
    order = list(Severity)
    rows = sorted(findings, key=lambda finding: order.index(finding.severity))
    table = Table(show_lines=False, title=None, expand=False)
    table.add_column("级别", no_wrap=True)
    table.add_column("位置", no_wrap=True)
    table.add_column("问题", overflow="fold")
    table.add_column("怎么改", overflow="fold")
    for finding in rows[:SHOWN]:
        place = f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet
        table.add_row(*map(mask_text, (finding.severity.label, place, finding.message, finding.remedy)))
    Console(width=None if sys.stdout.isatty() else 140).print(table)
    if len(rows) > SHOWN:
        say(f"……还有 {len(rows) - SHOWN} 条，见“校验结果”表或 --format json")


def _beside(book: Path, suffix: str) -> Path:
    """Name the copy that is written beside a workbook."""
    if not book.name:
        raise InputError("请给出工作簿的文件名")
    return book.with_name(f"{book.stem}-{suffix}{book.suffix}")


def _list_not_checked(findings: FindingTable) -> None:
    lines = findings.not_checked
    for line in lines[:SHOWN_UNCHECKED]:
        say(f"未校验：{line.partition('（')[0]}")
    if len(lines) > SHOWN_UNCHECKED:
        say(f"……未校验的还有 {len(lines) - SHOWN_UNCHECKED} 项，见“校验结果”表或 --format json")


@app.command()
def run(book: Book, output: Out = None) -> None:
    """重算本插件函数、校验工作簿，写出带“校验结果”的副本（原文件不动）。"""
    from xl_addin.hosts.file.job import run_file

    started = time.monotonic()
    target = output or _beside(book, "校验")
    outcome = run_file(book, target, dt.datetime.now(), _progress())
    _list_findings(outcome.result.findings)
    _list_not_checked(outcome.result.findings)
    if not outcome.recalculation.calls:
        say("工作簿里没有本插件的函数，只做了校验")
    _summary(outcome, time.monotonic() - started)
    say(f"已写出：{target}")
    raise typer.Exit(_status(outcome.result.findings))


@app.command()
def calc(book: Book, output: Out = None) -> None:
    """只重算本插件函数和依赖它们的公式，写出副本。"""
    from xl_addin.hosts.file.job import calculate_file

    target = output or _beside(book, "重算")
    recalculation = calculate_file(book, target, _progress())
    for sheet, cell, error in recalculation.errors[:SHOWN]:
        say(f"{sheet}!{cell} {error.code}：{error.message}")
    for sheet, cell, name, meant in recalculation.misspelt:
        say(f"{sheet}!{cell}：没有名为“{name}”的函数，是否想写“{meant}”？")
    for sheet, cell, reason in recalculation.unresolved[:SHOWN]:
        say(f"{sheet}!{cell} 留给表格软件重算：{reason}")
    say(f"重算函数：{recalculation.calls} 个单元格，其中 {len(recalculation.errors)} 个给出错误值")
    if recalculation.calls:
        say(f"已写出：{target}")
    raise typer.Exit(1 if recalculation.errors or recalculation.misspelt else 0)


@app.command()
def check(
    book: Book,
    form: Annotated[str, typer.Option("--format", help="text 或 json", metavar="FORMAT")] = "text",
) -> None:
    """只校验，不写文件；--format json 给程序读。"""
    from xl_addin.checks.report_json import to_json
    from xl_addin.hosts.file.job import check_file

    if form not in ("text", "json"):
        raise InputError(f"--format 只能是 text 或 json，现为“{form}”")
    started = time.monotonic()
    outcome = check_file(book, _progress() if form == "text" else None)
    findings = outcome.result.findings
    if form == "json":
        typer.echo(
            json.dumps(to_json(findings, book.name, outcome.policy.policy.version), ensure_ascii=False, indent=2)
        )
    else:
        _list_findings(findings)
        _list_not_checked(findings)
        _summary(outcome, time.monotonic() - started)
    raise typer.Exit(_status(findings))


@app.command()
def functions(name: Annotated[str | None, typer.Argument(help="函数名或中文名", show_default=False)] = None) -> None:
    """列出工作表函数；给出名称时显示参数说明。"""
    from xl_addin.functions import CATALOG, resolve

    if name is None:
        for spec in CATALOG.values():
            say(f"{spec.name}  {spec.alias}  {spec.help}")
        return
    found = resolve(name)
    if found is None:
        from xl_addin.policy.options import closest

        known = [word for spec in CATALOG.values() for word in (spec.name, spec.alias)]
        raise InputError(f"没有名为“{name}”的函数{closest(name, known)}")
    spec = CATALOG[found]
    say(f"{spec.signature}  （{spec.alias}）")
    say(spec.help)
    for argument in spec.arguments:
        default = f"，可省略，省略时{argument.default or '为空'}" if argument.optional else ""
        say(f"  {argument.name}：{argument.help}（{argument.unit}{default}），例：{argument.example}")
    say(f"结果：{spec.result}")
    say(f"例：{spec.example}")


@app.command()
def explain(
    start: Annotated[str, typer.Argument(help="参加工作时间")],
    end: Annotated[str, typer.Argument(help="解除时间")],
    wage: Annotated[str, typer.Argument(help="月平均工资（元）")],
    enterprise_wage: Annotated[str, typer.Option(help="企业月平均工资")] = "",
    local_wage: Annotated[str, typer.Option(help="当地月平均工资")] = "",
    ground: Annotated[str, typer.Option(help="解除事由")] = "",
    policy: Annotated[str, typer.Option(help="口径")] = "",
    reader: Annotated[str, typer.Option("--for", help="给谁看：审计 或 职工", metavar="WHO")] = "审计",
) -> None:
    """逐行说明一名职工的补偿金怎样算出。"""
    from xl_addin.functions.severance.functions import explain as for_auditor
    from xl_addin.functions.severance.functions import explain_to_worker

    wordings = {"审计": for_auditor, "职工": explain_to_worker}
    if reader not in wordings:
        raise InputError(f"--for 只能是 审计 或 职工，现为“{reader}”")
    _print(wordings[reader](start, end, wage, enterprise_wage, local_wage, ground, policy))


def _print(text: str) -> None:
    for line in text.splitlines():
        say(line)


_UsageError: type[Any] = typer.BadParameter.__mro__[1]
"""typer's copy of click keeps this base private; its place above BadParameter is the same in every version."""


def _usage_line(error: Any) -> str:
    """Say a usage fault in Chinese, with the option or argument it is about."""
    kind = type(error).__name__
    if kind in ("NoSuchOption", "NoSuchCommand"):
        name = getattr(error, "option_name", None) or getattr(error, "command_name", "")
        return f"没有选项或命令“{name}”，请看 xl-addin --help"
    inner = getattr(getattr(error.ctx, "command", None), "commands", None)
    if inner and error.format_message() == "Missing command.":
        return f"“{error.ctx.info_name}”后面要写做什么：{'、'.join(inner)}，请看 xl-addin {error.ctx.info_name} --help"
    quoted = re.findall(r"'([^']*)'", error.format_message())
    if kind == "MissingParameter":
        return f"命令缺少参数 {' '.join(quoted)}，请看 xl-addin --help"
    return f"命令写法不对{'：' if quoted else ''}{' '.join(quoted)}，请看 xl-addin --help"


def main() -> None:
    """Run the command line; every failure is one Chinese line and an exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(_run(sys.argv[1:]))


def _run(arguments: list[str]) -> int:
    try:
        status = typer.main.get_command(app).main(arguments or ["--help"], "xl-addin", standalone_mode=False)
    except (InputError, PolicyGap, PolicyFileError) as error:
        return _refuse(error.message if not isinstance(error, PolicyFileError) else str(error))
    except OSError as error:
        return _refuse(f"文件不能读写：{error.strerror or error}")
    except _UsageError as error:
        return _refuse(_usage_line(error))
    except (typer.Abort, KeyboardInterrupt):
        return _refuse("已中断，没有写出文件")
    except Exception as error:  # the last net: a clerk must never see a traceback
        return _refuse(f"内部出错（{type(error).__name__}），没有写出文件；请把命令和版本号报给维护人员")
    return status if isinstance(status, int) else 0


def _refuse(message: str) -> int:
    complain(message)
    return 2
