"""The command line as a clerk or a script meets it: texts, exit statuses, and nothing written when refused."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.cli.typed import Run, typed

HEADINGS = ["序号", "姓名", "身份证号", "参加工作时间", "解除时间", "前12个月月平均工资", "企业月平均工资", "补偿金额"]


def run(*arguments: object, cwd: Path | None = None) -> Run:
    return typed(*arguments, cwd=cwd)


def make_book(path: Path, formula: Callable[[int], object], rows: int = 2) -> Path:
    """A small synthetic severance sheet whose amounts are the given formulas, and a 政策 sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "测算"
    sheet.append(HEADINGS)
    ids = ["110105196812310021", "11010519681231003X"]
    for i in range(rows):
        sheet.append([i + 1, f"虚构{i}", ids[i], "1985-07-01", "2011-09-28", 1600, 1500, formula(i + 2)])
    policy = book.create_sheet("政策")
    policy.append(["profile", "SEG2008"])
    policy.append(["fraction", "half_year"])
    book.save(path)
    return path


def one_chinese_line(result: Run) -> str:
    lines = [line for line in result.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, result.stderr
    assert any("一" <= c <= "鿿" for c in lines[0])
    assert "Traceback" not in result.stderr
    return lines[0]


def refused(folder: Path, *arguments: object) -> str:
    """Run, demand status 2, one Chinese line, and an unchanged folder."""
    before = sorted(p.name for p in folder.iterdir())
    result = run(*arguments, cwd=folder)
    assert result.returncode == 2, result.stdout
    assert sorted(p.name for p in folder.iterdir()) == before
    return one_chinese_line(result)


def test_run_fills_values_checks_and_writes_beside_the_book(tmp_path: Path) -> None:
    source = make_book(tmp_path / "书.xlsx", lambda r: f"=SOE_SEVERANCE(D{r},E{r},F{r},G{r},,,政策!A1:B2)")
    original = source.read_bytes()
    result = run("run", source)
    assert result.returncode == 0, result.stdout + result.stderr
    written = openpyxl.load_workbook(tmp_path / "书-校验.xlsx", data_only=True)
    assert [written["测算"].cell(r, 8).value for r in (2, 3)] == [43200, 43200]
    assert "校验结果" in written.sheetnames
    assert source.read_bytes() == original
    for words in ("职工人数：2 人", "经济补偿金合计：86,400.00 元", "错误 0 条", "用时"):
        assert words in result.stdout


def test_findings_of_severity_error_give_status_one_and_the_place(tmp_path: Path) -> None:
    source = make_book(tmp_path / "a.xlsx", lambda r: f'=经济补偿金("1985.1",E{r},F{r})')
    result = run("run", source, "-o", tmp_path / "out.xlsx")
    assert result.returncode == 1
    assert "测算!H2" in result.stdout
    assert "10月" in result.stdout
    book = openpyxl.load_workbook(tmp_path / "out.xlsx", data_only=True)
    assert book["测算"]["H2"].value == "#N/A"


def test_a_misspelt_function_is_named_with_its_cell_and_the_cell_is_kept(tmp_path: Path) -> None:
    source = make_book(tmp_path / "a.xlsx", lambda r: f"=SOE_SEVERENCE(D{r},E{r},F{r})")
    result = run("run", source, "-o", tmp_path / "out.xlsx")
    assert result.returncode == 1
    assert "SOE_SEVERANCE" in result.stdout
    assert "测算!H2" in result.stdout
    formulas = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert formulas["测算"]["H2"].value == "=SOE_SEVERENCE(D2,E2,F2)"


def test_calc_refuses_a_book_without_our_functions(tmp_path: Path) -> None:
    make_book(tmp_path / "a.xlsx", lambda r: 1000)
    assert "没有本插件的函数" in refused(tmp_path, "calc", "a.xlsx")


def test_run_checks_a_book_without_our_functions_and_says_so(tmp_path: Path) -> None:
    source = make_book(tmp_path / "a.xlsx", lambda r: 43200)
    result = run("run", source)
    assert "没有本插件的函数" in result.stdout
    assert (tmp_path / "a-校验.xlsx").exists()


def test_check_gives_json_for_programs_and_writes_nothing(tmp_path: Path) -> None:
    make_book(tmp_path / "a.xlsx", lambda r: f'=经济补偿金("1985.1",E{r},F{r})', rows=1)
    result = run("check", "a.xlsx", "--format", "json", cwd=tmp_path)
    assert result.returncode == 1
    report = json.loads(result.stdout)
    assert list(report) == ["workbook", "policy", "counts", "findings", "not_checked", "sheets"]
    keys = {"code", "severity", "sheet", "cell", "observed", "expected", "message", "remedy", "citation", "cause"}
    assert all(set(finding) == keys for finding in report["findings"])
    assert report["counts"]["error"] >= 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.xlsx"]


def test_the_policy_sheet_is_not_called_unrecognised(tmp_path: Path) -> None:
    make_book(tmp_path / "a.xlsx", lambda r: f"=经济补偿金(D{r},E{r},F{r},,,,政策!A1:B2)")
    report = json.loads(run("check", "a.xlsx", "--format", "json", cwd=tmp_path).stdout)
    assert not [line for line in report["not_checked"] if "“政策”" in line]


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "没有.xlsx"),
        ("run", "."),
        ("run", "text.xlsx"),
        ("run", "csv.xlsx"),
        ("run", "half.xlsx"),
        ("run", "empty.xlsx"),
        ("run", "a.xlsx", "-o", "a.xlsx"),
        ("run", "a.xlsx", "-o", "./../{folder}/a.xlsx"),
        ("run", "a.xlsx", "-o", "no/such/folder/out.xlsx"),
        ("run", "a.xlsx", "-o", "out.xlsm"),
        ("calc", "a.xlsx", "-o", "out.pdf"),
        ("run", ""),
        ("check", "没有.xlsx"),
        ("calc", "text.xlsx"),
        ("check", "a.xlsx", "--format", "xml"),
        ("policy", "show", "SEG2009"),
        ("policy", "check", "text.xlsx"),
        ("functions", "经济补尝金"),
        ("explain", "1985.1", "2011-09-28", "1600"),
        ("run",),
        ("run", "a.xlsx", "--nope"),
        ("nope",),
        ("policy", "nope"),
    ],
)
def test_unusable_input_is_one_chinese_line_status_two_and_nothing_written(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    make_book(tmp_path / "a.xlsx", lambda r: 1)
    (tmp_path / "text.xlsx").write_text("这不是工作簿", encoding="utf-8")
    (tmp_path / "csv.xlsx").write_bytes("姓名,工资\n王三,1\n".encode("gb18030"))
    (tmp_path / "half.xlsx").write_bytes((tmp_path / "a.xlsx").read_bytes()[:2000])
    with zipfile.ZipFile(tmp_path / "empty.xlsx", "w") as archive:
        archive.writestr("readme.txt", "empty")
    line = refused(tmp_path, *(argument.replace("{folder}", tmp_path.name) for argument in arguments))
    assert line


def test_an_unknown_policy_in_a_sheet_is_a_finding_that_names_it(tmp_path: Path) -> None:
    source = make_book(tmp_path / "a.xlsx", lambda r: f"=经济补偿金(D{r},E{r},F{r},,,,政策!A1:B2)")
    book = openpyxl.load_workbook(source)
    book["政策"]["B1"] = "SEG2009"
    book.save(source)
    result = run("run", source, "-o", tmp_path / "out.xlsx")
    assert result.returncode == 1
    assert "SEG2009" in result.stdout
    assert "SEG2008" in result.stdout


def test_policy_check_explains_the_fault_of_a_policy_sheet(tmp_path: Path) -> None:
    source = make_book(tmp_path / "a.xlsx", lambda r: 1)
    assert run("policy", "check", source).returncode == 0
    book = openpyxl.load_workbook(source)
    book["政策"]["A2"] = "fractoin"
    book.save(source)
    result = run("policy", "check", source)
    assert result.returncode == 1
    assert "fraction" in result.stdout


@pytest.mark.parametrize(
    "arguments", [("functions",), ("functions", "soe_rate"), ("policy", "list"), ("policy", "check")]
)
def test_lists_are_printed_with_status_zero(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.returncode == 0
    assert result.stdout.strip()
    assert not result.stderr


def test_explain_shows_the_amount_and_its_law() -> None:
    result = run("explain", "1985-07-01", "2011-09-28", "1600", "--enterprise-wage", "1500")
    assert result.returncode == 0
    for words in ("43,200.00", "27个月", "劳动合同法第47条", "481号"):
        assert words in result.stdout


def test_a_copy_of_a_private_workbook_is_private(tmp_path: Path) -> None:
    source = make_book(tmp_path / "a.xlsx", lambda r: 43200)
    source.chmod(0o600)
    run("run", source, "-o", tmp_path / "out.xlsx")
    assert (tmp_path / "out.xlsx").stat().st_mode & 0o777 == 0o600
