"""The command line ``xl-addin``: the same functions and checks on files, without a spreadsheet program.

Exit status: 0 clean, 1 findings of severity error, 2 unusable input or option, 130 after Ctrl-C. Status 2 comes with
one Chinese line on stderr and nothing written. Heavy modules load inside the commands.
"""

from __future__ import annotations

import errno
import re
from typing import Any, Final

import typer
import typer.main

from xl_addin.cli import (
    batch,
    build,
    check,
    commands,
    drop,
    functions,
    headings,
    install,
    new,
    policy,
    run,
    serve,
    table,
    wps,
)
from xl_addin.cli.ending import INTERRUPTED
from xl_addin.cli.shown import complain
from xl_addin.cli.streams import what_is_lost
from xl_addin.files.interruption import forget_written, what_was_written, written
from xl_addin.policy.schema import PolicyFileError
from xl_addin.values.errors import InputError, PolicyGap

app = typer.Typer(
    name="xl-addin",
    help="改制测算插件：在文件上计算经济补偿金、校验工作簿（不需要表格软件）。",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(policy.policy_app, name="policy")
app.add_typer(build.build_app, name="build")
app.add_typer(wps.wps_app, name="wps")
app.command("command")(commands.command)
app.command("new")(new.new)
app.command("install")(install.install)
app.command("uninstall")(install.uninstall)
app.command("doctor")(install.doctor)
app.command("drop", hidden=True)(drop.drop)
app.command()(run.run)
app.command()(run.calc)
app.command()(check.check)
app.command()(functions.functions)
app.command()(functions.explain)
app.command("headings")(headings.headings)
app.command()(table.table)
app.command()(batch.batch)
app.command("serve")(serve.serve)

_REFUSED: Final = 2
_CLOSED: Final = (errno.EPIPE, errno.EINVAL, errno.EBADF)
"""What writing into a pipe that nobody reads gives, on Windows too, or into nothing."""

_UsageError: type[Any] = typer.BadParameter.__mro__[1]
"""typer's copy of click keeps this base private; its place above BadParameter is the same in every version."""


def _usage_line(error: Any) -> str:
    """Say a usage fault in Chinese, with the option or argument it is about."""
    kind = type(error).__name__
    message = error.format_message()
    if kind in ("NoSuchOption", "NoSuchCommand") or message.startswith("No such command"):
        name = getattr(error, "option_name", None) or getattr(error, "command_name", None) or _quoted(message)[0]
        return f"没有{'选项' if kind == 'NoSuchOption' else '命令'}“{name}”{_meant(error, name)}请看 xl-addin --help"
    inner = getattr(getattr(error.ctx, "command", None), "commands", None)
    if inner and message == "Missing command.":
        return f"“{error.ctx.info_name}”后面要写做什么：{'、'.join(inner)}，请看 xl-addin {error.ctx.info_name} --help"
    quoted = _quoted(message)
    if kind == "MissingParameter":
        return f"命令缺少参数 {' '.join(quoted)}，请看 xl-addin --help"
    return f"命令写法不对{'：' if quoted else ''}{' '.join(quoted)}，请看 xl-addin --help"


def _quoted(message: str) -> list[str]:
    return re.findall(r"'([^']*)'", message)


def _meant(error: Any, name: str) -> str:
    """Ask whether a command or an option of a like name was meant."""
    from xl_addin.policy.options import closest

    command = getattr(error.ctx, "command", None)
    options = [one for parameter in getattr(command, "params", ()) for one in getattr(parameter, "opts", ())]
    return closest(name, [*getattr(command, "commands", ()), *options]) or "，"


def run_line(arguments: list[str]) -> int:
    """Run one command line; every failure is one Chinese line, and the exit status tells of it."""
    status = _run(arguments)
    lost = what_is_lost()
    if lost is None:
        return status
    if written():
        complain(f"显示的内容没有全部送出（{_reason(lost)}）；{what_was_written()}")
    elif lost.errno not in _CLOSED and status != _REFUSED:  # whoever closes a pipe has read enough
        return _refuse(f"结果没有全部显示出来（{_reason(lost)}），请换一个位置保存输出")
    return status


def _run(arguments: list[str]) -> int:
    forget_written()
    try:
        status = typer.main.get_command(app).main(arguments or ["--help"], "xl-addin", standalone_mode=False)
    except (InputError, PolicyGap, PolicyFileError) as error:
        told = error.message if not isinstance(error, PolicyFileError) else str(error)
        return _refuse(f"{told}；{what_was_written()}" if written() else told)
    except OSError as error:
        return _refuse(f"文件不能读写：{error.strerror or error}" + (f"；{what_was_written()}" if written() else ""))
    except _UsageError as error:
        return _refuse(_usage_line(error))
    except (typer.Abort, KeyboardInterrupt):
        complain(f"已中断，{what_was_written()}")
        return INTERRUPTED
    except MemoryError:
        return _refuse(f"内存不够，{what_was_written()}；请关闭其他程序，或把工作簿拆分后再试")
    except Exception as error:  # the last net: a clerk must never see a traceback
        return _refuse(f"内部出错（{type(error).__name__}），{what_was_written()}；请把命令和版本号报给维护人员")
    return status if isinstance(status, int) else 0


def _refuse(message: str) -> int:
    complain(message)
    return _REFUSED


def _reason(lost: OSError) -> str:
    if lost.errno in _CLOSED:
        return "输出已关闭"
    return "磁盘已满" if lost.errno == errno.ENOSPC else str(lost.strerror or lost)
