"""What would run at the install place: bytecode, pack and libraries are what the list says, nothing else lies there."""

from __future__ import annotations

import importlib.util
import marshal
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from xl_addin.hosts.excel.install import access, installing, program
from xl_addin.hosts.excel.install.contents import CONTENTS, Contents, as_text, damaged, digest_of
from xl_addin.hosts.excel.install.executed import library, open_to_strangers, strange
from xl_addin.hosts.excel.install.packing import write_pack
from xl_addin.hosts.excel.starting import PACK
from xl_addin.values.errors import InputError

SOURCES = {
    "python/Lib/site-packages/lib/__init__.py": "NAMES = {'甲', '乙', 'c', 'd'}\n",
    "python/Lib/site-packages/lib/inner.py": "def f(x=1.5, *, y=-0.0):\n    'doc'\n    return [g for g in (x, y)]\n",
    "python/Lib/site-packages/lib/for_another_python.py": "print 'old'\n",
    "python/xlwings64-1.dll": "library",
    "python/xlwings32-1.dll": "narrow library",
    "xl_addin.xlam": "addin",
}
SITE = "python/Lib/site-packages/lib"
PLACES = {"lib": "Lib/site-packages/lib/__init__.py", "lib.inner": "Lib/site-packages/lib/inner.py"}


def pyc(folder: Path, name: str) -> Path:
    return Path(importlib.util.cache_from_source(str(folder / SITE / name)))


@pytest.fixture
def installed(tmp_path: Path) -> tuple[Path, Contents]:
    """A place as the installer leaves it."""
    for name, text in SOURCES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    contents = Contents("1", {name: str(digest_of(tmp_path / name)) for name in SOURCES})
    (tmp_path / CONTENTS).write_text(as_text("1", contents.digests), encoding="utf-8")
    program._compile(tmp_path, contents)
    assert write_pack(tmp_path / "python", PLACES) == 2
    return tmp_path, contents


def test_what_the_installer_leaves_is_as_it_should_be(installed: tuple[Path, Contents]) -> None:
    assert strange(*installed) == []
    assert damaged(*installed) == []


def evil_code(folder: Path) -> bytes:
    source = (folder / SITE / "inner.py").read_bytes()
    external = import_module("importlib._bootstrap_external")
    code = compile(source.decode().replace("1.5", "2.5"), "inner.py", "exec")
    made: bytes = external._code_to_hash_pyc(code, importlib.util.source_hash(source), False)
    return made


def change_bytecode(folder: Path) -> None:
    pyc(folder, "inner.py").write_bytes(evil_code(folder))


def bytecode_by_date(folder: Path) -> None:
    content = pyc(folder, "inner.py").read_bytes()
    pyc(folder, "inner.py").write_bytes(content[:4] + b"\0" * 12 + content[16:])


def cut_bytecode(folder: Path) -> None:
    pyc(folder, "inner.py").write_bytes(pyc(folder, "inner.py").read_bytes()[:-5])


def bytecode_that_is_no_code(folder: Path) -> None:
    pyc(folder, "inner.py").write_bytes(pyc(folder, "inner.py").read_bytes()[:16] + marshal.dumps("text"))


def bytecode_of_a_source_that_cannot_be_compiled(folder: Path) -> None:
    pyc(folder, "for_another_python.py").write_bytes(evil_code(folder))


def change_pack(folder: Path) -> None:
    own = pyc(folder, "inner.py").read_bytes()
    change_bytecode(folder)
    write_pack(folder / "python", PLACES)
    pyc(folder, "inner.py").write_bytes(own)


def pack_under_another_name(folder: Path) -> None:
    write_pack(folder / "python", {**PLACES, "numpy": PLACES["lib.inner"]})


def adding(name: str) -> Callable[[Path], None]:
    def add(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"MZ")

    add.__name__ = name.replace("/", "-")
    return add


def adding_a_link(folder: Path) -> None:
    (folder / "python" / "Lib" / "more").symlink_to(folder / "python" / "Lib" / "site-packages")


ATTACKS = [
    change_bytecode, bytecode_by_date, cut_bytecode, bytecode_that_is_no_code, change_pack, pack_under_another_name,
    bytecode_of_a_source_that_cannot_be_compiled, adding_a_link,
    adding("python/version.dll"), adding("python/xlwings64-0.dll"), adding("python/python313._pth"),
    adding("python/Lib/site-packages/sitecustomize.py"), adding("python/Lib/site-packages/lib/more.pyd"),
    adding("python/Lib/site-packages/lib/inner.pyc"), adding("python/Lib/site-packages/lib/__pycache__/more.pyc"),
    adding("python/Lib/site-packages/lib/__pycache__/inner.cpython-27.pyc"), adding("b.xlam"), adding("XLSTART/a.xlsm"),
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_whatever_is_changed_or_added_is_named(
    installed: tuple[Path, Contents], attack: Callable[[Path], None]
) -> None:
    attack(installed[0])
    assert len(strange(*installed)) == 1
    assert damaged(*installed) == []


def test_a_pack_that_is_not_whole_is_never_run(installed: tuple[Path, Contents]) -> None:
    """The diagnosis tells it by itself: everything goes on, slower."""
    pack = installed[0] / "python" / PACK
    content = pack.read_bytes()
    for damage in (b"", content[: len(content) // 2], content[:-1] + bytes([content[-1] ^ 1])):
        pack.write_bytes(damage)
        assert strange(*installed) == []


def test_a_listed_file_that_is_a_link_is_damaged(installed: tuple[Path, Contents], tmp_path: Path) -> None:
    folder, contents = installed
    target = folder / SITE / "inner.py"
    moved = folder.parent / f"{folder.name}-elsewhere.py"
    target.rename(moved)
    target.symlink_to(moved)
    assert damaged(folder, contents) == [f"{SITE}/inner.py"]


def test_the_library_that_is_loaded_is_the_listed_one(installed: tuple[Path, Contents]) -> None:
    folder, contents = installed
    (folder / "python" / "xlwings64-0.dll").write_bytes(b"MZ")
    assert library(folder, contents) == folder / "python" / "xlwings64-1.dll"
    assert library(folder, contents, 32) == folder / "python" / "xlwings32-1.dll"
    assert library(folder, Contents("1", {})) is None


@pytest.mark.skipif(os.name == "nt", reason="looks at the command only")
def test_the_last_step_of_uninstalling_calls_only_programs_of_windows_own_folder() -> None:
    system = "C:\\Windows\\System32"
    words = program.removal_command(system).replace("(", " ").replace("@", " ").split()
    programs = [word for word in words if word.lower().endswith(".exe") or word.lower() in ("ping", "cmd")]
    assert programs == [f"{system}\\cmd.exe", f"{system}\\ping.exe"]


OWN, ADMINISTRATORS, STRANGER = "S-1-5-21-1", "S-1-5-32-544", "S-1-5-21-2"


@pytest.fixture
def rights(installed: tuple[Path, Contents], monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[str, int]]:
    """Owner, and how many strangers may write, by path; whatever is not named belongs to this user alone."""
    known: dict[str, tuple[str, int]] = {}

    def of(path: Path) -> access.Rights:
        owner, strangers = known.get(path.relative_to(installed[0]).as_posix(), (OWN, 0))
        return access.Rights(owner, frozenset({STRANGER} if strangers else ()))

    monkeypatch.setattr(access, "trusted_owners", lambda: frozenset({OWN, ADMINISTRATORS}))
    monkeypatch.setattr(access, "rights_of", of)
    return known


@pytest.mark.parametrize("name", [".", "python", f"{SITE}/inner.py", f"python/{PACK}", CONTENTS])
def test_each_file_and_folder_is_asked_for_its_rights(
    installed: tuple[Path, Contents], rights: dict[str, tuple[str, int]], name: str
) -> None:
    assert open_to_strangers(installed[0]) == []
    rights[name] = (OWN, 1)
    assert open_to_strangers(installed[0]) == [str(installed[0]) if name == "." else name]


def test_a_file_of_another_owner_than_the_folder_is_named(
    installed: tuple[Path, Contents], rights: dict[str, tuple[str, int]]
) -> None:
    rights["xl_addin.xlam"] = (ADMINISTRATORS, 0)
    assert open_to_strangers(installed[0]) == []
    rights[f"{SITE}/inner.py"] = (STRANGER, 0)
    assert open_to_strangers(installed[0]) == [f"{SITE}/inner.py"]


def test_files_that_another_user_has_installed_all_belong_to_that_user(
    installed: tuple[Path, Contents], rights: dict[str, tuple[str, int]]
) -> None:
    folder = installed[0]
    for path in (folder, *folder.rglob("*")):
        rights[path.relative_to(folder).as_posix()] = (STRANGER, 0)
    assert open_to_strangers(folder) == []


def test_somebody_elses_installation_with_an_addition_is_not_used(
    installed: tuple[Path, Contents], rights: dict[str, tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, contents = installed
    monkeypatch.setattr(installing, "HOME", folder)
    assert "直接使用" in installing._share(contents, contents)[0]
    (folder / "python" / "version.dll").write_bytes(b"MZ")
    with pytest.raises(InputError, match=r"version\.dll"):
        installing._share(contents, contents)
