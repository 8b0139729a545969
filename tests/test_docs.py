"""The README and the manual are what the catalog says, and every command in the README works."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.readme import COMMANDS, FIRST, README, TARGETS, prepare
from xl_addin.files.acceptance_page import formats_page
from xl_addin.functions.manual import manual, with_table
from xl_addin.tables.accepted import headings_page

ROOT = Path(__file__).parents[1]


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
    prepare(folder)
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "xl-addin").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m xl_addin "$@"\n', encoding="utf-8")
    (programs / "xl-addin").chmod(0o700)
    (programs / "activate").write_text(f'PATH="{programs}:$PATH"\n', encoding="utf-8")
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="the README is for a Debian machine")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs_as_it_is_written(command: str, checkout: Path) -> None:
    environment = {**os.environ, "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    if command.startswith("xl-addin table"):
        pytest.importorskip("pyarrow")
    result = subprocess.run(
        ["sh", "-c", f"{FIRST}\n{command}"],
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


def test_nothing_of_the_readme_is_typed_before_the_program_can_be_found() -> None:
    before = README.partition(FIRST)[0]
    assert before != README
    assert "xl-addin" not in [line.split()[0] for line in before.splitlines() if line.strip()]


def test_the_python_of_the_readme_gives_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(tmp_path)
    monkeypatch.chdir(tmp_path)
    examples = doctest.DocTestParser().get_doctest(README, {}, "README.md", "README.md", 0)
    assert examples.examples
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
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


def kept_files() -> list[str]:
    """The files of the project: those that git keeps, or all that came in a source archive."""
    if not (ROOT / ".git").exists():
        return [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file()]
    return subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()


def test_nothing_names_the_workplace() -> None:
    words = re.compile("|".join(("sha" + "red/(DESIGN|SEMANTICS|DOMAIN)", r"\.\./sha" + "red", r"/wo" + "rk/main")))
    found = []
    for name in kept_files():
        path = ROOT / name.strip('"')
        if path.suffix in (".py", ".md", ".toml", ".yml", "") and path.is_file():
            found += [
                name for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if words.search(line)
            ]
    assert found == []
