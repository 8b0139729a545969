"""The Tab key completes commands, buttons, options and names: typer's completion, with Chinese words around it.

Registered by :mod:`xl_addin.cli.application`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import typer

from xl_addin.cli.shown import say, say_file
from xl_addin.values.errors import InputError

PROGRAM: Final = "xl-addin"
_VARIABLE: Final = "_XL_ADDIN_COMPLETE"
"""Whoever asks for completions sets it: a shell, not a person."""
_SHOWN: Final = ("bash", "zsh", "fish", "powershell", "pwsh")
_INSTALLED: Final = ("bash", "zsh", "fish")
"""typer would loosen the execution policy of a Windows PC for PowerShell; that is not ours to do."""


def prepare() -> None:
    """Let typer answer a shell that asks; else nothing is done."""
    if os.environ.get(_VARIABLE):
        _typer().completion_init()


def show_completion(wanted: bool) -> None:
    """Print the script for the shell in use and end."""
    if wanted:
        shell = _shell(_SHOWN)
        say(_typer().get_completion_script(prog_name=PROGRAM, complete_var=_VARIABLE, shell=shell))
        raise typer.Exit(0)


def install_completion(wanted: bool) -> None:
    """Write the script to where the shell in use looks for it and end."""
    if wanted:
        _, path = _typer().install(shell=_shell(_INSTALLED), prog_name=PROGRAM, complete_var=_VARIABLE)
        say_file("已写出：", path)
        say("新开的终端里按 Tab 键，会补全命令、按钮和选项的名称")
        raise typer.Exit(0)


def _typer() -> Any:
    return import_module("typer.completion")


def _shell(usable: Sequence[str]) -> str:
    """The shell that started us; InputError if it cannot be told or cannot be served."""
    found = _typer()._get_shell_name() or Path(os.environ.get("SHELL", "")).name
    if found in usable:
        return str(found)
    if found in _SHOWN:
        raise InputError(f"{found} 的补全要自己加：把 xl-addin --show-completion 显示的内容写进 $PROFILE 指的文件")
    raise InputError(f"不知道现在用的是哪种命令行（可用：{'、'.join(usable)}），没有写出文件")


def buttons(incomplete: str) -> Iterator[tuple[str, str]]:
    """Names of buttons that begin so, with their help."""
    from xl_addin.commands.catalog import COMMANDS

    return ((spec.name, spec.help) for spec in COMMANDS if spec.name.startswith(incomplete))


def template_kinds(incomplete: str) -> list[str]:
    """Names of templates that begin so."""
    from xl_addin.commands.office.templates import kinds

    return [name for name in kinds() if name.startswith(incomplete)]


def sheet_kinds(incomplete: str) -> list[str]:
    """Names of known sheets that begin so."""
    from xl_addin.tables.layouts import layouts

    return [one.title for one in layouts() if one.title.startswith(incomplete)]


def function_names(incomplete: str) -> Iterator[tuple[str, str]]:
    """Functions whose ASCII or Chinese name begins so, with their help."""
    from xl_addin.functions import CATALOG

    names = ((name, spec.help) for spec in CATALOG.values() for name in (spec.name, spec.alias))
    return ((name, text) for name, text in names if name.startswith(incomplete.upper()))


def profile_ids(incomplete: str) -> Iterator[tuple[str, str]]:
    """Profiles whose id begins so, with their titles."""
    from xl_addin.policy.profiles import profiles

    return ((one.id, one.title) for one in profiles().values() if one.id.startswith(incomplete.upper()))


def ground_labels(incomplete: str) -> list[str]:
    """Grounds of ending that begin so."""
    from xl_addin.policy.grounds import grounds

    return [one.label for one in grounds() if one.label.startswith(incomplete)]


def policy_names(incomplete: str) -> Iterator[tuple[str, str]]:
    """Profiles and parameters whose name begins so."""
    from xl_addin.policy.store import national

    yield from profile_ids(incomplete)
    parameters = national().parameters.values()
    yield from ((one.name, one.description) for one in parameters if one.name.startswith(incomplete))


def batch_jobs(incomplete: str) -> list[tuple[str, str]]:
    """What can be done with each workbook of a folder."""
    own = [("run", "重算、校验，写出副本"), ("check", "只校验")]
    return [*((name, text) for name, text in own if name.startswith(incomplete)), *buttons(incomplete)]
