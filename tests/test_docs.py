"""The README and the manual are what the catalog says, and every command in the README works."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from xl_addin.cli.application import run_line
from xl_addin.files.acceptance_page import formats_page
from xl_addin.functions.manual import manual, with_table
from xl_addin.tables.accepted import headings_page

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
STEPS = re.search(r"^## Use it\n.*?```sh\n(.*?)```", README, flags=re.MULTILINE | re.DOTALL)
COMMANDS = [line for line in (STEPS[1].splitlines() if STEPS else ()) if line.startswith("xl-addin ")]
OTHERS = re.findall(r"`(xl-addin [^`]+)`", README)
TARGETS = re.findall(r"^make ([a-z-]+)", README, flags=re.MULTILINE)


def test_the_function_table_of_the_readme_is_current() -> None:
    assert with_table(README) == README, "run: make docs"


def test_the_function_manual_is_current() -> None:
    assert (ROOT / "docs" / "functions.zh-CN.md").read_text(encoding="utf-8") == manual(), "run: make docs"


def test_the_page_of_headings_is_current() -> None:
    assert (ROOT / "docs" / "headings.zh-CN.md").read_text(encoding="utf-8") == headings_page(), "run: make docs"


def test_the_page_of_formats_is_current() -> None:
    assert (ROOT / "docs" / "formats.zh-CN.md").read_text(encoding="utf-8") == formats_page(), "run: make docs"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``make demo`` leaves, as far as the commands of the README need it."""
    folder = tmp_path_factory.mktemp("checkout")
    (folder / "out").mkdir()
    (folder / "workbooks").symlink_to(ROOT / "workbooks", target_is_directory=True)
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "xl-addin").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m xl_addin "$@"\n', encoding="utf-8")
    (programs / "xl-addin").chmod(0o700)
    (programs / "activate").write_text(f'PATH="{programs}:$PATH"\n', encoding="utf-8")
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="the README is for a Debian machine")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs_as_it_is_written(command: str, checkout: Path) -> None:
    first = STEPS[1].splitlines()[0] if STEPS else ""
    environment = {**os.environ, "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    result = subprocess.run(
        ["sh", "-c", f"{first}\n{command}"],
        cwd=checkout,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )
    assert result.returncode in (0, 1), result.stderr
    assert not result.stderr
    assert result.stdout.strip()


def test_a_roster_of_the_readme_is_computed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow")
    command = next(line for line in OTHERS if line.startswith("xl-addin table"))
    roster = "姓名,参加工作时间,解除时间,月平均工资\n王三,1985-07-01,2011-09-28,1600\n"
    (tmp_path / "ROSTER.csv").write_text(roster, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run_line(shlex.split(command)[1:]) == 0
    assert (tmp_path / "OUT.parquet").stat().st_size


def test_nothing_of_the_readme_is_typed_before_the_program_can_be_found() -> None:
    before = README.partition(". .venv/bin/activate")[0]
    assert "xl-addin" not in [line.split()[0] for line in before.splitlines() if line.strip()]


def test_the_python_of_the_readme_gives_what_it_says() -> None:
    examples = doctest.DocTestParser().get_doctest(README, {}, "README.md", "README.md", 0)
    assert examples.examples
    runner = doctest.DocTestRunner()
    runner.run(examples)
    assert runner.failures == 0


@pytest.mark.parametrize("target", TARGETS)
def test_a_make_target_of_the_readme_exists(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)


LINKED = (
    "README.md",
    "README.zh-CN.md",
    "CONTRIBUTING.md",
    "docs/architecture.md",
    "docs/semantics.md",
    "docs/domain.md",
)


@pytest.mark.parametrize("name", LINKED)
def test_links_of_a_document_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    assert links
    assert [link for link in links if not (ROOT / name).parent.joinpath(link).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_both_readmes_lead_engineers_to_the_tree_and_the_recipes(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "](docs/architecture.md)" in text
    assert "](CONTRIBUTING.md)" in text


def test_nothing_names_the_workplace() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    words = re.compile("|".join(("sha" + "red/(DESIGN|SEMANTICS|DOMAIN)", r"\.\./sha" + "red", r"/wo" + "rk/main")))
    found = []
    for name in listed.splitlines():
        path = ROOT / name.strip('"')
        if path.suffix in (".py", ".md", ".toml", ".yml", "") and path.is_file():
            found += [
                name for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if words.search(line)
            ]
    assert found == []
