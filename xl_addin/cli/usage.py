"""A command line that cannot be understood, said in one Chinese line: what is wrong, what is nearest, where to look."""

from __future__ import annotations

import re
from typing import Any, Final

import typer

from xl_addin.cli.help_page import nearest

UsageError: Final[type[Any]] = typer.BadParameter.__mro__[1]
"""typer's copy of click keeps this base private; its place above BadParameter is the same in every version."""
_NUMBERS: Final = (("int", "整数"), ("float", "数字"))


def usage_line(error: Any) -> str:
    """Say a usage fault in Chinese, with the option or argument that it is about."""
    path = error.ctx.command_path if error.ctx is not None else "xl-addin"
    return f"{_said(error, path)}；写法见 {path} -h"


def _said(error: Any, path: str) -> str:
    kind, message = type(error).__name__, error.format_message()
    if kind == "NoSuchOption":
        return f"没有 {error.option_name} 这个选项{nearest(error.option_name, _options(error.ctx))}"
    if message == "Missing command.":
        return f"“{path}”后面要写做什么：{'、'.join(error.ctx.command.commands)}"
    if kind == "MissingParameter" and error.param is not None:
        return f"还缺“{_name(error.param)}”"
    if kind == "BadOptionUsage":
        return f"{error.option_name} 后面{'不能写' if 'does not take' in message else '要写'}值"
    if kind == "BadParameter" and error.param is not None:
        return f"{_name(error.param)} {_wanted(error.param)}"
    extra = re.findall(r"unexpected extra arguments?(?:\(s\))? \((.*)\)", message, flags=re.DOTALL)
    return f"多写了“{extra[0]}”" if extra else "命令写法不对"


def _options(ctx: Any) -> list[str]:
    shown = (one for one in ctx.command.get_params(ctx) if not getattr(one, "hidden", False))
    return [name for one in shown for name in one.opts if name.startswith("--")]


def _name(parameter: Any) -> str:
    is_option = parameter.param_type_name == "option"
    return str(max(parameter.opts, key=len) if is_option else parameter.metavar or parameter.name)


def _wanted(parameter: Any) -> str:
    """What the value of a parameter has to be."""
    described = getattr(parameter, "type_descriptor", None)
    kind = str(getattr(described, "annotation", None) or getattr(parameter, "type", ""))
    return next((f"后面要写{said}" for word, said in _NUMBERS if word in kind), "后面的值不能用")
