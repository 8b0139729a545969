"""The recipes of CONTRIBUTING.md work: each is done, word by word, in a copy of the tree.

Under a heading ``##`` a fenced block is a step. Its kind says what is done: the file whose path stands last before it
is written, a ``diff`` is applied to that file, ``console`` lines after ``$`` are run and must print what follows, and
Python after ``>>>`` must give what it says.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "CONTRIBUTING.md"
PARTS = ("xl_addin", "tests", "docs", "macros", "workbooks", "benchmarks", "Makefile", "pyproject.toml", "README.md")
INSTALLED = " ".join(f'-o "{sys.prefix}/{mark}"' for mark in (".runtime", ".test"))
SHIMS = {
    "python": f'exec "{sys.executable}" "$@"',
    "pytest": f'exec "{sys.executable}" -m pytest -p no:cacheprovider "$@"',
    "xl-addin": f'exec "{sys.executable}" -m xl_addin "$@"',
    "make": f'exec {shutil.which("make")} -s {INSTALLED} VENV="{sys.prefix}" "$@"',
}
"""The commands of a checkout, with the Python that runs this test, and nothing installed anew."""


@dataclass(frozen=True)
class Step:
    """One fenced block of a recipe; ``path`` is the file named above it, '' for what is run."""

    kind: str
    path: str
    text: str


def steps(recipe: str) -> Iterator[Step]:
    """The fenced blocks of a recipe, each with the last path that was named before it."""
    for before, kind, text in re.findall(r"(.*?)^```(\w+)\n(.*?)^```$", recipe, flags=re.MULTILINE | re.DOTALL):
        named = re.findall(r"`([\w./-]+/[\w.-]+)`", before)
        yield Step(kind, named[-1] if named else "", text)


RECIPES = {
    title: list(steps(body))
    for title, body in re.findall(r"^## (A .*?)\n(.*?)(?=^## |\Z)", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
}


def changed(text: str, diff: str) -> str:
    """Apply a diff without line numbers: what it shows of the old text must stand there exactly once."""
    for hunk in re.split(r"^@@.*\n", diff, flags=re.MULTILINE):
        lines = hunk.splitlines(keepends=True)
        old = "".join(line[1:] or line for line in lines if line[0] in " -\n")
        new = "".join(line[1:] or line for line in lines if line[0] in " +\n")
        if lines:
            assert text.count(old) == 1, f"stands there {text.count(old)} times:\n{old}"
            text = text.replace(old, new)
    return text


class Checkout:
    """A copy of the tree, on which a recipe is done."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "checkout"
        for name in (*PARTS, GUIDE.name):
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, self.root / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, self.root / name)
        commands = folder / "bin"
        commands.mkdir()
        for name, line in SHIMS.items():
            (commands / name).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
            (commands / name).chmod(0o755)
        self.environment = {**os.environ, "PATH": f"{commands}:{os.environ['PATH']}", "PYTHONPATH": str(self.root)}

    def follow(self, step: Step) -> None:
        """Do one step; AssertionError if it does not do what the recipe says."""
        path = self.root / step.path
        if step.kind == "console":
            for command, expected in re.findall(r"^\$ (.*)\n((?:[^$\n].*\n)*)", step.text, flags=re.MULTILINE):
                self.run(command, expected)
        elif step.text.startswith(">>>"):
            (self.root / "trial.txt").write_text(step.text, encoding="utf-8")
            self.run("python -m doctest -o NORMALIZE_WHITESPACE trial.txt", "")
        elif step.kind == "diff":
            path.write_text(changed(path.read_text(encoding="utf-8"), step.text), encoding="utf-8")
        else:
            assert not path.exists()
            path.parent.mkdir(exist_ok=True)
            path.write_text(step.text, encoding="utf-8")

    def run(self, command: str, expected: str) -> None:
        done = subprocess.run(
            ["bash", "-c", command], cwd=self.root, env=self.environment, capture_output=True, text=True, check=False
        )
        told = done.stdout + done.stderr
        assert done.returncode == 0, f"{command}\n{told}"
        same = doctest.OutputChecker().check_output(expected, told, doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
        assert same or not expected, f"{command}\nexpected:\n{expected}\ngot:\n{told}"


def test_the_guide_has_a_recipe_for_each_thing_that_is_added() -> None:
    assert list(RECIPES) == [
        "A legal parameter",
        "A heading alias",
        "A check",
        "A function",
        "A button",
        "A host",
    ]
    assert all({step.kind for step in recipe} & {"console", "python"} for recipe in RECIPES.values())


FIRST, *FURTHER = RECIPES


@pytest.mark.parametrize("title", [FIRST, *(pytest.param(title, marks=pytest.mark.long) for title in FURTHER)])
def test_a_recipe_does_what_it_says(title: str, tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    for step in RECIPES[title]:
        checkout.follow(step)


def test_a_step_that_does_not_fit_the_tree_is_told(tmp_path: Path) -> None:
    assert changed("a\nb\nc\n", " a\n-b\n+B\n") == "a\nB\nc\n"
    with pytest.raises(AssertionError, match="stands there 0 times"):
        changed("a\nb\n", " a\n-c\n+C\n")
    checkout = Checkout(tmp_path)
    with pytest.raises(AssertionError, match="got:"):
        checkout.follow(Step("console", "", "$ xl-addin functions 金额大写\n没有\n"))
    with pytest.raises(AssertionError, match="Failed example"):
        checkout.follow(Step("python", "", ">>> 1 + 1\n3\n"))
