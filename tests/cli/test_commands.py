"""Commands and policy import on the command line: files beside the book, statuses, and nothing personal on screen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.cli.severance_book import write_severance_book
from tests.cli.typed import Run, typed
from xl_addin.commands.catalog import COMMANDS

IDS = ("110105196812310021", "11010519681231003X")


def run(folder: Path, *arguments: str, path: str | None = None) -> Run:
    if path is None:
        return typed(*arguments, cwd=folder)
    command = [sys.executable, "-m", "xl_addin", *arguments]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        check=False,
        env={**os.environ, "PATH": path},
    )


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a synthetic book whose amounts are calls of ours without stored values."""
    write_severance_book(tmp_path / "书.xlsx", [("虚构甲", IDS[0]), ("虚构乙", IDS[1])], '=规范日期("1985.07")')
    return tmp_path


def texts(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path, data_only=True)
    return [
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    ]


def test_without_a_name_the_commands_are_listed(tmp_path: Path) -> None:
    result = run(tmp_path, "command")
    assert (result.returncode, result.stderr) == (0, "")
    assert [line.split()[0] for line in result.stdout.splitlines()] == [spec.name for spec in COMMANDS]


def test_statements_are_written_beside_the_book_from_recalculated_values(folder: Path) -> None:
    original = (folder / "书.xlsx").read_bytes()
    result = run(folder, "command", "职工确认单", "书.xlsx")
    assert result.returncode == 0, result.stderr
    assert files(folder) == ["书-职工确认单.xlsx", "书.xlsx"]
    assert (folder / "书.xlsx").read_bytes() == original
    said = texts(folder / "书-职工确认单.xlsx")
    assert IDS[0] in said
    assert said.count("43200") == 2
    assert said.count("1985-07-01") == 2


def test_names_and_ids_never_reach_the_screen(folder: Path) -> None:
    for name in ("职工确认单", "口径比较", "校验整簿"):
        result = run(folder, "command", name, "书.xlsx")
        assert not [word for word in ("虚构", *IDS) if word in result.stdout + result.stderr]


def retyped(folder: Path, **cells: str) -> None:
    """The book of the folder with other texts in some cells."""
    book = openpyxl.load_workbook(folder / "书.xlsx")
    for cell, text in cells.items():
        book["测算"][cell] = text
    book.save(folder / "书.xlsx")


@pytest.mark.parametrize(
    "arguments",
    [("run",), ("check",), ("check", "--format", "json"), ("calc",), ("command", "重算")],
)
def test_an_id_typed_into_any_cell_never_reaches_the_screen(folder: Path, arguments: tuple[str, ...]) -> None:
    retyped(folder, C2=f"生于{IDS[0]}", E3=f"{IDS[1]} 元", B3=f"虚构乙{IDS[1]}")
    result = run(folder, *arguments, "书.xlsx")
    said = result.stdout + result.stderr
    assert "********" in said
    assert not [number for number in IDS if number in said]


def test_sheets_made_for_all_to_see_hold_no_id_whatever_cell_it_was_typed_into(folder: Path) -> None:
    retyped(folder, A2=f"虚构甲 {IDS[0]}", A3=f"虚构乙{IDS[1][:6]}-{IDS[1][6:]}")
    (folder / "书.xlsx").rename(folder / f"名单{IDS[0]}.xlsx")
    for name, options in (("公示表", ()), ("职工确认单", ("--masked",)), ("交付副本", ("--masked",))):
        assert run(folder, "command", name, f"名单{IDS[0]}.xlsx", *options).returncode != 2
    made = [file for file in folder.iterdir() if IDS[0] not in file.name]
    assert len(made) == 3
    assert {file.name[:20] for file in made} == {"名单110105xxxxxxxx0021"}
    for file in made:
        said = texts(file)
        assert [text for text in said if "虚构甲" in text and "********" in text]
        assert not [text for text in said for number in IDS if number in text or f"{number[:6]}-{number[6:]}" in text]


@pytest.mark.parametrize("name", ["新建模板", "政策参数表", "生成测算表"])
def test_a_form_that_may_be_filled_in_is_replaced_only_where_it_is_named(folder: Path, name: str) -> None:
    assert run(folder, "command", name, "书.xlsx").returncode != 2
    form = folder / next(file for file in files(folder) if file != "书.xlsx")
    book = (folder / "书.xlsx").read_bytes()
    form.write_bytes(b"filled in")
    (folder / "书.xlsx").write_bytes(b"is not read")
    refused = run(folder, "command", name, "书.xlsx")
    assert (refused.returncode, form.read_bytes()) == (2, b"filled in")
    assert f"{form.name} 已存在，可能已填写，没有覆盖" in refused.stderr
    (folder / "书.xlsx").write_bytes(book)
    assert run(folder, "command", name, "书.xlsx", "-o", form.name).returncode != 2
    assert form.read_bytes() != b"filled in"


def test_the_copy_for_posting_has_its_own_name_and_no_full_id(folder: Path) -> None:
    assert run(folder, "command", "职工确认单", "书.xlsx", "--masked").returncode == 0
    assert files(folder) == ["书-职工确认单-公示件.xlsx", "书.xlsx"]
    said = texts(folder / "书-职工确认单-公示件.xlsx")
    assert "110105********0021" in said
    assert not [text for text in said for number in IDS if number in text]


def test_of_two_sheets_that_differ_the_one_that_is_taken_holds(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "书.xlsx")
    roster = book.create_sheet("花名册")
    roster.append(["姓名", "性别", "身份证号", "参加工作时间"])
    roster.append(["虚构甲", "女", IDS[0], "1984-07"])
    book.save(folder / "书.xlsx")
    refused = run(folder, "command", "职工确认单", "书.xlsx")
    assert (refused.returncode, files(folder)) == (2, ["书.xlsx"])
    assert "“测算”C2" in refused.stderr
    assert "“花名册”D2是1984年7月" in refused.stderr
    assert IDS[0] not in refused.stderr
    taken = run(folder, "command", "职工确认单", "书.xlsx", "--take", "测算")
    assert "采用工作表“测算”的数据" in taken.stdout
    assert files(folder) == ["书-职工确认单.xlsx", "书.xlsx"]


def test_the_comparison_holds_a_native_chart(folder: Path) -> None:
    assert run(folder, "command", "口径比较", "书.xlsx", "-o", "比较.xlsx").returncode == 0
    book = openpyxl.load_workbook(folder / "比较.xlsx")
    assert len(book["口径比较"]._charts) == 1  # openpyxl has no public way to list charts


def test_a_marking_command_writes_a_copy_and_clearing_restores_the_book(folder: Path) -> None:
    checked = run(folder, "command", "校验整簿", "书.xlsx", "-o", "校验.xlsx")
    assert checked.returncode in (0, 1)
    assert "校验结果" in openpyxl.load_workbook(folder / "校验.xlsx").sheetnames
    assert run(folder, "command", "清除标记", "校验.xlsx", "-o", "清.xlsx").returncode == 0
    assert "校验结果" not in openpyxl.load_workbook(folder / "清.xlsx").sheetnames


def test_a_person_who_cannot_be_computed_gives_status_one(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "书.xlsx")
    book["测算"]["C2"] = '=规范日期("1985.1")'
    book.save(folder / "书.xlsx")
    result = run(folder, "command", "职工确认单", "书.xlsx")
    assert result.returncode == 1
    assert "1 人不能计算" in result.stdout
    assert any("10月" in text for text in texts(folder / "书-职工确认单.xlsx"))


def test_dates_computed_in_a_book_of_the_1904_system_are_not_four_years_off(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "书.xlsx")
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book["测算"]["C2"] = '=规范日期("1985年7月")'
    book.save(folder / "书.xlsx")
    result = run(folder, "command", "职工确认单", "书.xlsx")
    assert result.returncode == 0, result.stdout + result.stderr
    shown = texts(folder / "书-职工确认单.xlsx")
    assert any("1985" in text for text in shown)
    assert not any("1981" in text or "1989" in text for text in shown)


def test_without_libreoffice_a_pdf_is_refused_before_anything_is_written(folder: Path) -> None:
    (folder / "empty").mkdir()
    result = run(folder, "command", "职工确认单", "书.xlsx", "--pdf", path=str(folder / "empty"))
    assert result.returncode == 2
    assert "没有找到 LibreOffice" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert files(folder) == ["empty", "书.xlsx"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("职工确任单", "书.xlsx"), "职工确认单"),
        (("职工确认单",), "请给出工作簿"),
        (("职工确认单", "无.xlsx"), "找不到工作簿"),
        (("职工确认单", "书.xlsx", "-o", "书.xlsx"), "原工作簿"),
        (("职工确认单", "书.xlsx", "-o", "单.pdf"), ".xlsx 结尾"),
        (("职工确认单", "书.xlsx", "-o", "无/单.xlsx"), "不存在"),
        (("职工确认单", "书.xlsx", "--sheet", "别的"), "没有工作表"),
        (("口径比较", "书.xlsx", "--masked"), "--masked"),
        (("口径比较", "书.xlsx", "--take", "别的"), "不在工作簿里"),
        (("资金平衡表", "书.xlsx", "--take", "测算"), "--take"),
        (("校验整簿", "书.xlsx", "--pdf"), "--pdf"),
    ],
)
def test_what_cannot_be_done_is_one_chinese_line_status_two_and_nothing_written(
    folder: Path, arguments: tuple[str, ...], words: str
) -> None:
    result = run(folder, "command", *arguments)
    assert result.returncode == 2, result.stdout
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert files(folder) == ["书.xlsx"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("校验整簿", "--pdf"), "“校验整簿”不写新工作簿，不另出 PDF，请去掉 --pdf"),
        (("交付副本", "--pdf"), "“交付副本”不写新工作簿，不另出 PDF，请去掉 --pdf"),
        (("关于与诊断", "-o", "文字.txt"), "“关于与诊断”只显示文字，不写文件，请去掉 -o"),
        (("口径比较", "-o", "比较.et"), "新工作簿的文件名要以 .xlsx 结尾，现为“比较.et”"),
        (("重算", "-o", "重算.xlsm"), "扩展名要与原工作簿相同"),
        (("校验整簿", "-o", "没有/校验.xlsx"), "输出文件夹“没有”不存在"),
        (("口径比较", "-o", "."), "新工作簿的文件名要以 .xlsx 结尾"),
        (("公示表", "--today", "2011-09-20"), "“公示表”不按某一天核对未办结事项，请去掉 --today"),
        (("信访督办", "--today", "9月20日"), "--today 要写成 2011-12-31 这样的日期，现为“9月20日”"),
    ],
)
def test_what_a_button_cannot_heed_is_refused_before_the_book_is_read(
    folder: Path, arguments: tuple[str, ...], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object) -> None:
        raise AssertionError("the workbook was read")

    monkeypatch.setattr("xl_addin.hosts.file.buttons.open_workfile", read)
    result = run(folder, "command", arguments[0], "书.xlsx", *arguments[1:])
    assert (result.returncode, len(result.stderr.splitlines())) == (2, 1)
    assert words in result.stderr


@pytest.mark.parametrize("command", ["run", "calc"])
def test_a_folder_that_is_not_there_is_told_before_the_book_is_read(
    folder: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xl_addin.hosts.file.job.open_workfile", None)
    result = run(folder, command, "书.xlsx", "-o", "没有/书.xlsx")
    assert (result.returncode, result.stderr) == (2, "输出文件夹“没有”不存在，请先建立或换一个位置\n")


def test_open_cases_are_those_of_the_day_that_is_given(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "信访台账"
    book.active.append(["编号", "登记时间", "信访人", "反映问题", "受理时间", "责任单位", "答复时间"])
    book.active.append(["1", "2011-07-01", "虚构甲", "虚构事项", "2011-07-05", "虚构局", None])
    book.save(tmp_path / "信访.xlsx")
    for day, words in (("2011-09-02", "超期 0 件"), ("2011-09-06", "超期 1 件")):
        result = run(tmp_path, "信访督办", "信访.xlsx", "--today", day)
        assert (result.returncode, result.stderr) == (0, "")
        assert words in result.stdout
        assert any(f"截至{day}" in text for text in texts(tmp_path / "信访-信访督办.xlsx"))


def test_a_local_policy_is_checked_imported_and_read_again(tmp_path: Path) -> None:
    text = 'title = "意见"\nnumber = "示改1号"\nstatus = "已确认"\n[options]\nfraction = "half_year"\n'
    (tmp_path / "地方.toml").write_text(text, encoding="utf-8")
    assert run(tmp_path, "policy", "check", "地方.toml").returncode == 0
    imported = run(tmp_path, "policy", "import", "地方.toml")
    assert (imported.returncode, imported.stderr) == (0, "")
    assert files(tmp_path) == ["地方-政策.xlsx", "地方.toml"]
    checked = run(tmp_path, "policy", "check", "地方-政策.xlsx")
    assert checked.returncode == 0
    assert "SEG2008 已确认" in checked.stdout


def test_faults_of_a_local_policy_stand_on_a_line_each_and_stop_the_import(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('titel = "x"\nstatus = "草稿"\n', encoding="utf-8")
    checked = run(tmp_path, "policy", "check", "a.toml")
    assert checked.returncode == 1
    assert len(checked.stdout.splitlines()) == 3
    refused = run(tmp_path, "policy", "import", "a.toml", "-o", "a.xlsx")
    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 1
    assert all(fault in refused.stderr for fault in checked.stdout.splitlines())
    assert files(tmp_path) == ["a.toml"]


def test_a_shipped_profile_can_be_imported_by_its_name(tmp_path: Path) -> None:
    assert run(tmp_path, "policy", "import", "R481").returncode == 0
    assert "R481" in run(tmp_path, "policy", "check", "R481-政策.xlsx").stdout
