"""Papers say what the cells say, and are found out when either side changes."""

from __future__ import annotations

import datetime as dt
import stat
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.commands.papers.paper_books import FIRM, FIRST_ROW, Invented, invented, write_book
from xl_addin.files.papers.model import Control
from xl_addin.files.papers.reading import read_paper
from xl_addin.files.papers.safety import W
from xl_addin.hosts.file.papers import PaperWish, check_papers, give_templates, write_papers
from xl_addin.values.errors import InputError

docx = pytest.importorskip("docx", reason="the extra papers is not installed")
NOW = dt.datetime(2011, 9, 28)


def facts(path: Path) -> dict[tuple[str, int], str]:
    return {(one.name, one.row): one.text for one in read_paper(path).controls}


def money(amount: float) -> str:
    return f"{amount:,.2f}"


@pytest.fixture
def people() -> list[Invented]:
    return invented(12)


@pytest.fixture
def book(tmp_path: Path, people: list[Invented]) -> Path:
    return write_book(tmp_path / "工作簿.xlsx", people)


def edited(path: Path, old: str, new: str) -> None:
    """Change a text of a paper as somebody does in Word."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode()
    assert old in body
    parts["word/document.xml"] = body.replace(old, new).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def test_every_figure_of_the_posting_is_a_workers_own(tmp_path: Path, book: Path, people: list[Invented]) -> None:
    write_papers(book, tmp_path / "文书", PaperWish(), NOW)
    shown = facts(tmp_path / "文书" / f"经济补偿金公示-{FIRM}.docx")
    for number, one in enumerate(people, 1):
        assert shown["职工.姓名", number] == one.name
        assert shown["职工.身份证号", number] == f"{one.id[:6]}********{one.id[-4:]}"
        assert shown["职工.补偿金额", number] == money(one.amount)
        assert shown["职工.计发月数", number] == f"{one.years}个月"
    assert shown["补偿合计", 0] == money(sum(one.amount for one in people))
    both = facts(tmp_path / "文书" / f"两险公示-{FIRM}.docx")
    assert both["养老保险费合计", 0] == money(sum(one.pension for one in people))
    assert both["两险.两险合计", 3] == money(people[2].pension + people[2].medical)
    plan = facts(tmp_path / "文书" / f"职工安置方案-{FIRM}.docx")
    assert plan["费用合计", 0] == money(sum(one.amount + one.pension + one.medical for one in people))
    assert plan["企业地址", 0] == "____"


def test_the_record_names_the_source_cell(tmp_path: Path, book: Path) -> None:
    write_papers(book, tmp_path / "文书", PaperWish(("签收表", "职代会表决记录")), NOW)
    recorded = read_paper(tmp_path / "文书" / f"签收表-{FIRM}.docx").recorded
    assert recorded["职工.补偿金额", 2][0] == f"测算表!K{FIRST_ROW + 1}"
    vote = read_paper(tmp_path / "文书" / f"职代会表决记录-{FIRM}.docx")
    assert Control("表决结果", 0, "通过") in vote.controls and Control("通过票数下限", 0, "61") in vote.controls
    assert vote.recorded["同意票数", 0][0] == "进度表!H2"


def test_a_certificate_is_a_page_each_without_what_nobody_wrote(
    tmp_path: Path, book: Path, people: list[Invented]
) -> None:
    write_papers(book, tmp_path / "文书", PaperWish(("解除劳动合同证明",)), NOW)
    path = tmp_path / "文书" / f"解除劳动合同证明-{FIRM}.docx"
    shown = facts(path)
    assert [shown["职工.姓名", number] for number in range(1, 13)] == [one.name for one in people]
    assert {shown["职工.劳动合同期限", number] for number in range(1, 13)} == {"____"}
    assert shown["职工.解除时间", 5] == "2003年12月31日"
    text = "\n".join(paragraph.text for paragraph in docx.Document(path).paragraphs)
    assert "待填事项" in text and "劳动合同法实施条例第二十四条" in text


def test_papers_of_an_unchanged_workbook_agree(tmp_path: Path, book: Path) -> None:
    done = write_papers(book, tmp_path / "文书", PaperWish(), NOW)
    findings, count = check_papers(book, tmp_path / "文书", PaperWish(), NOW)
    assert (len(findings), count, findings.not_checked) == (0, len(done.files), [])
    assert count == 10


def test_a_changed_wage_of_the_workbook_is_found_in_every_paper(
    tmp_path: Path, book: Path, people: list[Invented]
) -> None:
    write_papers(book, tmp_path / "文书", PaperWish(), NOW)
    changed = [*people]
    changed[3] = Invented(people[3].name, people[3].id, people[3].years, 1950, people[3].pension, people[3].medical)
    write_book(book, changed)
    findings, _ = check_papers(book, tmp_path / "文书", PaperWish(), NOW)
    assert {one.message.split("-")[0] for one in findings} >= {"经济补偿金公示", "签收表", "职工安置方案"}
    own = [one for one in findings if one.message.startswith("签收表") and "补偿金额”" in one.message]
    assert [(one.sheet, one.cell, one.observed, one.expected) for one in own] == [
        ("测算表", f"K{FIRST_ROW + 3}", money(people[3].amount), money(changed[3].amount))
    ]
    assert "工作簿改过" in own[0].message


def test_a_changed_figure_of_the_paper_is_found(tmp_path: Path, book: Path, people: list[Invented]) -> None:
    write_papers(book, tmp_path / "文书", PaperWish(("经济补偿金公示",)), NOW)
    total = money(sum(one.amount for one in people))
    edited(tmp_path / "文书" / f"经济补偿金公示-{FIRM}.docx", total, "9,999.99")
    findings, _ = check_papers(book, tmp_path / "文书", PaperWish(), NOW)
    (one,) = findings
    assert (one.code, one.observed, one.expected) == ("PAPER_DIFFERS", "9,999.99", total)
    assert "本件改过" in one.message


def test_a_worker_put_in_between_is_the_only_row_told(tmp_path: Path, book: Path, people: list[Invented]) -> None:
    write_papers(book, tmp_path / "文书", PaperWish(("签收表",)), NOW)
    newcomer = invented(40)[30]
    write_book(book, [*people[:2], newcomer, *people[2:]])
    findings, _ = check_papers(book, tmp_path / "文书", PaperWish(), NOW)
    assert [one.code for one in findings if one.code != "PAPER_DIFFERS"] == ["PAPER_ROW_LACKING"]
    assert all(
        one.cell is None or "补偿合计" in one.message or "人数" in one.message
        for one in findings
        if one.code == "PAPER_DIFFERS"
    )
    assert not any(newcomer.id in one.message or newcomer.name in one.message for one in findings)


def test_an_amount_that_sheet_and_calculation_dispute_stands_in_no_paper(
    tmp_path: Path, people: list[Invented]
) -> None:
    book = write_book(tmp_path / "争议.xlsx", people, amounts={0: people[0].amount + 0.01})
    done = write_papers(book, tmp_path / "文书", PaperWish(("签收表",)), NOW)
    shown = facts(done.files[0])
    assert shown["职工.补偿金额", 1] == "____" and shown["补偿合计", 0] == "____"
    assert shown["职工.补偿金额", 2] == money(people[1].amount)
    assert done.cautions >= 1


def test_unknown_votes_stand_as_blanks(tmp_path: Path, people: list[Invented]) -> None:
    book = write_book(tmp_path / "无票.xlsx", people, votes=False)
    done = write_papers(book, tmp_path / "文书", PaperWish(("职代会表决记录",)), NOW)
    assert {facts(done.files[0])[name, 0] for name in ("应到人数", "同意票数", "表决结果")} == {"____"}


def test_an_offices_template_with_an_unknown_placeholder_is_refused_and_nothing_written(
    tmp_path: Path, book: Path
) -> None:
    own = tmp_path / "模板"
    own.mkdir()
    document = docx.Document()
    paragraph = document.add_paragraph("共 {{补偿")
    paragraph.add_run("总额}} 元")
    document.save(own / "签收表.docx")
    with pytest.raises(InputError, match=r"签收表\.docx.*\{\{补偿总额\}\}没有这个名称，可以用：.*企业名称"):
        write_papers(book, tmp_path / "文书", PaperWish(templates=own), NOW)
    assert not (tmp_path / "文书").exists()


def test_a_placeholder_cut_into_runs_is_filled(tmp_path: Path, book: Path, people: list[Invented]) -> None:
    own = tmp_path / "模板"
    own.mkdir()
    document = docx.Document()
    paragraph = document.add_paragraph("甲 {{补偿")
    paragraph.add_run("合").bold = True
    paragraph.add_run("计}} 元，{{企业名称}}")
    document.save(own / "签收表.docx")
    done = write_papers(book, tmp_path / "文书", PaperWish(("签收表",), templates=own), NOW)
    text = "".join(node.text or "" for node in docx.Document(done.files[0]).element.body.iter(f"{W}t"))
    assert f"甲 {money(sum(one.amount for one in people))} 元，{FIRM}" in text


def test_nothing_that_is_there_is_replaced_and_papers_are_as_private_as_the_book(tmp_path: Path, book: Path) -> None:
    book.chmod(0o600)
    done = write_papers(book, tmp_path / "文书", PaperWish(("签收表",)), NOW)
    assert stat.S_IMODE(done.files[0].stat().st_mode) == 0o600
    before = done.files[0].read_bytes()
    with pytest.raises(InputError, match="已存在，可能已修改，没有覆盖"):
        write_papers(book, tmp_path / "文书", PaperWish(), NOW)
    assert done.files[0].read_bytes() == before and len(list((tmp_path / "文书").iterdir())) == 1


def test_masked_papers_hold_no_full_number_anywhere(tmp_path: Path, book: Path, people: list[Invented]) -> None:
    done = write_papers(book, tmp_path / "文书", PaperWish(masked=True), NOW)
    for path in done.files:
        with zipfile.ZipFile(path) as archive:
            whole = b"".join(map(archive.read, archive.namelist())).decode("utf-8", "replace")
        assert not [one.id for one in people if one.id in whole]
    assert len(check_papers(book, tmp_path / "文书", PaperWish(), NOW)[0]) == 0


def test_names_are_text_and_never_markup(tmp_path: Path, people: list[Invented]) -> None:
    odd = Invented("王<w:br/>&三", people[0].id, 5, 1200, 1, 1)
    book = write_book(tmp_path / "怪名.xlsx", [odd])
    done = write_papers(book, tmp_path / "文书", PaperWish(("签收表",)), NOW)
    assert facts(done.files[0])["职工.姓名", 1] == "王<w:br/>&三"


def test_five_hundred_workers(tmp_path: Path) -> None:
    many = invented(500)
    book = write_book(tmp_path / "多人.xlsx", many)
    done = write_papers(book, tmp_path / "文书", PaperWish(("解除劳动合同证明", "签收表")), NOW)
    shown = facts(done.files[1])
    assert [shown["职工.补偿金额", number] for number in range(1, 501)] == [money(one.amount) for one in many]
    assert len(check_papers(book, tmp_path / "文书", PaperWish(), NOW)[0]) == 0


def test_the_shipped_templates_are_given_to_be_edited(tmp_path: Path) -> None:
    given = give_templates(tmp_path / "模板")
    assert [path.stem for path in given][:3] == ["改制方案", "职工安置方案", "职工公开信"]
    with pytest.raises(InputError, match="没有覆盖"):
        give_templates(tmp_path / "模板")


def test_a_posting_takes_its_days_from_the_sheet_of_postings(tmp_path: Path, people: list[Invented]) -> None:
    first = ("1", FIRM, "经济补偿金测算结果", "厂门口", "2003-10-10", "2003-10-17")
    book = write_book(tmp_path / "册.xlsx", people, postings=[first, ("2", FIRM, "养老、医疗保险费", "食堂", "", "")])
    write_papers(book, tmp_path / "文书", PaperWish(), NOW)
    own = read_paper(tmp_path / "文书" / f"经济补偿金公示-{FIRM}.docx")
    shown = {one.name: one.text for one in own.controls}
    assert (shown["公示开始"], shown["公示结束"], shown["公示地点"]) == ("2003年10月10日", "2003年10月17日", "厂门口")
    assert own.recorded["公示结束", 0][0] == "公示情况表!F2"
    other = facts(tmp_path / "文书" / f"两险公示-{FIRM}.docx")
    assert (other["公示开始", 0], other["公示地点", 0]) == ("____", "食堂")
    again = ("3", FIRM, "补偿金（第二次）", "厂门口", "2003-11-10", "2003-11-17")
    write_book(book, people, postings=[first, again])
    told = [one.message for one in check_papers(book, tmp_path / "文书", PaperWish(), NOW)[0]]
    asked = [one.partition("-")[0] for one in told if "公示开始" in one and "公示了几次" in one]
    assert sorted(asked) == ["经济补偿金公示", "职工公开信"] and all("“公示" in one for one in told)


@pytest.mark.parametrize(
    ("heads", "cells", "end_cell"),
    [
        (("公示起止",), ("2024-03-01至2024-03-07",), "E2"),
        (("公示时间",), ("2024年3月1日至7日",), "E2"),
        (("公示期",), ("2024.3.1—3.7",), "E2"),
        (("公示起止",), ("20240301-20240307",), "E2"),
        (("公示开始", "公示结束"), (None, "二〇二四年三月一日至三月七日（7天）"), "F2"),
        (("公示开始", "公示结束"), ("2024-03-01至2024-03-07", None), "E2"),
        (("公示开始", "公示结束", "公示起止"), ("2024-03-01", None, "2024-03-01至2024-03-07"), "G2"),
        (("公示开始", "公示结束", "公示起止"), ("2024-03-02", None, "2024-03-01至2024-03-07"), ""),
    ],
)
def test_both_days_of_a_posting_may_stand_in_one_cell(
    tmp_path: Path, people: list[Invented], heads: tuple[str, ...], cells: tuple[str | None, ...], end_cell: str
) -> None:
    book = write_book(tmp_path / "册.xlsx", people)
    opened = openpyxl.load_workbook(book)
    sheet = opened.create_sheet("公示情况表")
    sheet.append(["序号", "企业名称", "公示内容", "公示地点", *heads])
    sheet.append([1, FIRM, "资产处置结果", "厂门口", *cells])
    opened.save(book)
    paper = read_paper(write_papers(book, tmp_path / "文书", PaperWish(("资产处置公示",)), NOW).files[0])
    shown = {one.name: one.text for one in paper.controls}
    if end_cell:
        assert (shown["公示开始"], shown["公示结束"]) == ("2024年3月1日", "2024年3月7日")
        assert paper.recorded["公示结束", 0][0] == f"公示情况表!{end_cell}"
    else:
        assert (shown["公示开始"], shown["公示结束"]) == ("2024年3月2日", "____"), "the columns contradict each other"


def test_a_wrong_cell_is_named_by_the_papers_that_show_it_and_by_no_other(tmp_path: Path) -> None:
    people = invented(3)
    people[1] = Invented(people[1].name, people[1].id[:17] + "?", 5, 1200, 10, 10)
    book = write_book(tmp_path / "册.xlsx", people)
    done = write_papers(book, tmp_path / "文书", PaperWish(), NOW)
    text = {
        path.name.partition("-")[0]: "\n".join(one.text for one in docx.Document(path).paragraphs)
        for path in done.files
    }
    place = f"测算表!D{FIRST_ROW + 1} 校验有错误"
    assert {name for name, own in text.items() if place in own} == {
        "经济补偿金公示",
        "解除劳动合同证明",
        "签收表",
        "银行代发清单",
    }


def test_the_posting_of_assets_says_what_the_sheets_say_and_no_more(
    tmp_path: Path, book: Path, people: list[Invented]
) -> None:
    done = write_papers(book, tmp_path / "文书", PaperWish(("资产处置公示",)), NOW)
    shown = facts(done.files[0])
    assert {shown[name, 0] for name in ("成交价", "评估值", "评估基准日", "到账时间", "来源合计", "资金缺口")} == {
        "____"
    }
    assert shown["费用合计", 0] == money(sum(one.amount + one.pension + one.medical for one in people))
    assert shown["批复时间", 0] == "2003年10月8日"


def test_the_letter_to_all_workers_has_the_facts_of_the_plan_and_nobodys_name(
    tmp_path: Path, book: Path, people: list[Invented]
) -> None:
    done = write_papers(book, tmp_path / "文书", PaperWish(("职工公开信",)), NOW)
    shown = facts(done.files[0])
    assert (shown["补偿人数", 0], shown["补偿合计", 0]) == ("12", money(sum(one.amount for one in people)))
    assert shown["工龄截止时间", 0] == "2003年12月31日"
    unknown = ("公示开始", "公示地点", "异议受理部门", "受理电话", "执行文件")
    assert {shown[name, 0] for name in unknown} == {"____"}
    text = "\n".join(paragraph.text for paragraph in docx.Document(done.files[0]).paragraphs)
    assert not any(one.name in text or one.id in text for one in people)
    changed = openpyxl.load_workbook(book)
    changed["测算表"][f"F{FIRST_ROW}"] = "2003-11-30"
    changed.save(book)
    (told,) = [
        one.message for one in check_papers(book, tmp_path / "文书", PaperWish(), NOW)[0] if "工龄" in one.message
    ]
    assert "2003年11月30日至2003年12月31日" in told and f"测算表!F{FIRST_ROW}:F{FIRST_ROW + 11} 各行" in told
