"""``xl-addin policy``: profiles, parameters and local policies. Registered by :mod:`xl_addin.cli.application`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xl_addin.cli.completion import policy_names
from xl_addin.cli.help_page import ChineseCommand, ChineseGroup
from xl_addin.cli.progress import stage_bar
from xl_addin.cli.shown import Out, say, say_file
from xl_addin.policy.describing import describe_parameter, describe_profile
from xl_addin.values.errors import InputError

policy_app = typer.Typer(cls=ChineseGroup, help="政策口径与参数。", rich_markup_mode=None)


def _print(text: str) -> None:
    for line in text.splitlines():
        say(line)


@policy_app.command("import", cls=ChineseCommand)
def policy_import(
    source: Annotated[
        str, typer.Argument(help="本单位的 .toml 文件，或自带口径、文件草稿的名称", metavar="文件或名称")
    ],
    output: Out = None,
) -> None:
    """由本单位的政策文件（.toml）写出带“政策”表的新工作簿。"""
    from xl_addin.commands.office.policy_table import import_summary, named_rows, policy_book
    from xl_addin.files.atomic import refuse_same_file
    from xl_addin.files.building.workbook import write_book

    rows = named_rows(source)
    target = output or Path(f"{Path(source).with_suffix('') if source.endswith('.toml') else source}-政策.xlsx")
    if target.suffix.lower() != ".xlsx":
        raise InputError(f"新工作簿的文件名要以 .xlsx 结尾，现为“{target.name}”")
    refuse_same_file(Path(source), target)
    write_book(target, policy_book(rows), Path(source) if source.endswith(".toml") else None)
    say(f"{import_summary(rows)}；把“政策”表移到测算工作簿里使用")
    say_file("已写出：", target)


def check_policy_file(path: Path) -> None:
    """Print every fault of a local policy file on a line of its own; exit status 1 if there is one."""
    from xl_addin.commands.office.policy_table import file_faults, import_summary, named_rows

    faults = file_faults(path)
    for fault in faults:
        say(fault)
    if faults:
        raise typer.Exit(1)
    say(f"{path.name} 无误，可以导入：{import_summary(named_rows(str(path)))}")


@policy_app.command("list", cls=ChineseCommand)
def policy_list() -> None:
    """列出自带口径和政策参数。"""
    from xl_addin.policy.profiles import profiles
    from xl_addin.policy.schema import UNITS
    from xl_addin.policy.store import national

    for profile in profiles().values():
        say(f"{profile.id}  {profile.title}")
    for parameter in national().parameters.values():
        state = f"{len(parameter.values)} 个时段" if parameter.values else "没有全国数值，由单位在政策表填写"
        say(f"{parameter.name}（{UNITS[parameter.unit]}）：{state}")


@policy_app.command("show", cls=ChineseCommand)
def policy_show(
    name: Annotated[str, typer.Argument(help="口径名称或参数名称", metavar="名称", autocompletion=policy_names)],
) -> None:
    """显示一个口径的选项和依据，或一个参数的各时段数值。"""
    from xl_addin.policy.profiles import find_profile
    from xl_addin.policy.store import national

    if name in national().parameters:
        _print(describe_parameter(national().parameters[name]))
    else:
        _print(describe_profile(find_profile(name)))


@policy_app.command("check", cls=ChineseCommand)
def policy_check(
    book: Annotated[
        Path | None,
        typer.Argument(
            help="带政策表的工作簿，或本单位的 .toml 文件；不给则检查自带数据",
            metavar="工作簿",
            show_default=False,
            readable=False,
        ),
    ] = None,
) -> None:
    """检查自带政策数据、工作簿里的政策表，或待导入的 .toml 文件。"""
    from xl_addin.policy.profiles import profiles
    from xl_addin.policy.store import national

    if book is None:
        store = national()
        say(f"自带政策数据无误：{len(store.parameters)} 个参数，{len(profiles())} 个口径，版本 {store.version}")
        return
    if book.suffix.lower() == ".toml":
        check_policy_file(book)
        return
    from xl_addin.files.reading import open_book
    from xl_addin.sheets.policy_sheet import book_policy

    with stage_bar():
        found = book_policy(open_book(book))
    if not found.sheet:
        raise InputError(f"{book.name} 里没有政策表：第一行应为“项目、值”标题，或 profile 和口径名称")
    if found.fault:
        say(f"{found.sheet}：{found.fault}")
        raise typer.Exit(1)
    say(f"{found.sheet} 无误：{found.policy.version}")
