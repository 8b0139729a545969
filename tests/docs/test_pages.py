"""The pages of the site: none is forgotten, their links lead somewhere, and what the start pages say is so."""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from docs.law import PAGE, page
from docs.site.floors import boxes, floors_svg, way
from docs.site.links import Page, faults
from docs.site.pages import ROOT, DeadLink, joined, languages, linked, place, sources, staged
from workbooks.build import WHOLE_SAMPLE
from xl_addin.commands.office.templates import kinds
from xl_addin.commands.papers.catalog import PAPERS
from xl_addin.files.reading import open_book
from xl_addin.formulas.recalculation import recalculate
from xl_addin.policy.procedure import procedure
from xl_addin.policy.store import national
from xl_addin.tables.grid import FormulaCell, SheetGrid

CLERK = (ROOT / "docs" / "start-clerk.zh-CN.md").read_text(encoding="utf-8")
LAWYER = (ROOT / "docs" / "start-lawyer.zh-CN.md").read_text(encoding="utf-8")
ENGINEER = (ROOT / "docs" / "start-engineer.md").read_text(encoding="utf-8")
WHOLE = (ROOT / "docs" / "whole.zh-CN.md").read_text(encoding="utf-8")
SAMPLE = ROOT / "workbooks" / "samples" / "专户资金示例.xlsx"
COMMANDS = re.findall(r"^ *(xl-addin .+)$", CLERK + LAWYER, flags=re.MULTILINE)


def test_every_document_is_a_page_and_every_link_of_it_leads_somewhere() -> None:
    documents = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert documents - set(sources()) == set()
    pages, files = staged({})
    assert set(pages) == {place(source) for source in sources()} | {"adr/index.md"}
    assert "docs/images/report.png" in files


def test_a_link_to_nothing_and_one_to_a_document_that_is_no_page_are_refused() -> None:
    for link in ("nowhere.png", "../LICENCE", "../workbooks/nothing.md"):
        with pytest.raises(DeadLink, match=re.escape(link)):
            linked(f"[a]({link})", "docs/x.md", sources())
    assert linked("`[a](nowhere)`\n```\n[b](nowhere)\n```", "docs/x.md", ["docs/nowhere"])[0].endswith(
        "[b](nowhere)\n```"
    )


def test_chinese_comes_first_and_every_page_says_its_language() -> None:
    told = list(languages().values())
    assert told == sorted(told, key=lambda one: one != "zh-CN")
    chinese = {place(source) for source in sources() if source.endswith(".zh-CN.md")} | {"windows.md"}
    assert {f"{name}.md" for name, language in languages().items() if language == "zh-CN"} == chinese - {"index.md"}


def test_lines_of_a_chinese_paragraph_are_joined_and_no_others() -> None:
    assert joined("# 标题\n正文，\n接着。\n  **重**点") == "# 标题\n正文，接着。**重**点"
    assert (
        joined("一行\n\n- 二\n- 三\n| 四 |\n| 五 |\nwords\nmore") == "一行\n\n- 二\n- 三\n| 四 |\n| 五 |\nwords\nmore"
    )


def test_the_page_of_legal_parameters_is_current_and_tells_every_value() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: make docs"
    rows = [line for line in page().splitlines() if line.startswith("| ")]
    for parameter in national().parameters.values():
        assert f"### {parameter.name} `{parameter.id}`" in page()
        for value in parameter.values:
            assert [row for row in rows if value.quote in row and f"{value.article} |" in row], parameter.id


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_a_start_page_runs(command: str, tmp_path: Path) -> None:
    (tmp_path / SAMPLE.name).write_bytes(SAMPLE.read_bytes())
    arguments = [sys.executable, "-m", "xl_addin", *shlex.split(command)[1:]]
    result = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (result.returncode, result.stderr) == (0, ""), command
    assert result.stdout.strip()


def test_the_formulas_of_the_lawyers_page_give_what_it_says() -> None:
    told = re.findall(r"^ *=(.+)\n *→ (.+)$", LAWYER, flags=re.MULTILINE)
    book = open_book(SAMPLE)
    cells = {(row, 1): FormulaCell(row, 1, text, "normal", None, None, False) for row, (text, _) in enumerate(told, 1)}
    book.sheets.append(SheetGrid("手册", "", [[None] for _ in told], cells))
    values = recalculate(book).values["手册"]
    assert len(told) == 2
    for row, (_, stated) in enumerate(told, 1):
        assert str(values[row, 1]).startswith(stated.rstrip("…"))


def test_the_version_on_the_lawyers_page_is_one_that_is_printed() -> None:
    explained = [sys.executable, "-m", "xl_addin", "explain", "1985-07-01", "2011-09-28", "1600"]
    told = subprocess.run(explained, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    (shown,) = re.findall(r"`(SEG2008 未确认口径 [0-9a-f]{12})`", LAWYER)
    assert f"政策版本：{shown}" in told


def test_the_python_of_the_engineers_page_gives_what_it_says() -> None:
    examples = doctest.DocTestParser().get_doctest(ENGINEER, {}, "start-engineer.md", "start-engineer.md", 0)
    assert examples.examples
    runner = doctest.DocTestRunner()
    runner.run(examples)
    assert runner.failures == 0


def test_the_floors_are_drawn_with_an_arrow_for_every_import() -> None:
    placed = boxes({"cli": 1, "rules": 1, "files": 1, "values": 1})
    assert [(box.row, box.x > 100) for box in placed.values()] == [(0, False), (1, False), (1, True), (2, False)]
    assert way(placed["cli"], placed["rules"], 12).count("H") == 0
    assert way(placed["cli"], placed["files"], 12).endswith(f"H{placed['files'].x}")
    assert floors_svg().count("marker-end") >= 12


def test_dead_links_missing_anchors_and_what_is_fetched_from_outside_are_found(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.html").write_text('<p id="there">', encoding="utf-8")
    (tmp_path / "a.html").write_text(
        '<a href="sub/b.html#there">x</a><a href="sub/b.html#gone">x</a><a href="gone.html">x</a>'
        '<a href="/root.html">x</a>'
        '<a href="../outside.html">x</a><a href="https://example.org">x</a><a href="#">x</a>'
        '<script src="https://cdn.example.org/x.js"></script><link rel="stylesheet" href="//cdn.example.org/x.css">'
        '<img srcset="http://example.org/1.png 1x"><p style="background:url(https://example.org/2.png)">',
        encoding="utf-8",
    )
    (tmp_path / "c.css").write_text('@import "https://fonts.example.org/f.css"; a{b:url(data:x)}', encoding="utf-8")
    (tmp_path / "d.js").write_text(
        'const n="http://www.w3.org/2000/svg"; fetch("https://example.org/t")', encoding="utf-8"
    )
    assert faults(tmp_path) == [
        "a.html: https://cdn.example.org/x.js is fetched from outside",
        "a.html: //cdn.example.org/x.css is fetched from outside",
        "a.html: http://example.org/1.png is fetched from outside",
        "a.html: https://example.org/2.png is fetched from outside",
        "a.html: sub/b.html#gone leads nowhere",
        "a.html: gone.html leads nowhere",
        "a.html: /root.html leads nowhere",
        "a.html: ../outside.html leads nowhere",
        "c.css: https://fonts.example.org/f.css is fetched from outside",
        "d.js: https://example.org/t is fetched from outside",
    ]
    assert Page('<a href="x">').links == ["x"]


def test_the_page_of_the_whole_procedure_names_every_step_once_and_only_papers_and_sheets_that_exist() -> None:
    steps = re.findall(r"^\| (D\d\d) ([^|（、]+)", WHOLE, flags=re.MULTILINE)
    assert sorted(step for step, _ in steps) == sorted(procedure().steps)
    assert [step for step, title in steps if not procedure().steps[step].title.startswith(title.strip())] == []
    absent = {paper.name for paper in PAPERS if paper.needs in ("内退", "退休", "settled")}
    assert set(re.findall(r"--paper (\S+)", WHOLE)) == {paper.name for paper in PAPERS} - absent
    assert [name for name in absent if name not in WHOLE] == [], "nobody of the sample is 内退 or retired"
    assert set(re.findall(r"^xl-addin new (\S+)$", WHOLE, flags=re.MULTILINE)) <= set(kinds())


@pytest.mark.skipif(sys.platform == "win32", reason="the page is walked in one folder by a shell")
def test_every_command_of_the_page_of_the_whole_procedure_runs_in_its_order(tmp_path: Path) -> None:
    pytest.importorskip("docx")
    book = tmp_path / WHOLE_SAMPLE.name
    book.write_bytes(WHOLE_SAMPLE.read_bytes())
    commands = re.findall(r"^(xl-addin .+)$", WHOLE, flags=re.MULTILINE)
    assert len(commands) > 15
    for command in commands:
        arguments = [sys.executable, "-m", "xl_addin", *shlex.split(command)[1:]]
        result = subprocess.run(arguments, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
        assert (result.returncode, result.stderr) == (0, ""), command
        assert result.stdout.strip()
    assert book.read_bytes() == WHOLE_SAMPLE.read_bytes()
