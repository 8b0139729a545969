"""Look through a finished masked copy once more, part by part, and name whatever still shows an ID number.

It reads the written file, not what was meant to be written. Cells are for those who know what their columns hold.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xl_addin.files import markup
from xl_addin.files.container import Package, canonical, open_package
from xl_addin.files.handover.looking_within import holds_id
from xl_addin.files.handover.masking import masked_part, masked_sheet
from xl_addin.files.workbook_part import read_workbook
from xl_addin.values.persons import ids_in, mask_text

_KINDS: Final = (
    ("embeddings/", "嵌入的文档", "在表中删去它，或先在那份文档里脱敏"),
    ("vbaproject", "宏代码", "在 VBA 编辑器里删去那些号码"),
    ("activex/", "控件", "删去该控件"),
    ("media/", "图片", "删去该图片"),
    ("model/", "数据模型", "删去数据模型（Power Pivot）"),
    ("customxml/", "自定义数据或 Power Query 查询", "删去该查询或用“检查文档”删去自定义 XML 数据"),
    ("customdata/", "自定义数据", "用“检查文档”删去自定义数据"),
    ("comments", "批注", "删去或改写该批注"),
    ("drawings/", "图形", "删去或改写该图形"),
    ("charts/", "图表", "删去该图表"),
    ("pivot", "数据透视表", "删去该数据透视表"),
    ("externallinks/", "到其他工作簿的链接", "断开该链接"),
    ("docprops/", "文档属性", "用“检查文档”删去文档属性"),
    ("_xmlsignatures/", "数字签名", "删去签名"),
)
"""How a part is called, and what to do, by a piece of its path."""
_ROWS_BEGIN: Final = re.compile(rb"<((?:[\w.-]+:)?sheetData)[\s>]")
_VALUES: Final = re.compile(
    r"sharedstrings|/(?:externallinks|pivotcache|charts|tables|querytables|richdata|revisions)/"
)
"""Parts that remember values of cells."""
_ATTRIBUTE: Final = re.compile(r"""(?<==)\s*("[^"<]*"|'[^'<]*')""")
_OTHER: Final = ("工作簿的附属内容", "用“检查文档”删去，或另存为新工作簿")


@dataclass(frozen=True, slots=True)
class Leftover:
    """A place of a copy that still shows an ID number: where (masked, for users) and what to do in the source."""

    where: str
    remedy: str


def leftovers(path: Path, known: Collection[str] = ()) -> list[Leftover]:
    """Whatever of a written masked copy still shows an ID number; empty for a clean one."""
    with open_package(path) as package:
        sheets = {canonical(entry.part): entry.name for entry in read_workbook(package).sheets}
        owners = dict(_owners(package, sheets))
        shown = [info for name, info in package.entries.items() if _shows(package, name, sheets, known)]
        found = [_named(info.filename, owners) for info in shown]
        return [*found, *_beside(package.archive, known)]


def _shows(package: Package, name: str, sheets: Collection[str], known: Collection[str]) -> bool:
    data = package.read(name)
    text = markup.readable(data) if name.endswith((".xml", ".vml", ".rels")) else None
    if text is None:
        return holds_id(data, known)
    if name in sheets:
        return masked_sheet(text, known) != text or holds_id(_around_rows(text), known)
    if masked_part(text, {}, known) != text:
        return True
    if name.startswith("customxml/") and _holds_pieces(text, known):
        return True
    # values of cells stand side by side: what is one number only together with its neighbour is none
    return _holds_packed(text, known) if _VALUES.search(name) else holds_id(text, known)


def _around_rows(text: bytes) -> bytes:
    """A sheet without its rows; all of it where they do not end."""
    begin = _ROWS_BEGIN.search(text)
    end = text.rfind(b"</" + begin[1]) if begin else -1
    return text[: begin.start()] + text[end:] if begin and end > begin.end() else text


def _holds_pieces(text: bytes, known: Collection[str]) -> bool:
    """A number whose pieces are elements of their own, or attributes: nobody knows what a program keeps so."""
    shown = markup.text_of(text)
    values = _ATTRIBUTE.findall(re.sub(r"xmlns(?::[\w.-]+)?\s*=", "", shown))
    together = re.sub(r"<[^<>]*>", "", shown), "".join(one[1:-1] for one in values)
    return any(ids_in(one, known) for one in together)


def _holds_packed(text: bytes, known: Collection[str]) -> bool:
    """Long texts in base64 within a part: a query, a picture, a document."""
    return any(holds_id(match[0], known) for match in re.finditer(rb"(?<=>)[A-Za-z0-9+/=\s]{24,}(?=<)", text))


def _beside(archive: zipfile.ZipFile, known: Collection[str]) -> Iterator[Leftover]:
    """Names of parts, and comments beside them."""
    for info in archive.infolist():
        if mask_text(info.filename, known) != info.filename:
            yield _named(info.filename, {})
    texts = [archive.comment, *(info.comment + b" " + info.extra for info in archive.infolist())]
    if any(holds_id(text, known) for text in texts):
        yield Leftover("文件的压缩包注释", "另存为新工作簿")


def _owners(package: Package, sheets: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The sheet that a part belongs to, through whatever lies between."""
    seen = set[str]()
    for sheet, title in sheets.items():
        waiting = [sheet]
        while waiting:
            part = waiting.pop()
            if part in seen or package.find(part) is None:
                continue
            seen.add(part)
            yield part, title
            waiting += [package.key(rel.target) for rel in package.relationships(part) if not rel.external]


def _named(part: str, owners: dict[str, str]) -> Leftover:
    name = mask_text(part)
    base = re.sub(r"^(.*?)_rels/([^/]+)\.rels$", r"\1\2", canonical(part))
    title = f"工作表“{mask_text(owners[base])}”的" if base in owners else ""
    if base.startswith("xl/worksheets/"):
        return Leftover(f"{title or '工作表的'}内容（{name}）", "在表中改掉")
    kind, remedy = next(((kind, remedy) for piece, kind, remedy in _KINDS if piece in base), _OTHER)
    return Leftover(f"{title}{kind}（{name}）", remedy)
