"""A fresh environment with the wheel alone does what the README shows, on every Python that is here."""

from __future__ import annotations

import hashlib
import shlex
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.package.venvs import OWN, VERSIONS, install, python
from tests.readme import COMMANDS, README, ROOT, prepare
from xl_addin.hosts.excel.addin import build_addin
from xl_addin.hosts.excel.bundle.licences import licence_files
from xl_addin.hosts.excel.bundle.program import command_files, first_run_files, package_files
from xl_addin.version import __version__

Shell = dict[str, str]


@pytest.fixture(scope="module")
def shell(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """The Python that runs the tests, with the extra that the README names for one of its commands."""
    return install(wheel, OWN, tmp_path_factory.mktemp("own") / "venv", "[batch]")


def run(shell: Shell, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env=shell, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs(shell: Shell, tmp_path: Path, command: str) -> None:
    prepare(tmp_path)
    done = run(shell, tmp_path, *shlex.split(command))
    assert done.returncode in (0, 1), done.stderr
    assert (done.stderr, bool(done.stdout.strip())) == ("", True)


def test_the_python_of_the_readme_gives_what_it_says(shell: Shell, tmp_path: Path) -> None:
    prepare(tmp_path)
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    done = run(shell, tmp_path, "python", "-m", "doctest", "-o", "NORMALIZE_WHITESPACE", "README.md")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_add_in_is_that_of_the_source_tree_byte_for_byte(shell: Shell, tmp_path: Path) -> None:
    assert run(shell, tmp_path, "xl-addin", "build", "xlam").returncode == 0
    assert (tmp_path / "xl_addin.xlam").read_bytes() == build_addin()


def test_the_offline_bundle_would_get_the_files_of_the_source_tree(shell: Shell, tmp_path: Path) -> None:
    """The libraries that it fetches besides are pinned; only what is our own could be missing in a wheel."""
    program = (
        "import hashlib\n"
        "from xl_addin.hosts.excel.bundle.licences import licence_files\n"
        "from xl_addin.hosts.excel.bundle.program import command_files, first_run_files, package_files\n"
        "own = licence_files({}, {'LICENSE.txt': b''}) | command_files() | first_run_files() | package_files()\n"
        "for name, content in own.items():\n"
        "    print(hashlib.sha256(content).hexdigest(), name)\n"
    )
    own = licence_files({}, {"LICENSE.txt": b""}) | command_files() | first_run_files() | package_files()
    done = run(shell, tmp_path, "python", "-X", "utf8", "-c", program)
    assert done.stderr == ""
    assert dict(line.split(" ", 1)[::-1] for line in done.stdout.splitlines()) == {
        name: hashlib.sha256(content).hexdigest() for name, content in own.items()
    }


@pytest.mark.parametrize("version", [version for version in VERSIONS if version != OWN])
def test_another_python_computes_checks_and_builds(wheel: Path, tmp_path: Path, version: str) -> None:
    if not python(version):
        pytest.skip(f"this computer has no Python {version}")
    shell = install(wheel, version, tmp_path / "venv")
    test_the_python_of_the_readme_gives_what_it_says(shell, tmp_path)
    done = run(shell, tmp_path, "xl-addin", "run", "BOOK.xlsx", "-o", "OUT.xlsx")
    assert (done.returncode, done.stderr) == (1, "")
    test_the_add_in_is_that_of_the_source_tree_byte_for_byte(shell, tmp_path)


def test_one_version_is_told_everywhere(shell: Shell, wheel: Path, tmp_path: Path) -> None:
    program = "import importlib.metadata as m, xl_addin; print(xl_addin.__version__, m.version('xl_addin'))"
    assert run(shell, tmp_path, "python", "-c", program).stdout.split() == [__version__, __version__]
    assert wheel.name == f"xl_addin-{__version__}-py3-none-any.whl"


def test_nothing_but_the_package_comes_with_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    assert {name.split("/")[0] for name in names} == {"xl_addin", f"xl_addin-{__version__}.dist-info"}
    assert "xl_addin/py.typed" in names
    macros = {path.relative_to(ROOT).as_posix() for path in (ROOT / "macros").rglob("*") if path.is_file()}
    assert {f"xl_addin/{name}" for name in macros} <= set(names)
