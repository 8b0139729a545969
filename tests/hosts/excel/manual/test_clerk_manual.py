"""The clerk's manual of the Excel add-in says what the add-in does: formulas, amounts, buttons, messages, links."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from xl_addin.cli import drop as cli_drop
from xl_addin.commands.catalog import COMMANDS
from xl_addin.commands.spec import CommandSpec
from xl_addin.formulas.computed import evaluator, result_of
from xl_addin.formulas.recalculation import recalculate, with_values
from xl_addin.hosts.excel import buttons
from xl_addin.hosts.excel.install import diagnosis, installing, program
from xl_addin.hosts.excel.install.contents import Contents
from xl_addin.hosts.excel.install.machine import Excel
from xl_addin.hosts.excel.install.places import HOME
from xl_addin.hosts.excel.log import shown_path
from xl_addin.hosts.excel.manual import checklist, example, pictures
from xl_addin.tables.grid import BookGrid
from xl_addin.values.errors import CODES, CellError

ROOT = Path(__file__).parents[4]
DOCS = ROOT / "docs"
MANUAL = (DOCS / "excel.zh-CN.md").read_text(encoding="utf-8")
BY_HAND = re.sub(r"<!-- (\w+): begin -->.*?<!-- \1: end -->", "", MANUAL, flags=re.DOTALL)
TYPED, CORRECTED = BY_HAND.split("<!-- corrected -->")
EXAMPLE = re.compile(r"^=(.+)\n→ (.+)$", flags=re.MULTILINE)
INSTALLER = ROOT / "xl_addin" / "hosts" / "excel" / "install"
MACROS = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "macros" / "excel").glob("*.*")))
QUOTED = [text for text in re.findall(r"`([^`\n]+)`", BY_HAND) if re.search(r"[\u4e00-\u9fff].*[，。：]|^Please", text)]


def cases() -> Iterator[tuple[str, str, str]]:
    for state, part in (("typed", TYPED), ("corrected", CORRECTED)):
        for formula, stated in EXAMPLE.findall(part):
            yield state, formula, stated


def computed(state: str) -> BookGrid:
    """The manual's workbook as a program shows it."""
    book = example.workbook(example.typed_rows() if state == "typed" else example.corrected_rows())
    return with_values(book, recalculate(book))


@pytest.mark.parametrize(("state", "formula", "stated"), list(cases()))
def test_a_formula_gives_what_the_manual_says(state: str, formula: str, stated: str) -> None:
    value = evaluator(computed(state))(example.ROSTER, "Z9", formula)
    while isinstance(value, list):
        value = value[0]
    if stated.endswith("…"):
        assert str(value).startswith(stated[:-1])
    elif isinstance(value, bool | CellError):
        assert (str(value).upper() if isinstance(value, bool) else value.code) == stated
    else:
        assert float(value) == pytest.approx(float(stated), rel=1e-12)


def test_every_formula_of_the_manual_has_its_result() -> None:
    assert len(list(cases())) == len(re.findall(r"^=", BY_HAND, flags=re.MULTILINE)) >= 6


def test_the_worker_has_the_amount_of_the_general_manual() -> None:
    assert computed("typed").sheet(example.ROSTER).value(2, 10) == 44402.9
    assert "→ 44402.9\n" in (DOCS / "manual.zh-CN.md").read_text(encoding="utf-8")


def test_every_amount_in_the_words_is_one_of_the_workbook() -> None:
    rows = result_of(example.with_table_formula(computed("corrected")), example.RESULT, "A1")
    assert isinstance(rows, list)
    known = {f"{value:,.2f}" for row in rows for value in row if isinstance(value, int | float)}
    known |= {f"{value:,.2f}" for row in example.typed_rows() for value in row if isinstance(value, int | float)}
    stated = set(re.findall(r"(?<![\d,])\d{1,3}(?:,\d{3})*\.\d{2}\b", BY_HAND))
    assert len(stated) >= 4
    assert stated - known == set()


def test_the_generated_documents_are_current() -> None:
    stale = [
        name
        for name, text in checklist.files(DOCS).items()
        if not (DOCS / name).is_file() or (DOCS / name).read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run: make docs"


def test_every_picture_of_the_manual_exists_and_every_drawing_is_shown() -> None:
    shown = set(re.findall(r"!\[[^\]]+\]\(images/([^)]+)\)", MANUAL))
    assert {name for name in shown if not (DOCS / "images" / name).is_file()} == set()
    assert set(pictures.pictures()) == shown - {"report.png"}


def test_every_link_of_the_manual_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", MANUAL)
    assert links
    assert [link for link in links if not (DOCS / link).exists()] == []


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md", "docs/manual.zh-CN.md"])
def test_the_manual_is_linked(page: str) -> None:
    assert "excel.zh-CN.md)" in (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("spec", COMMANDS, ids=[spec.id for spec in COMMANDS])
def test_a_button_is_explained_and_drawn_in_its_group(spec: CommandSpec) -> None:
    assert f"- **{spec.name}**：{spec.help}" in MANUAL
    assert f">{spec.name}</text>" in pictures.group_picture(spec.group)


def test_error_values_of_the_table_are_real_ones() -> None:
    named = set(re.findall(r"^\| `(#[^`]+)` \|", MANUAL, flags=re.MULTILINE))
    assert named >= {"#N/A", "#VALUE!", "#NUM!", "#NAME?"}
    assert named <= CODES


def test_the_manual_says_at_the_top_that_no_real_excel_was_seen() -> None:
    head = MANUAL[: MANUAL.index("## 一")]
    assert "没有在真正的 Excel 里运行过" in head
    assert "excel-first-run.zh-CN.md" in head


def spoken() -> str:
    """Every text that the installer, the macros and the buttons can say, with … for what varies."""
    texts = [MACROS]
    for path in [*sorted(INSTALLER.glob("*.py")), Path(buttons.__file__)]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.append(node.value)
            elif isinstance(node, ast.JoinedStr):
                texts.append(wording(node))
    return "\n".join(texts)


def wording(node: ast.expr) -> str:
    """The words of a text in the source, with … in the place of values; '' if it is no text."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else str(HOME) if names_home(part) else "…"
            for part in node.values
        )
    return ""


def names_home(part: ast.expr) -> bool:
    return isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name) and part.value.id == "HOME"


def test_a_message_quoted_by_the_manual_is_one_that_is_said() -> None:
    said = spoken()
    assert len(QUOTED) >= 20
    assert [text for text in QUOTED if not all(part in said for part in text.split("…"))] == []


def refusals() -> Iterator[str]:
    """The texts with which installing and uninstalling can refuse."""
    for name in ("installing.py", "program.py"):
        for node in ast.walk(ast.parse((INSTALLER / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "InputError":
                yield wording(node.args[0])


def test_the_manual_explains_every_refusal_of_the_installer() -> None:
    texts = [text.replace(str(HOME), "…") for text in refusals() if text]
    assert len(texts) >= 6
    assert [text for text in texts if text not in MANUAL] == []
    assert program._BUSY in MANUAL


def test_the_picture_of_the_installer_shows_what_it_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def does(result: object) -> object:
        return lambda *_: result

    stand_ins = {
        "program_folder": does(tmp_path),
        "read_contents": lambda folder: Contents("9.9.9", {}) if folder == tmp_path else None,
        "excel_is_running": does(False),
        "excels": does([Excel("16.0", 64)]),
        "has_wps": does(False),
        "put_in_place": does(None),
        "register_in_excel": does(None),
        "register_in_windows": does([]),
        "may_start_nothing": does(False),
        "forget_logon": does(None),
    }
    for name, stand_in in stand_ins.items():
        monkeypatch.setattr(installing, name, stand_in)
    told = installing.install()
    assert (*told[:-1], told[-1].replace("9.9.9", "……")) == pictures.INSTALLED


def test_dropping_the_workbook_on_the_icon_says_what_the_manual_says(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in ((example.ROSTER, example.corrected_rows()), (example.POLICY, example.policy_rows())):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = tmp_path / example.NAME
    book.save(path)
    text, target = cli_drop._one(path)
    assert f"```text\n{text}\n```" in MANUAL
    assert target is not None


def test_the_manual_names_the_log_and_the_chapter_that_the_diagnosis_refers_to() -> None:
    assert f"`{shown_path()}`" in MANUAL
    chapter = re.search(r"手册“(.+?)”一节", Path(diagnosis.__file__).read_text(encoding="utf-8"))
    assert chapter is None or f"## {chapter[1]}\n" in MANUAL
