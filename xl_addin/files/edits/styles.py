"""The styles part, append only: numbers of existing fonts, fills, cell styles and conditional looks never move.

Something that is there already in the same form is used again, so that a second run over our own output adds nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from xl_addin.files import markup
from xl_addin.files.looks import LOOKS, Look

_ORDER: Final = (
    *("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles"),
    *("colors", "extLst"),
)
_DEFAULTS: Final = {
    "fonts": '<font><sz val="11"/><name val="宋体"/><charset val="134"/></font>',
    "fills": '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
    "borders": "<border><left/><right/><top/><bottom/><diagonal/></border>",
    "cellStyleXfs": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',
    "cellXfs": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
}
"""What an absent list stands for; its first entries come before ours."""
_BUILT_IN: Final = {"": 0, "#,##0": 3, "#,##0.00": 4, "@": 49}
_LAST_BUILT_IN: Final = 163
MAX_CELL_STYLES: Final = 64_000
"""Excel refuses a book with more; past it a report has plain cells."""


@dataclass(slots=True)
class StyleBook:
    """The tree of a styles part that is being appended to; ``changed`` tells whether anything was added."""

    root: etree._Element
    changed: bool = False
    _cell_styles: dict[str, int] = field(default_factory=dict)
    _known: dict[str, dict[bytes, int]] = field(default_factory=dict)

    def dxf(self, mark: Look) -> int:
        """Index of the conditional look of a mark, appended if absent."""
        weight = "<b/>" if mark.bold else ""
        pattern = f'<patternFill patternType="{mark.pattern}"><fgColor rgb="FF{mark.ink}"/>'
        return self._index(
            "dxfs",
            f'<dxf><font>{weight}<color rgb="FF{mark.color}"/></font><fill>{pattern}<bgColor rgb="FF{mark.fill}"/>'
            f"</patternFill></fill><border>{_sides(mark.color)}</border></dxf>",
        )

    def cell_style(self, name: str) -> int:
        """Index of the cell style of a look."""
        if name not in self._cell_styles:
            self._cell_styles[name] = self._new_cell_style(LOOKS[name])
        return self._cell_styles[name]

    def _new_cell_style(self, look: Look) -> int:
        cells = self.root.find("{*}cellXfs")
        if cells is not None and len(cells) >= MAX_CELL_STYLES:
            return 0
        font = self._index("fonts", _font(look))
        fill = self._index("fills", _fill(look)) if look.fill else 0
        border = self._index("borders", f"<border>{_sides(look.border)}<diagonal/></border>") if look.border else 0
        self._list("cellStyleXfs")
        words = {"horizontal": look.horizontal, "vertical": look.vertical}
        words |= {"wrapText": "1" if look.wrap else "", "shrinkToFit": "1" if look.shrink else ""}
        alignment = "".join(f' {name}="{word}"' for name, word in words.items() if word)
        return self._index(
            "cellXfs",
            f'<xf numFmtId="{self._number_format(look.number_format)}" fontId="{font}" fillId="{fill}" '
            f'borderId="{border}" xfId="0" '
            f'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f"<alignment{alignment}/></xf>",
        )

    def _number_format(self, code: str) -> int:
        """Number of a number format: that of the program's own list, of the book's, or the next free one."""
        if code in _BUILT_IN:
            return _BUILT_IN[code]
        known = self.root.findall("{*}numFmts/{*}numFmt")
        numbers = {node.get("formatCode"): markup.whole_number(node.get("numFmtId"), 0) for node in known}
        if code not in numbers:
            numbers[code] = max([_LAST_BUILT_IN, *numbers.values()]) + 1
            self._index("numFmts", f'<numFmt numFmtId="{numbers[code]}" formatCode="{markup.attribute(code)}"/>')
        return numbers[code]

    def _index(self, holder: str, xml: str) -> int:
        """Index of an entry of a list of the styles part; appended, with the list itself, if absent."""
        entries = self._list(holder)
        known = self._known.get(holder)
        if known is None:
            known = self._known[holder] = {}
            for index, node in enumerate(entries.iterchildren(tag=etree.Element)):
                known.setdefault(_form(node), index)
        node = self._element(xml)
        form = _form(node)
        if form not in known:
            known[form] = sum(1 for _ in entries.iterchildren(tag=etree.Element))
            entries.append(node)
            entries.set("count", str(known[form] + 1))
            self.changed = True
        return known[form]

    def _list(self, holder: str) -> etree._Element:
        found = self.root.find(f"{{*}}{holder}")
        if found is not None:
            return found
        after = set(_ORDER[_ORDER.index(holder) + 1 :])
        created = self._element(f"<{holder}>{_DEFAULTS.get(holder, '')}</{holder}>")
        position = next(
            (
                i
                for i, node in enumerate(self.root)
                if isinstance(node.tag, str) and etree.QName(node).localname in after
            ),
            len(self.root),
        )
        self.root.insert(position, created)
        return created

    def _element(self, xml: str) -> etree._Element:
        """Make an element in the namespace of the part."""
        namespace = etree.QName(self.root).namespace
        return etree.fromstring(f'<x xmlns="{namespace}">{xml}</x>'.encode())[0]


def _form(node: etree._Element) -> bytes:
    """What makes two entries the same, however they are written."""
    plain = "".join(
        f"<{etree.QName(n).localname} {sorted((k, v) for k, v in n.attrib.items() if k != 'count')} {len(n)}>"
        for n in node.iter(tag=etree.Element)
    )
    return plain.encode()


def _font(look: Look) -> str:
    bold = "<b/>" if look.bold else ""
    line = "<u/>" if look.underline else ""
    color = f'<color rgb="FF{look.color}"/>' if look.color else ""
    return (
        f'<font>{bold}{line}<sz val="{look.size:g}"/>{color}<name val="{look.font}"/>'
        f'<family val="3"/><charset val="134"/></font>'
    )


def _fill(look: Look) -> str:
    if look.pattern == "solid":
        colors = f'<fgColor rgb="FF{look.fill}"/><bgColor indexed="64"/>'
    else:
        colors = f'<fgColor rgb="FF{look.ink}"/><bgColor rgb="FF{look.fill}"/>'
    return f'<fill><patternFill patternType="{look.pattern}">{colors}</patternFill></fill>'


def _sides(color: str) -> str:
    sides = ("left", "right", "top", "bottom")
    return "".join(f'<{side} style="thin"><color rgb="FF{color}"/></{side}>' for side in sides)


def empty_styles(namespace: str) -> etree._Element:
    """Make a minimal styles part, for a book that has none."""
    root = etree.fromstring(f'<styleSheet xmlns="{namespace}"/>'.encode())
    book = StyleBook(root)
    for holder in _DEFAULTS:
        book._list(holder)
    return root
