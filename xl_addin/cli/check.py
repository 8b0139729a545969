"""``xl-addin check``: check only, for people or for programs. Registered by :mod:`xl_addin.cli.application`."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from xl_addin.cli.papers import papers_beside
from xl_addin.cli.progress import stage_bar
from xl_addin.cli.shown import (
    Book,
    PasswordFile,
    ReportFormat,
    Today,
    day_of,
    exit_status,
    list_findings,
    list_not_checked,
    password_in,
    refuse_other_format,
    say_json,
    summarise,
)

Papers = Annotated[
    Path | None,
    typer.Option("--papers", help="连这个文件夹里的文书一起核对", metavar="文件夹", show_default=False),
]


def check(
    book: Book,
    form: ReportFormat = "text",
    password_file: PasswordFile = None,
    today: Today = "",
    papers: Papers = None,
) -> None:
    """只校验，不写文件；--format json 给程序读，--papers 连写出的文书一起核对。"""
    from xl_addin.checks.report_json import to_json
    from xl_addin.commands.checking.examination import StrangeBook
    from xl_addin.hosts.file.job import check_file
    from xl_addin.values.findings import FindingTable

    refuse_other_format(form)
    day = day_of(today)
    started = time.monotonic()
    try:
        password = password_in(password_file)
        beside = papers_beside(papers, day) if papers is not None else None
        with stage_bar(wanted=form == "text" or not sys.stdout.isatty()) as progress:
            outcome = check_file(book, progress, day, password, beside=beside)
    except StrangeBook as error:
        if form == "json":
            nothing = FindingTable()
            nothing.not_checked.append(error.message)
            say_json(to_json(nothing, book.name, "", error.readings))
        raise
    findings = outcome.result.findings
    if form == "json":
        say_json(to_json(findings, book.name, outcome.policy.policy.version, outcome.readings, outcome.reconciled))
    else:
        list_findings(findings)
        list_not_checked(findings)
        summarise(outcome, time.monotonic() - started)
    raise typer.Exit(exit_status(findings))
