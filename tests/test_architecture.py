"""What docs/architecture.md and its neighbours say of the tree is so: picture, folders, names, words of the field."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.architecture import PARTS, folder_imports, needed, with_part
from docs.imports import FLOORS, PACKAGE

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
ARCHITECTURE = (DOCS / "architecture.md").read_text(encoding="utf-8")
TOLD = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.glob("*.md"), *DOCS.glob("adr/*.md")]
PROGRAM = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))


@pytest.mark.parametrize(("file", "name", "make"), PARTS, ids=lambda part: part if isinstance(part, str) else "")
def test_a_generated_part_is_current(file: str, name: str, make: object) -> None:
    text = (DOCS / file).read_text(encoding="utf-8")
    assert callable(make)
    assert with_part(text, name, make()) == text, "run: make docs"


def test_the_picture_shows_every_floor_and_no_way_up() -> None:
    arrows = needed(folder_imports())
    assert set(arrows) == {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert [(low, high) for low, ends in arrows.items() for high in ends if FLOORS[low] < FLOORS[high]] == []
    assert arrows["values"] == []


def test_an_import_that_others_imply_is_left_out_and_any_other_is_shown() -> None:
    straight = {"cli": {"hosts", "values"}, "hosts": {"values"}, "values": set[str]()}
    assert needed(straight) == {"cli": ["hosts"], "hosts": ["values"], "values": []}
    assert needed({**straight, "hosts": set()})["cli"] == ["hosts", "values"]


def told_folders() -> dict[str, str]:
    """The folders of the package in the tree of architecture.md, with their words."""
    tree = ARCHITECTURE.split("```\nxl_addin/\n")[1].split("```")[0]
    found, above = {}, [""] * 4
    for indent, name, words in re.findall(r"^( +)([a-z]+)/ +(.+)$", tree, flags=re.MULTILINE):
        above[len(indent) // 2 :] = [name]
        found["/".join(above[1:])] = words
    return found


def test_every_folder_of_the_package_has_its_words() -> None:
    folders = {path.parent.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("__init__.py")} - {"."}
    assert set(told_folders()) == folders


def test_a_folder_is_told_in_five_words() -> None:
    assert [words for words in told_folders().values() if len(words.split()) > 5] == []


def test_tests_stand_in_folders_like_the_code() -> None:
    """Beside them: worked cases, injected faults, fuzzing, oracles, the site, what is about a whole program or book."""
    beside = {"cases", "corpus", "docs", "faults", "fuzz", "oracle", "package", "windows", "workbooks"}
    folders = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")}
    assert [folder for folder in folders if not {*folder.parts[:1]} & beside and not (PACKAGE / folder).is_dir()] == []


def exists(dotted: str) -> bool:
    """Whether ``xl_addin.functions.call`` is a module, or a name that a module defines or hands on."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        path = ROOT.joinpath(*parts[:length])
        module = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        if module.is_file():
            rest = parts[length:]
            return not rest or re.search(rf"\b{rest[0]}\b", module.read_text(encoding="utf-8")) is not None
    return False


@pytest.mark.parametrize("path", TOLD, ids=lambda path: path.name)
def test_modules_and_paths_that_a_document_names_exist(path: Path) -> None:
    text = re.sub(r"^```.*?^```|New file `.*?`", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert [name for name in re.findall(rf"`(xl_addin\.(?:{'|'.join(FLOORS)})[\w.]*)`", text) if not exists(name)] == []
    places = re.findall(r"`((?:xl_addin|tests|docs|macros|workbooks|benchmarks)/[\w./-]*)`", text)
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_files_that_the_program_names_exist() -> None:
    named = set(re.findall(r"\b(?:tests|docs|macros|workbooks|benchmarks)/[\w./-]*\w", PROGRAM))
    assert len(named) > 5
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_a_name_that_no_module_holds_is_found() -> None:
    assert exists("xl_addin.functions.call")
    assert not exists("xl_addin.functions.cal")
    assert not exists("xl_addin.nowhere.call")


def test_the_program_uses_the_words_of_the_glossary() -> None:
    rows = re.findall(
        r"^\| [^|]+ \| [^|]+ \| (`[^|]+) \|$", ARCHITECTURE.split("## Words of the field")[1], re.MULTILINE
    )
    words = [word for row in rows for word in re.findall(r"`(\w+)`", row)]
    assert len(words) > 30
    assert [word for word in words if not re.search(rf"(?<![a-z]){word}", PROGRAM, re.IGNORECASE)] == []
