"""Hostile documents, templates and names: refused in one Chinese line, or harmless; never a traceback."""

from __future__ import annotations

import datetime as dt
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.papers.paper_books import FIRM, Invented, invented, write_book
from xl_addin.files.handover.looking_within import holds_id
from xl_addin.files.papers import safety
from xl_addin.files.papers.reading import read_paper
from xl_addin.hosts.file.papers import PaperWish, check_papers, write_papers
from xl_addin.values.errors import InputError
from xl_addin.values.memory import forget

docx = pytest.importorskip("docx", reason="the extra papers is not installed")
NOW = dt.datetime(2011, 9, 28)
Parts = dict[str, bytes]
DOCUMENT = "word/document.xml"
RELS = "word/_rels/document.xml.rels"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def plain_parts(*lines: str) -> Parts:
    stream = io.BytesIO()
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(stream)
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def save(path: Path, parts: Parts) -> Path:
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def within(parts: Parts, xml: str) -> None:
    parts[DOCUMENT] = parts[DOCUMENT].replace(b"<w:body>", b"<w:body>" + xml.encode())


def related(parts: Parts, kind: str, target: str, mode: str = ' TargetMode="External"') -> None:
    relation = f'<Relationship Id="rId99" Type="{KIND}/{kind}" Target="{target}"{mode}/></Relationships>'
    parts[RELS] = parts[RELS].replace(b"</Relationships>", relation.encode())


def dtd(parts: Parts) -> None:
    parts[DOCUMENT] = parts[DOCUMENT].replace(b"<w:document", b'<!DOCTYPE a [<!ENTITY b "c">]><w:document', 1)


def hidden_dtd(parts: Parts) -> None:
    """The document under a name that says nothing."""
    dtd(parts)
    parts["word/media/x.png"] = parts.pop(DOCUMENT)
    for name in ("_rels/.rels", "[Content_Types].xml"):
        parts[name] = parts[name].replace(b"word/document.xml", b"word/media/x.png")


def bomb(parts: Parts) -> None:
    parts["word/media/x.png"] = b"\0" * 101_000_000


def many_tags(parts: Parts) -> None:
    within(parts, "<w:p/>" * 3_000_001)


def deep(parts: Parts) -> None:
    within(parts, "<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000)


def no_header(parts: Parts) -> None:
    within(parts, f'<w:p><w:pPr><w:sectPr><w:headerReference xmlns:r="{KIND}" r:id="rId77"/></w:sectPr></w:pPr></w:p>')


def macro_type(parts: Parts) -> None:
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )


def no_document(parts: Parts) -> None:
    parts[DOCUMENT] = b"<a/>"


BROKEN = [
    (dtd, "DTD"),
    (hidden_dtd, "DTD"),
    (bomb, "展开后过大"),
    (many_tags, "内容过多"),
    (deep, "不是能用的 Word 文档"),
    (no_header, "不是能用的 Word 文档"),
    (macro_type, "不是能用的 Word 文档"),
    (no_document, "不是能用的 Word 文档"),
]


@pytest.mark.parametrize(("spoil", "told"), BROKEN)
def test_a_hostile_document_is_one_line(tmp_path: Path, spoil: Callable[[Parts], None], told: str) -> None:
    parts = plain_parts("{{企业名称}}")
    spoil(parts)
    with pytest.raises(InputError, match=told) as caught:
        read_paper(save(tmp_path / "件.docx", parts))
    assert "\n" not in caught.value.message


def field(*pieces: str) -> str:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'


ACTING: list[tuple[Callable[[Parts], None], str]] = [
    (lambda parts: within(parts, field("DD", "EAUTO c:\\\\windows\\\\cmd.exe")), "DDEAUTO"),
    (lambda parts: within(parts, field(" INCLUDEPICTURE ", "http://例.cn/a.png")), "INCLUDEPICTURE"),
    (lambda parts: related(parts, "image", "http://192.0.2.1/a.png"), "外部文件"),
    (lambda parts: related(parts, "oleObject", "http://192.0.2.1/a.doc"), "宏、控件或嵌入的对象"),
    (lambda parts: related(parts, "subDocument", "http://192.0.2.1/a.docx"), "宏、控件或嵌入的对象"),
    (lambda parts: within(parts, "<w:p><w:r><w:t>" + "{{企业名称}}" * 300 + "</w:t></w:r></w:p>"), "200 个占位符"),
]


@pytest.mark.parametrize(("spoil", "told"), ACTING)
def test_a_template_that_would_act_is_refused_and_nothing_written(
    tmp_path: Path, spoil: Callable[[Parts], None], told: str
) -> None:
    book = write_book(tmp_path / "册.xlsx", invented(2))
    parts = plain_parts("{{企业名称}}")
    spoil(parts)
    save(tmp_path / "模板" / "签收表.docx", parts)
    with pytest.raises(InputError, match=told):
        write_papers(book, tmp_path / "文书", PaperWish(("签收表",), templates=tmp_path / "模板"), NOW)
    assert not (tmp_path / "文书").exists()


def test_a_far_template_of_a_template_is_taken_off_and_its_maker_is_not_named(tmp_path: Path) -> None:
    book = write_book(tmp_path / "册.xlsx", invented(2))
    document = docx.Document()
    document.add_paragraph("{{企业名称}}")
    document.core_properties.author = "经办人甲"
    document.part._settings_part.relate_to("file:///C:/x.dotm", f"{KIND}/attachedTemplate", is_external=True)
    (tmp_path / "模板").mkdir()
    document.save(tmp_path / "模板" / "签收表.docx")
    done = write_papers(book, tmp_path / "文书", PaperWish(("签收表",), templates=tmp_path / "模板"), NOW)
    with zipfile.ZipFile(done.files[0]) as archive:
        whole = b"".join(map(archive.read, archive.namelist())).decode("utf-8", "replace")
    assert "x.dotm" not in whole and "经办人甲" not in whole
    own = docx.Document(done.files[0]).core_properties
    assert (own.title, own.created.replace(tzinfo=None)) == (f"签收表-{FIRM}", NOW)


def test_a_template_with_a_number_makes_no_masked_paper(tmp_path: Path) -> None:
    people = invented(2)
    book = write_book(tmp_path / "册.xlsx", people)
    save(tmp_path / "模板" / "签收表.docx", plain_parts(f"例：{people[0].id}"))
    wish = PaperWish(("签收表",), True, tmp_path / "模板")
    with pytest.raises(InputError, match="完整的身份证号") as caught:
        write_papers(book, tmp_path / "文书", wish, NOW)
    assert people[0].id not in caught.value.message and not (tmp_path / "文书").exists()


def test_a_template_is_looked_at_once_for_however_many_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []
    monkeypatch.setattr(safety, "holds_id", lambda blob: [looks.append(len(blob)), holds_id(blob)][1])
    forget()
    safety.refuse_numbers(docx.Document(), "签收表.docx")
    once = len(looks)
    for _ in range(40):  # enterprises
        safety.refuse_numbers(docx.Document(), "签收表.docx")
    assert len(looks) == once > len(list(docx.Document().part.package.iter_parts()))


def test_tags_within_tags_and_markup_in_tags_are_read_once(tmp_path: Path) -> None:
    book = write_book(tmp_path / "册.xlsx", invented(2))
    done = write_papers(book, tmp_path / "文书", PaperWish(("签收表",)), NOW)
    with zipfile.ZipFile(done.files[0]) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    nested = '<w:sdt><w:sdtPr><w:tag w:val="改制:&lt;x&gt;@99999999999"/></w:sdtPr><w:sdtContent>' * 60
    within(parts, f"<w:p>{nested}<w:r><w:t>甲</w:t></w:r>{'</w:sdtContent></w:sdt>' * 60}</w:p>")
    save(done.files[0], parts)
    assert [(one.row, one.text) for one in read_paper(done.files[0]).controls if one.name == "<x>"] == [(0, "甲")]
    assert len(check_papers(book, tmp_path / "文书", PaperWish(), NOW)[0]) == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_among_the_papers_is_told_as_not_checked(tmp_path: Path) -> None:
    book = write_book(tmp_path / "册.xlsx", invented(2))
    write_papers(book, tmp_path / "文书", PaperWish(("签收表",)), NOW)
    os.mkfifo(tmp_path / "文书" / "管道.docx")
    (tmp_path / "文书" / "夹.docx").mkdir()
    findings, count = check_papers(book, tmp_path / "文书", PaperWish(), NOW)
    assert (count, len(findings.not_checked)) == (1, 2) and "管道.docx" in "".join(findings.not_checked)


@pytest.mark.parametrize("name", ["a/b\\c:d*e?f", "..", "CON", "甲\x01\x85\u202e乙", "厂" * 200, '<b>"|厂', "厂. ", ""])
def test_an_enterprise_of_any_name_has_a_file_that_windows_takes(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.commands.papers import paper_books

    monkeypatch.setattr(paper_books, "FIRM", name)
    book = write_book(tmp_path / "册.xlsx", invented(2))
    done = write_papers(book, tmp_path / "文书", PaperWish(("签收表", "经济补偿金公示")), NOW)
    for path in done.files:
        assert path.parent == tmp_path / "文书" and path.is_file()
        assert not set(path.name) & set('<>:"/\\|?*\x01\x85\u202e') and len(path.name) < 60
    assert len(check_papers(book, tmp_path / "文书", PaperWish(), NOW)[0]) == 0


def test_a_number_in_any_text_of_the_workbook_is_masked_in_every_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.commands.papers import paper_books

    number = invented(3)[2].id
    monkeypatch.setattr(paper_books, "FIRM", f"厂{number}")
    people = [Invented(f"王{number}", invented(1)[0].id, 5, 1200, 1, 1)]
    book = write_book(tmp_path / "册.xlsx", people)
    done = write_papers(book, tmp_path / "文书", PaperWish(masked=True), NOW)
    for path in done.files:
        with zipfile.ZipFile(path) as archive:
            whole = b"".join(map(archive.read, archive.namelist())).decode("utf-8", "replace")
        assert number not in whole and people[0].id not in whole and number not in path.name
    assert len(check_papers(book, tmp_path / "文书", PaperWish(), NOW)[0]) == 0
