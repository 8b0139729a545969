"""The pack of modules that the add-in's Python starts from, played with a folder of a few modules."""

from __future__ import annotations

import ast
import compileall
import errno
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from xl_addin.hosts.excel import starting
from xl_addin.hosts.excel.install import packing
from xl_addin.hosts.excel.install.packing import needed, write_pack
from xl_addin.hosts.excel.starting import HEAD, PACK, PackedModules

PLACES = {
    "trial": str(Path("lib/trial/__init__.py")),
    "trial.inner": str(Path("lib/trial/inner.py")),
    "zipped": str(Path("std.zip/zipped.pyc")),
    "absent": str(Path("lib/absent.py")),
}
MAIN = "import trial.inner, zipped, sys; print(trial.inner.VALUE, zipped.VALUE, trial.__path__, sys.argv)"


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """A folder with a package, a module in a zip, and no source any more that could be read instead."""
    package = tmp_path / "lib" / "trial"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "inner.py").write_text(
        "from trial import __name__ as NAME\nVALUE = NAME + __file__[-8:]\n", encoding="utf-8"
    )
    (package / "__main__.py").write_text(MAIN, encoding="utf-8")
    (tmp_path / "zipped.py").write_text("VALUE = '压缩'\n", encoding="utf-8")
    compileall.compile_dir(tmp_path, quiet=2)
    [bytecode] = (tmp_path / "__pycache__").glob("zipped.*.pyc")
    with zipfile.ZipFile(tmp_path / "std.zip", "w") as packed:
        packed.write(bytecode, "zipped.pyc")
    return tmp_path


def without_sources(python: Path) -> None:
    for path in [*python.rglob("*.py"), *python.rglob("*.pyc"), python / "std.zip"]:
        path.unlink()


def run(python: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script as the add-in does, with ``sys.prefix`` at the folder, which a test cannot set otherwise."""
    code = (
        f"import sys, runpy; sys.prefix = {str(python)!r}; runpy.run_path({starting.__file__!r}, run_name='__main__')"
    )
    command = [sys.executable, "-I", "-X", "utf8", "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_modules_come_from_the_pack_with_the_place_of_their_files(python: Path) -> None:
    assert write_pack(python, PLACES | {"trial.__main__": str(Path("lib/trial/__main__.py"))}) == 4
    without_sources(python)
    done = run(python, "trial", "一", "--two")
    place = str(python / "lib" / "trial")
    assert done.stdout.startswith(f"trialinner.py 压缩 ['{place}']"), done.stderr
    assert done.stdout.rstrip().endswith("'一', '--two']")


def test_a_module_without_bytecode_is_found_elsewhere(python: Path) -> None:
    write_pack(python, PLACES)
    modules = PackedModules(str(python))
    assert modules.find_spec("absent") is None
    assert modules.find_spec("trial.inner") is not None


FAULTS = {
    "empty": lambda content: b"",
    "of another Python": lambda content: (sys.hexversion + 1).to_bytes(8, "little") + content[8:],
    "cut in its head": lambda content: content[:12],
    "cut in its index": lambda content: content[:60],
    "zeros": lambda content: bytes(len(content)),
    "zeros after its head": lambda content: content[:HEAD] + bytes(len(content) - HEAD),
}


@pytest.mark.parametrize("fault", ["missing", *FAULTS])
def test_a_pack_that_cannot_be_used_is_passed_over(python: Path, fault: str) -> None:
    write_pack(python, PLACES)
    pack = python / PACK
    content = pack.read_bytes()
    pack.unlink()
    if fault != "missing":
        pack.write_bytes(FAULTS[fault](content))
    with pytest.raises((OSError, ValueError)):
        PackedModules(str(python))
    done = run(python, "json.tool", "--help")
    assert done.returncode == 0, done.stderr
    assert "json" in done.stdout


@pytest.mark.parametrize("kept", [0, 40])
def test_a_module_that_is_not_as_it_was_packed_comes_from_its_own_file(python: Path, kept: int) -> None:
    write_pack(python, PLACES)
    content = (python / PACK).read_bytes()
    codes = sum(len(code) for _, code in packed_codes(python))
    (python / PACK).write_bytes(content[: len(content) - codes] + bytes(range(1, kept + 1)))
    modules = PackedModules(str(python))
    assert set(modules.damaged()) == {"trial", "trial.inner", "zipped"}
    assert modules.find_spec("trial.inner") is None


def packed_codes(python: Path) -> list[tuple[str, bytes]]:
    """What was packed, module by module, taken from the compiled files."""
    files = [*(python / "lib").rglob("__init__.*.pyc"), *(python / "lib").rglob("inner.*.pyc")]
    files += (python / "__pycache__").glob("zipped.*.pyc")
    return [(file.name, file.read_bytes()[16:]) for file in files]


def test_a_pack_that_cannot_be_written_leaves_nothing_behind(python: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> int:
        with path.open("wb") as stream:
            stream.write(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="no space"):
        write_pack(python, PLACES)
    assert not (python / PACK).exists()


def test_a_python_that_does_not_tell_costs_only_the_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    for code in ("print('no list')", "raise SystemExit(3)"):
        monkeypatch.setattr(packing, "_ASK", code)
        with pytest.raises(OSError, match="not known"):
            needed()


def test_the_same_modules_give_the_same_pack(python: Path) -> None:
    write_pack(python, PLACES)
    first = (python / PACK).read_bytes()
    write_pack(python, dict(reversed(PLACES.items())))
    assert (python / PACK).read_bytes() == first


def test_a_python_tells_what_it_needs_at_work() -> None:
    # Here Python's own folder holds the libraries, on Windows also xl_addin and the standard library.
    names = needed()
    assert {"numpy", "xlwings"} <= names.keys()
    assert all((Path(sys.prefix) / place).is_file() for place in names.values())


def test_the_script_imports_only_what_python_carries_in_itself() -> None:
    tree = ast.parse(Path(starting.__file__).read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    frozen = {"os", "runpy", "importlib.machinery", "importlib.util"}
    assert names - frozen == {"binascii", "marshal", "mmap", "sys"}
