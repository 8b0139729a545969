"""``xl-addin papers``: Word papers from a workbook, and whether they still agree with it.

Registered by :mod:`xl_addin.cli.application`. What is printed holds counts and places, never a name or an ID number.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xl_addin.cli.progress import stage_bar
from xl_addin.cli.shown import (
    BOOK_HELP,
    SHOWN,
    PasswordFile,
    ReportFormat,
    exit_status,
    password_in,
    refuse_other_format,
    say,
    say_file,
    say_json,
)
from xl_addin.values.errors import InputError
from xl_addin.values.findings import FindingTable

if TYPE_CHECKING:
    from xl_addin.hosts.file.job import Beside

Book = Annotated[Path | None, typer.Argument(help=BOOK_HELP, metavar="工作簿", show_default=False, readable=False)]
Target = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="文书写到哪个文件夹", metavar="文件夹", show_default=False, readable=False),
]
Names = Annotated[
    list[str] | None,
    typer.Option("--paper", help="只写这种文书，可写几次；默认全部", metavar="名称", show_default=False),
]
Folder = Annotated[
    Path | None,
    typer.Option("--check", help="核对这个文件夹里的文书和工作簿是否一致", metavar="文件夹", show_default=False),
]
Templates = Annotated[
    Path | None,
    typer.Option("--templates", help="用这个文件夹里本单位的模板", metavar="文件夹", show_default=False),
]
Given = Annotated[
    Path | None,
    typer.Option("--give-templates", help="把随带的模板放到这个文件夹供修改", metavar="文件夹", show_default=False),
]
Take = Annotated[
    list[str] | None,
    typer.Option("--take", help="几张表的数据不一致时采用这张工作表，可写几次", metavar="工作表", show_default=False),
]


def papers(
    book: Book = None,
    output: Target = None,
    names: Names = None,
    check: Folder = None,
    masked: Annotated[
        bool, typer.Option("--masked", "--mask", help="全部文书的身份证号脱敏（公示件总是脱敏）")
    ] = False,
    templates: Templates = None,
    give_templates: Given = None,
    sheet: Annotated[str, typer.Option(help="只用这张测算表", metavar="工作表", show_default=False)] = "",
    take: Take = None,
    form: ReportFormat = "text",
    password_file: PasswordFile = None,
) -> None:
    """从工作簿写出 Word 文书（方案、公示、证明、内退协议、签收表、银行代发清单、表决记录），或核对是否一致。"""
    from xl_addin.hosts.file import papers as host

    refuse_other_format(form)
    if give_templates is not None:
        for path in host.give_templates(give_templates):
            say_file("已写出：", path)
        return
    if book is None:
        raise InputError("请给出工作簿：xl-addin papers 工作簿.xlsx -o 文件夹")
    if (output is None) == (check is None):
        raise InputError("请用 -o 给出放文书的文件夹，或用 --check 给出要核对的文件夹（只写一个）")
    wish = host.PaperWish(tuple(names or ()), masked, templates, sheet, tuple(take or ()), password_in(password_file))
    now = dt.datetime.now()
    if check is not None:
        with stage_bar():
            findings, count = host.check_papers(book, check, wish, now)
        _say_findings(findings, count, book, form)
        raise typer.Exit(exit_status(findings))
    assert output is not None
    with stage_bar():
        done = host.write_papers(book, output, wish, now)
    told = [f"已写出 {len(done.files)} 份文书"]
    told += [f"{done.blanks} 处待填（写作“____”，列在各件最后一页）"] if done.blanks else []
    told += [f"{done.cautions} 条注意事项，查清后再用"] if done.cautions else []
    say("；".join(told))
    for line in done.left_out:
        say(line)
    for path in done.files:
        say_file("已写出：", path)
    raise typer.Exit(1 if done.cautions else 0)


def papers_beside(folder: Path, day: dt.date | None) -> Beside:
    """What :command:`papers --check` finds, for the command that has computed the workbook; the papers are read now."""
    from xl_addin.hosts.file import papers as host

    now = dt.datetime.combine(day, dt.time()) if day else dt.datetime.now()
    return partial(host.compare_papers, host.find_papers(folder), host.PaperWish(), now)


def _say_findings(findings: FindingTable, count: int, book: Path, form: str) -> None:
    if form == "json":
        from xl_addin.checks.report_json import to_json

        say_json(to_json(findings, book.name, ""))
        return
    for number, finding in enumerate(findings):
        if number == SHOWN:
            say(f"……还有 {len(findings) - SHOWN} 处，见 --format json")
            break
        say(f"{finding.severity.label}：{finding.message}。{finding.remedy}")
    for line in findings.not_checked:
        say(f"未核对：{line}")
    told = (
        f"有 {len(findings)} 处不一致" if len(findings) else "全部一致" if not findings.not_checked else "核对过的一致"
    )
    say(f"核对文书 {count} 份，{told}")
