"""Help, version, completion: Chinese from the first word to the last; a mistyped word is told what comes near."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from xl_addin.cli.application import app, run_line
from xl_addin.cli.help_page import page
from xl_addin.commands.catalog import COMMANDS
from xl_addin.version import __version__

ROOT = Path(__file__).parents[2]
ENGLISH = re.compile(r"Usage|Option|Argument|Command|Show|Missing|Invalid|default|required|message|COMMAND|<\w+>")


def every_context() -> Iterator[Any]:
    """Every command and every button, as if it were called."""
    group: Any = typer.main.get_command(app)
    waiting = [group.make_context("xl-addin", [], resilient_parsing=True)]
    while waiting:
        ctx = waiting.pop()
        yield ctx
        for name in ctx.command.list_commands(ctx) if hasattr(ctx.command, "list_commands") else ():
            command = ctx.command.get_command(ctx, name)
            waiting.append(command.make_context(name, [], parent=ctx, resilient_parsing=True))


CONTEXTS = {ctx.command_path: ctx for ctx in every_context()}
PAGES = {path: page(ctx.command, ctx) for path, ctx in CONTEXTS.items()}


@pytest.mark.parametrize("path", PAGES)
def test_a_help_page_is_chinese_says_how_the_command_is_written_and_fits_the_screen(path: str) -> None:
    text = PAGES[path]
    assert text.startswith(f"用法：{path}")
    assert not ENGLISH.search(text)
    assert "  显示本说明" in text
    assert re.search(r"-h, --help", text)


def test_every_command_button_argument_and_option_is_explained() -> None:
    assert {f"xl-addin {spec.name}" for spec in COMMANDS} < set(PAGES)
    explained = [
        (path, one.name, one.help)
        for path, ctx in CONTEXTS.items()
        for one in (ctx.command, *ctx.command.get_params(ctx))
    ]
    assert [row[:2] for row in explained if not re.search("[一-鿿]", row[2] or "")] == []


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = run_line(list(arguments))
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.mark.parametrize("arguments", [("-h",), ("run", "-h"), ("policy", "show", "--help"), ("校验整簿", "-h")])
def test_help_is_shown_where_it_is_asked_for(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    status, out, err = told(capsys, *arguments)
    assert (status, err) == (0, "")
    assert out == PAGES[" ".join(("xl-addin", *arguments[:-1]))]


def test_the_page_of_a_command_is_this() -> None:
    assert PAGES["xl-addin check"] == (
        "用法：xl-addin check 工作簿 [选项]\n"
        "\n"
        "  只校验，不写文件；--format json 给程序读，--papers 连写出的文书一起核对。\n"
        "\n"
        "要写的：\n"
        "  工作簿  工作簿（.xlsx、.xls、.et、.ods、.csv 等）\n"
        "\n"
        "选项：\n"
        "  --format 形式         text 给人看，json 给程序读（不写时为 text）\n"
        "  --password-file 文件  打开密码写在这个文件的第一行\n"
        "  --today 日期          按哪一天核对未办结事项（如 2011-12-31），默认今天\n"
        "  --papers 文件夹       连这个文件夹里的文书一起核对\n"
        "  -h, --help            显示本说明\n"
    )


def test_a_button_offers_what_it_heeds(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--masked" in PAGES["xl-addin 职工确认单"]
    assert "--masked" not in PAGES["xl-addin 公示表"]
    assert "--cell" in PAGES["xl-addin 解释选中单元格"]
    assert "--today" in PAGES["xl-addin 信访督办"]
    assert "--today" not in PAGES["xl-addin 公示表"]
    about = PAGES["xl-addin 关于与诊断"]
    assert [option for option in ("--output", "--pdf", "--today", "--without-alternatives") if option in about] == []
    assert "--output" in PAGES["xl-addin 交付副本"]
    assert "--pdf" not in PAGES["xl-addin 交付副本"]


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_the_version_is_told(capsys: pytest.CaptureFixture[str], option: str) -> None:
    assert told(capsys, option) == (0, f"xl-addin {__version__}\n", "")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("runn 书.xlsx", "没有 runn 这个命令；最接近的是 run"),
        ("校验整薄 书.xlsx", "没有 校验整薄 这个命令；最接近的是 校验整簿"),
        ("qqq", "没有 qqq 这个命令；全部命令见 xl-addin -h"),
        ("policy shwo SEG2008", "没有 shwo 这个命令；最接近的是 show"),
        ("policy", "“xl-addin policy”后面要写做什么：import、list、show、check；写法见 xl-addin policy -h"),
        ("run", "还缺“工作簿”；写法见 xl-addin run -h"),
        ("校验整簿", "还缺“工作簿”；写法见 xl-addin 校验整簿 -h"),
        ("explain 1985-07-01", "还缺“解除时间”；写法见 xl-addin explain -h"),
        ("run 书.xlsx 出.xlsx", "多写了“出.xlsx”；写法见 xl-addin run -h"),
        ("run 书.xlsx --ouput 出.xlsx", "没有 --ouput 这个选项；最接近的是 --output；写法见 xl-addin run -h"),
        ("run 书.xlsx -x", "没有 -x 这个选项；写法见 xl-addin run -h"),
        ("run 书.xlsx -o", "-o 后面要写值；写法见 xl-addin -h"),
        ("batch 簿 --jobs 两", "--jobs 后面要写整数；写法见 xl-addin batch -h"),
        ("batch 簿 --seconds 久", "--seconds 后面要写数字；写法见 xl-addin batch -h"),
        ("command 校验整薄 书.xlsx", "没有 校验整薄 这个按钮；最接近的是 校验整簿"),
    ],
)
def test_a_line_that_cannot_be_understood_is_told_in_one(
    capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    assert told(capsys, *line.split()) == (2, "", f"{said}\n")


def test_a_workbook_without_a_command_is_told_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "书.xlsx").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    said = "“书.xlsx”前面要写做什么，如 xl-addin run 书.xlsx；全部命令见 xl-addin -h\n"
    assert told(capsys, "书.xlsx") == (2, "", said)


COMPLETIONS = [
    ("校", ["校验当前表", "校验整簿"]),
    ("new 信", ["信访台账"]),
    ("check --format ", ["text", "json"]),
    ("command --tod", ["--today"]),
]


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_bash_completes_names_in_chinese_too(tmp_path: Path) -> None:
    program = tmp_path / "xl-addin"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m xl_addin "$@"\n', encoding="utf-8")
    program.chmod(0o700)
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    lines = ["source <(xl-addin --show-completion)"]
    for typed, _ in COMPLETIONS:
        *words, last = f"xl-addin {typed}".split(" ")
        lines += [f"COMP_WORDS=({' '.join(words)} '{last}'); COMP_CWORD={len(words)}"]
        lines += ["_xl_addin_completion xl-addin", 'echo "${COMPREPLY[@]}"']
    result = subprocess.run(
        ["bash", "-c", "\n".join(lines)], capture_output=True, text=True, encoding="utf-8", env=environment, check=False
    )
    assert result.stderr == ""
    assert [line.split() for line in result.stdout.splitlines()] == [found for _, found in COMPLETIONS]


def test_completion_is_installed_where_bash_looks_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("typer.completion._get_shell_name", lambda: "bash")
    path = tmp_path / ".bash_completions" / "xl-addin.sh"
    said = f"已写出：{path}\n新开的终端里按 Tab 键，会补全命令、按钮和选项的名称\n"
    assert told(capsys, "--install-completion") == (0, said, "")
    assert "_XL_ADDIN_COMPLETE" in path.read_text("utf-8")
    assert str(path) in (tmp_path / ".bashrc").read_text("utf-8")


@pytest.mark.parametrize("name", ["powershell", "cmd"])
def test_completion_that_cannot_be_installed_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.setattr("typer.completion._get_shell_name", lambda: name)
    status, out, err = told(capsys, "--install-completion")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "没有写出文件" in err or "xl-addin --show-completion" in err
