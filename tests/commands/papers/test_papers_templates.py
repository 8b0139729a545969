"""Templates that would act, fetch or show a number, wherever in the document it stands and however it is written."""

from __future__ import annotations

import io
import itertools
import random
import zipfile
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest

from tests.commands.papers.test_papers_hostile import DOCUMENT, KIND, RELS, Parts, field, plain_parts, related, within
from tests.faults.id_writings import invented
from xl_addin.files.handover.looking_within import holds_id
from xl_addin.files.papers.acting import refuse_acting
from xl_addin.files.papers.safety import refuse_numbers
from xl_addin.values.errors import InputError
from xl_addin.values.memory import forget, remembered_of_bytes

docx = pytest.importorskip("docx", reason="the extra papers is not installed")
W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PACKAGE_RELS: Final = "_rels/.rels"
FIELDS: Final = (
    "DDE a b",
    "DDEAUTO c:\\\\cmd.exe x",
    "INCLUDE http://192.0.2.1/a",
    "INCLUDETEXT a",
    "LINK a",
    "EMBED Package",
    "DATA a",
    "DATABASE \\d a",
    "PRINT 27",
    "CONTROL Forms.HTML",
    "MACROBUTTON a",
)


def opened(parts: Parts) -> Any:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return docx.Document(io.BytesIO(stream.getvalue()))


def add(parts: Parts, name: str, kind: str, data: str, of: str = RELS, content: str = "application/xml") -> None:
    """A further part that ``of`` leads to; kinds are those of Office unless they are whole addresses."""
    parts[name] = data.encode()
    types = "[Content_Types].xml"
    override = f'<Override PartName="/{name}" ContentType="{content}"/></Types>'
    parts[types] = parts[types].replace(b"</Types>", override.encode())
    whole = kind if ":" in kind else f"{KIND}/{kind}"
    relation = f'<Relationship Id="rId98" Type="{whole}" Target="/{name}"/></Relationships>'
    parts[of] = parts[of].replace(b"</Relationships>", relation.encode())


def run(inner: str) -> str:
    return f"<w:r>{inner}</w:r>"


def char(kind: str) -> str:
    return run(f'<w:fldChar w:fldCharType="{kind}"/>')


def writings(text: str) -> Iterator[str]:
    """A field in every way that Word reads it."""
    begin, end, half = char("begin"), char("end"), len(text) // 4
    yield field(text)
    yield field(" ", text[:half], text[half:])
    yield f'<w:p><w:fldSimple w:instr="{text}"/></w:p>'
    yield f"<w:p>{begin}{run(f'<w:delInstrText>{text}</w:delInstrText>')}{end}</w:p>"
    yield f"<w:p>{begin}{run(f'<w:t>{text}</w:t>')}{end}</w:p>"
    pieces = [run(f"<w:instrText>{one}</w:instrText>") for one in (text[:half], text[half:])]
    yield f"<w:p>{begin}{pieces[0]}</w:p><w:p>{pieces[1]}{char('separate')}{end}</w:p>"
    shown = run("<w:instrText>IF 1 = 1 </w:instrText>")
    yield f"<w:p>{begin}{shown}{begin}{pieces[0]}{pieces[1]}{end}{char('separate')}{end}</w:p>"
    yield f"<w:p>{begin}{pieces[0]}{pieces[1]}</w:p>"


def put_body(parts: Parts, xml: str) -> None:
    within(parts, xml)


def put_story(name: str, outer: str, inner: str) -> Callable[[Parts, str], None]:
    def put(parts: Parts, xml: str) -> None:
        body = f'<w:{outer} xmlns:w="{W}"><w:{inner} w:id="1">{xml}</w:{inner}></w:{outer}>'
        add(parts, f"word/{name}.xml", name, body, content=f"{TYPE}.{name}+xml")

    return put


STORIES: Final = {
    "body": put_body,
    "footnotes": put_story("footnotes", "footnotes", "footnote"),
    "endnotes": put_story("endnotes", "endnotes", "endnote"),
    "comments": put_story("comments", "comments", "comment"),
    "glossary": put_story("glossaryDocument", "glossaryDocument", "docPartBody"),
}


@pytest.mark.parametrize("story", STORIES)
def test_no_field_fetches_or_starts_anything_wherever_it_stands(story: str) -> None:
    for number, text in enumerate(FIELDS):
        ways = list(writings(text))
        parts = plain_parts("{{企业名称}}")
        STORIES[story](parts, ways[number % len(ways)])
        with pytest.raises(InputError, match=f"域（{text.split()[0]}）"):
            refuse_acting(opened(parts), "签收表.docx")


def test_a_field_whose_name_another_field_gives_is_refused_and_plain_ones_are_not() -> None:
    quoted = field("QUOTE 68 68 69").removeprefix("<w:p>").removesuffix("</w:p>")
    built = f"<w:p>{char('begin')}{run('<w:instrText> D</w:instrText>')}{quoted}{char('end')}</w:p>"
    parts = plain_parts("{{企业名称}}")
    within(parts, built)
    with pytest.raises(InputError, match="另一个域"):
        refuse_acting(opened(parts), "签收表.docx")
    parts = plain_parts("{{企业名称}}")
    plain = ("PAGE", "NUMPAGES", "PRINTDATE", "DATE \\@ yyyy", "REF a", 'HYPERLINK "http://a"', "= 1 + 2", "LINKED")
    counted = f"<w:p>{char('begin')}{run('<w:instrText>= </w:instrText>')}{quoted}{char('end')}</w:p>"
    within(parts, "".join(map(field, plain)) + counted + "<w:p><w:r><w:t>DDE 和 LINK 是文字</w:t></w:r></w:p>")
    refuse_acting(opened(parts), "签收表.docx")


MS: Final = "http://schemas.microsoft.com/office"
BROUGHT: Final = {
    "task pane": (f"{MS}/2011/relationships/webextensiontaskpanes", PACKAGE_RELS, "application/xml"),
    "ribbon": (f"{MS}/2006/relationships/ui/extensibility", PACKAGE_RELS, "application/xml"),
    "keys": (f"{MS}/2006/relationships/keyMapCustomizations", RELS, "application/xml"),
    "macros": (f"{MS}/2006/relationships/vbaProject/", RELS, "application/xml"),
    "macros by type": ("customXml", RELS, "application/vnd.ms-office.vbaProject"),
    "mail": ("customXml", RELS, "message/rfc822"),
    "workbook": ("package", RELS, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@pytest.mark.parametrize("what", BROUGHT)
def test_nothing_is_brought_along_by_a_part_or_by_the_package(what: str) -> None:
    kind, of, content = BROUGHT[what]
    parts = plain_parts("{{企业名称}}")
    add(parts, "word/odd.bin", kind, "<a/>", of, content)
    with pytest.raises(InputError, match="宏、控件或嵌入的对象"):
        refuse_acting(opened(parts), "签收表.docx")


def far_picture(parts: Parts) -> None:
    shape = '<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="http://192.0.2.1/a.png"/>'
    within(parts, f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>")


def letters(parts: Parts) -> None:
    merge = b'<w:mailMerge><w:connectString w:val="Data Source=192.0.2.1"/></w:mailMerge></w:settings>'
    parts["word/settings.xml"] = parts["word/settings.xml"].replace(b"</w:settings>", merge)


def far_thumbnail(parts: Parts) -> None:
    far = f'<Relationship Id="rId97" Type="{KIND}/thumbnail" Target="http://192.0.2.1/a" TargetMode="External"/>'
    parts[PACKAGE_RELS] = parts[PACKAGE_RELS].replace(b"</Relationships>", far.encode() + b"</Relationships>")


@pytest.mark.parametrize(("spoil", "told"), [(far_picture, "VML"), (letters, "邮件合并"), (far_thumbnail, "外部文件")])
def test_nothing_is_fetched_from_elsewhere(spoil: Callable[[Parts], None], told: str) -> None:
    parts = plain_parts("{{企业名称}}")
    spoil(parts)
    with pytest.raises(InputError, match=told):
        refuse_acting(opened(parts), "签收表.docx")


def test_shipped_kinds_of_parts_are_taken() -> None:
    parts = plain_parts("{{企业名称}}")
    related(parts, "hyperlink", "http://192.0.2.1/")
    add(parts, "word/charts/chart1.xml", "chart", "<a/>", content="application/vnd.x.drawingml.chart+xml")
    refuse_acting(opened(parts), "签收表.docx")


PIECES: Final = {
    "control": "{0}<w:sdt><w:sdtContent>{1}</w:sdtContent></w:sdt>",
    "insertion": '{0}<w:ins w:id="5" w:author="a">{1}</w:ins>',
    "link": '{0}<w:hyperlink w:anchor="x">{1}</w:hyperlink>',
    "tag": '<w:smartTag w:element="x">{0}</w:smartTag>{1}',
    "field": '{0}<w:fldSimple w:instr="PAGE">{1}</w:fldSimple>',
    "hyphen": "{0}<w:r><w:noBreakHyphen/><w:softHyphen/></w:r>{1}",
    "tab": "{0}<w:r><w:tab/></w:r>{1}",
    "break": "{0}<w:r><w:lastRenderedPageBreak/><w:br/></w:r>{1}",
    "bookmark": '{0}<w:bookmarkStart w:id="1" w:name="a"/>{1}<w:bookmarkEnd w:id="1"/>',
    "comment": '{0}<w:commentRangeStart w:id="0"/>{1}',
    "looks": "{0}<w:r><w:rPr><w:b/><w:vanish/></w:rPr></w:r>{1}",
}


@pytest.mark.parametrize("way", PIECES)
def test_a_number_in_pieces_is_found_in_whatever_a_word_document_puts_between(way: str) -> None:
    draw = random.Random(way)
    for story in STORIES:
        number, cut = invented(draw), draw.randrange(1, 17)
        texts = [run(f"<w:t>{piece}</w:t>") for piece in (number[:cut], number[cut:])]
        parts = plain_parts("{{企业名称}}")
        STORIES[story](parts, f"<w:p>{PIECES[way].format(*texts)}</w:p>")
        with pytest.raises(InputError, match="完整的身份证号") as caught:
            refuse_numbers(opened(parts), "签收表.docx")
        assert number not in caught.value.message


def test_a_document_within_a_workbook_is_read_so_too_whatever_stands_in_front() -> None:
    number = invented(random.Random(3))
    texts = [run(f"<w:t>{piece}</w:t>") for piece in (number[:7], number[7:])]
    parts = plain_parts("{{企业名称}}")
    within(parts, f"<w:p>{PIECES['control'].format(*texts)}</w:p>")
    parts[DOCUMENT] = parts[DOCUMENT].replace(b"<w:document", b"<!--" + b"x" * 9_000 + b"--><w:document", 1)
    stream = io.BytesIO()
    opened(parts).save(stream)
    assert holds_id(stream.getvalue())


def test_cells_and_paragraphs_are_not_put_together() -> None:
    number = invented(random.Random(1))
    parts = plain_parts(number[:9], number[9:])
    cells = "".join(f"<w:tc><w:p>{run(f'<w:t>{one}</w:t>')}</w:p></w:tc>" for one in (number[:9], number[9:]))
    within(parts, f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
    refuse_numbers(opened(parts), "签收表.docx")


def hidden(number: str) -> Iterator[Parts]:
    """Templates with a number in what leads to parts and links, one place each."""
    far = 'TargetMode="External"'
    for of, (key, kind, target) in itertools.product(
        (RELS, PACKAGE_RELS),
        (
            ("rId96", "hyperlink", f"file:///D:/扫描件/{number}.jpg"),
            ("rId96", "hyperlink", f"http://192.0.2.1/#{number[:6]}%20{number[6:]}"),
            (f"x{number}", "hyperlink", "http://192.0.2.1/"),
        ),
    ):
        parts = plain_parts("{{企业名称}}")
        relation = f'<Relationship Id="{key}" Type="{KIND}/{kind}" Target="{target}" {far}/></Relationships>'
        parts[of] = parts[of].replace(b"</Relationships>", relation.encode())
        yield parts
    for name, content in (("word/odd.xml", f"application/x-{number}"), (f"word/{number}.xml", "application/xml")):
        parts = plain_parts("{{企业名称}}")
        add(parts, name, "customXml", "<a/>", content=content)
        yield parts


def test_a_number_in_links_and_names_of_parts_makes_no_masked_paper() -> None:
    number = invented(random.Random(2))
    for parts in hidden(number):
        with pytest.raises(InputError, match="完整的身份证号") as caught:
            refuse_numbers(opened(parts), "签收表.docx")
        assert number not in caught.value.message
    refuse_numbers(opened(plain_parts("{{企业名称}}")), "签收表.docx")


def test_what_is_remembered_of_bytes_is_not_the_bytes() -> None:
    asked: list[int] = []

    @remembered_of_bytes(3)
    def length(data: bytes) -> int:
        asked.append(len(data))
        return len(data)

    assert [length(bytes(size)) for size in (1, 2, 3, 1, 2, 3, 4, 4)] == [1, 2, 3, 1, 2, 3, 4, 4]
    assert asked == [1, 2, 3, 4]
    forget()
    assert (length(b"a"), asked[-1]) == (1, 1)
