"""``xl-addin check``: check only, for people or for programs. Registered by :mod:`xl_addin.cli.application`."""

from __future__ import annotations

import json
import time
from typing import Annotated, Any

import typer

from xl_addin.cli.completion import report_formats
from xl_addin.cli.progress import stage_bar
from xl_addin.cli.shown import (
    Book,
    PasswordFile,
    Today,
    day_of,
    exit_status,
    list_findings,
    list_not_checked,
    password_in,
    summarise,
)
from xl_addin.values.errors import InputError
from xl_addin.values.shown_texts import steering_as_json


def check(
    book: Book,
    form: Annotated[
        str, typer.Option("--format", help="text 或 json", metavar="形式", autocompletion=report_formats)
    ] = "text",
    password_file: PasswordFile = None,
    today: Today = "",
) -> None:
    """只校验，不写文件；--format json 给程序读。"""
    from xl_addin.checks.report_json import to_json
    from xl_addin.commands.checking.examination import StrangeBook
    from xl_addin.hosts.file.job import check_file
    from xl_addin.values.findings import FindingTable

    if form not in ("text", "json"):
        raise InputError(f"--format 只能是 text 或 json，现为“{form}”")
    day = day_of(today)
    started = time.monotonic()
    try:
        password = password_in(password_file)
        with stage_bar(wanted=form == "text") as progress:
            outcome = check_file(book, progress, day, password)
    except StrangeBook as error:
        if form == "json":
            nothing = FindingTable()
            nothing.not_checked.append(error.message)
            _print(to_json(nothing, book.name, "", error.readings))
        raise
    findings = outcome.result.findings
    if form == "json":
        _print(to_json(findings, book.name, outcome.policy.policy.version, outcome.readings, outcome.reconciled))
    else:
        list_findings(findings)
        list_not_checked(findings)
        summarise(outcome, time.monotonic() - started)
    raise typer.Exit(exit_status(findings))


def _print(report: dict[str, Any]) -> None:
    typer.echo(steering_as_json(json.dumps(report, ensure_ascii=False, indent=2)))
