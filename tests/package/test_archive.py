"""The source archive is the whole project: what git keeps is in it, and its own tests run from it."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.readme import ROOT
from xl_addin.version import __version__

HEAD = f"xl_addin-{__version__}"
MADE = {"PKG-INFO"}
"""What an archive has of its own."""
SOME = (
    "tests/test_citations.py",
    "tests/test_docs.py::test_nothing_names_the_workplace",
    "tests/test_docs.py::test_the_python_of_the_readme_gives_what_it_says",
    "tests/workbooks/test_templates.py",
    "tests/hosts/excel/test_addin.py",
    "tests/functions/test_cases.py",
)


def test_every_file_that_git_keeps_is_in_it_and_no_other(archive: Path) -> None:
    kept = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    with tarfile.open(archive) as packed:
        names = {entry.name.removeprefix(f"{HEAD}/") for entry in packed if entry.isfile()}
    assert names == {*kept.strip("\0").split("\0"), *MADE}


@pytest.fixture(scope="module")
def tree(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / HEAD


def run_suite(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name != "XL_ADDIN_DIST"}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    environment = {**kept, "PYTHONPATH": str(tree)}
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)


def test_the_suite_finds_all_that_it_needs(tree: Path) -> None:
    here = run_suite(ROOT, "--collect-only", "-q", "tests")
    there = run_suite(tree, "--collect-only", "-q", "tests")
    assert there.returncode == 0, there.stdout[-2000:]
    assert there.stdout.splitlines()[-1].split(" in ")[0] == here.stdout.splitlines()[-1].split(" in ")[0]


def test_some_of_the_suite_passes_from_it(tree: Path) -> None:
    done = run_suite(tree, *SOME)
    assert done.returncode == 0, done.stdout[-2000:]
