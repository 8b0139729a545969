"""The help page of a command, in Chinese from the first word to the last: nothing of typer's own English is on it.

A group and a command of typer that write this page; the rest of them is as typer has it.
"""

from __future__ import annotations

import difflib
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from rich.cells import cell_len
from typer.core import TyperCommand, TyperGroup

from xl_addin.values.errors import InputError

HELP_NAMES: Final = ("-h", "--help")
_HELP_TEXT: Final = "显示本说明"
_WIDEST: Final = 100
_NAMES_AT_MOST: Final = 28
_NEAREST: Final = 3
_NEAR: Final = 0.6
_COMMANDS: Final = "命令"
_BUTTONS: Final = "功能区的按钮（与 Excel 里的同名按钮一样）"
_CLOSING: Final = "，。、；：？！）”》…"
"""Marks that do not begin a line."""
_PIECES: Final = re.compile(rf"[!-~]+ ?[{_CLOSING}]*|.[{_CLOSING}]*", re.DOTALL)


class ChineseCommand(TyperCommand):
    """A command with a Chinese help page."""

    def get_help_option(self, ctx: Any) -> Any:
        """The option that shows the page."""
        return _with_text(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page."""
        formatter.write(page(self, ctx))


class ChineseGroup(TyperGroup):
    """A group of commands with a Chinese help page."""

    def get_help_option(self, ctx: Any) -> Any:
        """The option that shows the page."""
        return _with_text(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page."""
        formatter.write(page(self, ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is meant; InputError names what comes nearest."""
        name = args[0]
        if not name.startswith("-") and not ctx.resilient_parsing and self.get_command(ctx, name) is None:
            near = nearest(name, self.list_commands(ctx))
            raise InputError(f"没有 {name} 这个命令{near or f'；全部命令见 {ctx.command_path} -h'}")
        return super().resolve_command(ctx, args)


def nearest(word: str, known: Iterable[str]) -> str:
    """Name what comes nearest to a mistyped word; '' where nothing is near.

    >>> nearest("runn", ["run", "check"]), nearest("校验整薄", ["校验整簿", "清除标记"]), nearest("zzz", ["run"])
    ('；最接近的是 run', '；最接近的是 校验整簿', '')
    """
    found = difflib.get_close_matches(word.lower(), list(known), n=_NEAREST, cutoff=_NEAR)
    return f"；最接近的是 {'、'.join(found)}" if found else ""


def _with_text(option: Any) -> Any:
    if option is not None:
        option.help = _HELP_TEXT
        option.opts.sort(key=len)
    return option


def page(command: Any, ctx: Any) -> str:
    """Write how a command is called, what it does, what it takes, and of a group its commands."""
    parameters = [one for one in command.get_params(ctx) if not getattr(one, "hidden", False)]
    arguments = [one for one in parameters if one.param_type_name == "argument"]
    options = [one for one in parameters if one.param_type_name == "option"]
    lines = [f"用法：{usage(command, ctx)}", "", *_wrapped(command.help or "", "  ")]
    lines += _section("要写的", [(one.metavar or one.name, _told(one)) for one in arguments])
    for heading, rows in _commands(command, ctx):
        lines += _section(heading, rows)
    lines += _section("选项", [(_names(one), _told(one)) for one in options])
    return "\n".join(lines) + "\n"


def usage(command: Any, ctx: Any) -> str:
    """How a command is written, on one line."""
    arguments = [one for one in command.params if one.param_type_name == "argument" and not one.hidden]
    words = [one.metavar or one.name for one in arguments]
    shown = [word if one.required else f"[{word}]" for one, word in zip(arguments, words, strict=True)]
    then = ["命令"] if getattr(command, "commands", None) else []
    return " ".join([ctx.command_path, *shown, *then, "[选项]"])


def _commands(group: Any, ctx: Any) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    if not getattr(group, "commands", None):
        return
    found = [(name, group.get_command(ctx, name)) for name in group.list_commands(ctx)]
    shown = [(name, one) for name, one in found if one is not None and not one.hidden]
    for is_button, rows in groupby(shown, key=lambda row: row[0] not in group.commands):
        yield _BUTTONS if is_button else _COMMANDS, [(name, one.help or "") for name, one in rows]


def _names(option: Any) -> str:
    names = ", ".join(sorted(option.opts, key=len))
    return names if option.is_flag else f"{names} {option.metavar or '值'}"


def _told(parameter: Any) -> str:
    """The help of a parameter, with the value that holds if it is not written."""
    default = parameter.default
    said = parameter.show_default and default not in (None, "", False) and not callable(default)
    shown = f"{default:g}" if isinstance(default, float) else default
    return (parameter.help or "") + (f"（不写时为 {shown}）" if said else "")


def _section(heading: str, rows: Sequence[tuple[str, str]]) -> list[str]:
    """A heading and its rows in two columns; a long name stands on a line of its own."""
    if not rows:
        return []
    width = max((cell_len(name) for name, _ in rows if cell_len(name) <= _NAMES_AT_MOST), default=0)
    lines = ["", f"{heading}："]
    for name, text in rows:
        first, *rest = _wrapped(text, " " * (width + 4)) or [""]
        if cell_len(name) > width:
            lines += [f"  {name}", *([first] if first else []), *rest]
        else:
            lines += [f"  {name}{' ' * (width - cell_len(name) + 2)}{first.strip()}".rstrip(), *rest]
    return lines


def _wrapped(text: str, indent: str) -> list[str]:
    """Break a text into lines that fit the screen: Chinese anywhere but before a closing mark, other words whole.

    >>> _wrapped("写到哪个文件", "  ")
    ['  写到哪个文件']
    """
    room = min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST) - len(indent)
    return [indent + line for part in text.splitlines() for line in _lines(_PIECES.findall(part), max(room, 20))]


def _lines(pieces: Iterable[str], room: int) -> Iterator[str]:
    line = ""
    for piece in pieces:
        if line and cell_len(line) + cell_len(piece.rstrip()) > room:
            yield line.rstrip()
            line = ""
        line += piece
    if line:
        yield line.rstrip()
