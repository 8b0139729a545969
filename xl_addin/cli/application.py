"""The command line ``xl-addin``: the same functions and checks on files, without a spreadsheet program.

Exit status: 0 clean, 1 findings of severity error, 2 unusable input or option, 130 after Ctrl-C. Status 2 comes with
one Chinese line on stderr and nothing written. Heavy modules load inside the commands.
"""

from __future__ import annotations

import errno
from typing import Annotated, Final

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
    libreoffice,
    new,
    papers,
    policy,
    run,
    serve,
    table,
    wps,
)
from xl_addin.cli.buttons import COMMAND, ButtonGroup
from xl_addin.cli.completion import PROGRAM, install_completion, prepare, show_completion
from xl_addin.cli.ending import INTERRUPTED
from xl_addin.cli.help_page import HELP_NAMES, ChineseCommand
from xl_addin.cli.shown import complain, say
from xl_addin.cli.streams import what_is_lost
from xl_addin.cli.usage import UsageError, usage_line
from xl_addin.files.interruption import forget_written, what_was_written, written
from xl_addin.policy.schema import PolicyFileError
from xl_addin.values.errors import InputError, PolicyGap
from xl_addin.version import __version__


def _version(wanted: bool) -> None:
    if wanted:
        say(f"{PROGRAM} {__version__}")
        raise typer.Exit(0)


Version = Annotated[
    bool, typer.Option("-V", "--version", help="显示版本号", callback=_version, is_eager=True, show_default=False)
]
InstallCompletion = Annotated[
    bool,
    typer.Option("--install-completion", help="装上 Tab 键补全（bash、zsh、fish）", callback=install_completion),
]
ShowCompletion = Annotated[
    bool, typer.Option("--show-completion", help="显示 Tab 键补全的脚本", callback=show_completion)
]

app = typer.Typer(
    name=PROGRAM,
    cls=ButtonGroup,
    help="改制测算插件：在文件上计算经济补偿金、校验工作簿（不需要表格软件）。",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": list(HELP_NAMES)},
)


@app.callback()
def options(
    version: Version = False, install_completion: InstallCompletion = False, show_completion: ShowCompletion = False
) -> None:
    """What stands before any command: each of them is done at once and ends."""


app.command("run", cls=ChineseCommand)(run.run)
app.command("check", cls=ChineseCommand)(check.check)
app.command("calc", cls=ChineseCommand)(run.calc)
app.command("new", cls=ChineseCommand)(new.new)
app.command("explain", cls=ChineseCommand)(functions.explain)
app.command("functions", cls=ChineseCommand)(functions.functions)
app.command("headings", cls=ChineseCommand)(headings.headings)
app.add_typer(policy.policy_app, name="policy")
app.command("papers", cls=ChineseCommand)(papers.papers)
app.command("batch", cls=ChineseCommand)(batch.batch)
app.command("table", cls=ChineseCommand)(table.table)
app.command("serve", cls=ChineseCommand)(serve.serve)
app.command(COMMAND, cls=ChineseCommand)(commands.command)
app.add_typer(build.build_app, name="build")
app.add_typer(wps.wps_app, name="wps")
app.add_typer(libreoffice.libreoffice_app, name="libreoffice")
app.command("install", cls=ChineseCommand)(install.install)
app.command("uninstall", cls=ChineseCommand)(install.uninstall)
app.command("doctor", cls=ChineseCommand)(install.doctor)
app.command("drop", hidden=True, cls=ChineseCommand)(drop.drop)

_REFUSED: Final = 2
_CLOSED: Final = (errno.EPIPE, errno.EINVAL, errno.EBADF)
"""What writing into a pipe that nobody reads gives, on Windows too, or into nothing."""


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
    prepare()
    try:
        status = typer.main.get_command(app).main(arguments or ["--help"], PROGRAM, standalone_mode=False)
    except (InputError, PolicyGap, PolicyFileError) as error:
        told = error.message if not isinstance(error, PolicyFileError) else str(error)
        return _refuse(f"{told}；{what_was_written()}" if written() else told)
    except OSError as error:
        return _refuse(f"文件不能读写：{error.strerror or error}" + (f"；{what_was_written()}" if written() else ""))
    except UsageError as error:
        return _refuse(usage_line(error))
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
