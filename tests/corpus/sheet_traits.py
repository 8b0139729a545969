"""Traits that stand inside a worksheet, the workbook part or the styles part, as the XML that makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from tests.corpus.book import BOOK, DOC, FRESH, MAIN, OTHER, ROWS, SHEET, STALE, STRICT, STRINGS, STYLES, Book

Trait = Callable[[Book], None]
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
X14AC = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
MARGINS = "<pageMargins"

BEFORE_ROWS = {
    "tab colour": '<sheetPr><tabColor rgb="FFFF0000"/></sheetPr>',
    "code name": '<sheetPr codeName="Sheet1" filterMode="1"><outlinePr summaryBelow="0"/><pageSetUpPr fitToPage="1"/></sheetPr>',
    "wrong dimension": '<dimension ref="A1:XFD1048576"/>',
    "frozen panes": '<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2" '
    'activePane="bottomRight" state="frozen"/><selection pane="bottomRight" activeCell="B2" sqref="B2"/></sheetView></sheetViews>',
    "split panes": '<sheetViews><sheetView workbookViewId="0"><pane xSplit="2310" topLeftCell="C1"/></sheetView></sheetViews>',
    "page break view": '<sheetViews><sheetView view="pageBreakPreview" zoomScale="60" workbookViewId="0"/></sheetViews>',
    "right to left": '<sheetViews><sheetView rightToLeft="1" showZeros="0" workbookViewId="0"/></sheetViews>',
    "two views": '<sheetViews><sheetView workbookViewId="0"/><sheetView workbookViewId="1"/></sheetViews>',
    "default row height": f'<sheetFormatPr defaultRowHeight="14.4" x14ac:dyDescent="0.25" xmlns:x14ac="{X14AC}"/>',
    "hidden columns": '<cols><col min="1" max="1" width="9" hidden="1"/><col min="2" max="16384" width="9.5" style="1"/></cols>',
    "outline columns": '<cols><col min="2" max="4" width="9" outlineLevel="2" collapsed="1"/></cols>',
}
AFTER_ROWS = {
    "sheetCalcPr": '<sheetCalcPr fullCalcOnLoad="1"/>',
    "protected sheet": '<sheetProtection algorithmName="SHA-512" hashValue="q==" saltValue="s==" spinCount="100000" sheet="1"/>',
    "old protection": '<sheetProtection password="CC1A" sheet="1" objects="1" scenarios="1"/>',
    "protected ranges": '<protectedRanges><protectedRange password="CC1A" sqref="A1:B2" name="区域1"/></protectedRanges>',
    "scenarios": '<scenarios current="0"><scenario name="方案" count="1"><inputCells r="D3" val="2"/></scenario></scenarios>',
    "auto filter": '<autoFilter ref="A1:E3"><filterColumn colId="0"><filters><filter val="张三"/></filters></filterColumn></autoFilter>',
    "sort state": '<autoFilter ref="A1:E3"><sortState ref="A2:E3"><sortCondition descending="1" ref="A2"/></sortState></autoFilter>',
    "consolidation": '<dataConsolidate function="sum"><dataRefs count="1"><dataRef ref="A1:B2" sheet="说明"/></dataRefs></dataConsolidate>',
    "custom views": '<customSheetViews><customSheetView guid="{00000000-0000-0000-0000-000000000001}"/></customSheetViews>',
    "merged cells": '<mergeCells count="1"><mergeCell ref="A5:B6"/></mergeCells>',
    "merge without a range": '<mergeCells count="1"><mergeCell ref="#REF!"/></mergeCells>',
    "phonetic settings": '<phoneticPr fontId="0" type="noConversion"/>',
    "conditional format": '<conditionalFormatting sqref="D2:D3"><cfRule type="cellIs" priority="1" operator="lessThan">'
    "<formula>0</formula></cfRule></conditionalFormatting>",
    "data bar": '<conditionalFormatting sqref="D2:D3"><cfRule type="dataBar" priority="7"><dataBar><cfvo type="min"/>'
    '<cfvo type="max"/><color rgb="FF638EC6"/></dataBar></cfRule></conditionalFormatting>',
    "conditional format, odd blanks": "<conditionalFormatting\n sqref = 'D2:D3' ><cfRule type = 'top10' priority = '2' rank='1' />"
    "</conditionalFormatting >",
    "validation": '<dataValidations count="1"><dataValidation type="list" sqref="A2:A3" showInputMessage="1" prompt="选择">'
    "<formula1>&quot;甲,乙&quot;</formula1></dataValidation></dataValidations>",
    "validation without count": "<dataValidations><dataValidation sqref='A2'/></dataValidations>",
    "hyperlink inside": '<hyperlinks><hyperlink ref="A5" location="说明!A1" display="说明"/></hyperlinks>',
    "print options": '<printOptions gridLines="1" horizontalCentered="1"/>',
}
AFTER_MARGINS = {
    "page setup": '<pageSetup paperSize="9" scale="80" orientation="landscape" horizontalDpi="4294967293"/>',
    "header and footer": '<headerFooter differentOddEven="1"><oddHeader>&amp;C&amp;"宋体,加粗"标题&amp;D</oddHeader></headerFooter>',
    "breaks": '<rowBreaks count="1" manualBreakCount="1"><brk id="2" max="16383" man="1"/></rowBreaks><colBreaks count="1"><brk id="2"/></colBreaks>',
    "cell watches": '<cellWatches><cellWatch r="A1"/></cellWatches>',
    "ignored errors": '<ignoredErrors><ignoredError sqref="A1:E3" numberStoredAsText="1"/></ignoredErrors>',
    "smart tags": '<smartTags><cellSmartTags r="A1"><cellSmartTag type="1"/></cellSmartTags></smartTags>',
    "web publishing": '<webPublishItems count="1"><webPublishItem id="1" divId="a" sourceType="sheet" destinationFile="a.htm"/></webPublishItems>',
    "x14 data bar": f'<extLst><ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" xmlns:x14="{X14}"><x14:conditionalFormattings>'
    '<x14:conditionalFormatting xmlns:xm="' + XM + '"><x14:cfRule type="dataBar" id="{1}"><x14:dataBar/></x14:cfRule>'
    "<xm:sqref>D2:D3</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>",
    "x14 validation": f'<extLst><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="{X14}"><x14:dataValidations count="1" '
    f'xmlns:xm="{XM}"><x14:dataValidation type="list"><x14:formula1><xm:f>说明!$A$1</xm:f></x14:formula1><xm:sqref>A3</xm:sqref>'
    "</x14:dataValidation></x14:dataValidations></ext></extLst>",
    "sparklines": f'<extLst><ext uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}" xmlns:x14="{X14}"><x14:sparklineGroups xmlns:xm="{XM}">'
    "<x14:sparklineGroup><x14:sparklines><x14:sparkline><xm:f>测算表!D2:D3</xm:f><xm:sqref>H2</xm:sqref></x14:sparkline>"
    "</x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>",
    "unknown extension": '<extLst><ext uri="{AAAAAAAA-0000-0000-0000-000000000000}"><q:a xmlns:q="urn:q"><![CDATA[<c r="A1"/>]]></q:a></ext></extLst>',
}
IN_BOOK = {  # name: (mark before which it stands, XML)
    "file version": ("<workbookPr", '<fileVersion appName="xl" lastEdited="7" lowestEdited="4" rupBuild="22228"/>'),
    "file sharing": ("<workbookPr", '<fileSharing readOnlyRecommended="1" userName="甲"/>'),
    "book protection": ("<bookViews", '<workbookProtection workbookPassword="CC1A" lockStructure="1"/>'),
    "absolute path": ("<bookViews", f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="x15"><x15ac:absPath url="C:\\表\\" '
    'xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"/></mc:Choice></mc:AlternateContent>'),
    "revision pointer": ("<bookViews", '<xr:revisionPtr revIDLastSave="0" documentId="8_{1}" xmlns:xr="http://schemas.microsoft.com/'
    'office/spreadsheetml/2014/revision" xr6:coauthVersionLast="47" xmlns:xr6="http://schemas.microsoft.com/office/spreadsheetml/2016/revision6"/>'),
    "function groups": ("<calcPr", '<functionGroups builtInGroupCount="19"><functionGroup name="改制"/></functionGroups>'),
    "names": ("<calcPr", '<definedNames><definedName name="税率">0.1</definedName><definedName name="_xlnm.Print_Area" localSheetId="0">'
    "测算表!$A$1:$E$3</definedName></definedNames>"),
    "odd names": ("<calcPr", "<definedNames>\n <definedName name='甲' comment='注&#10;释' hidden='1'>#REF!</definedName>\n "
    '<definedName name="_xlfn.IFERROR" hidden="1">#NAME?</definedName><definedName name="宏" function="1" vbProcedure="1" xlm="1" '
    'shortcutKey="k">#REF!</definedName><definedName name="a\\b">"x&amp;y&quot;"</definedName>\n</definedNames>'),
    "a name for an absent sheet": ("<calcPr", '<definedNames><definedName name="甲" localSheetId="2">1</definedName>'
    '<definedName name="乙" localSheetId="9">1</definedName></definedNames>'),
    "names with a comment inside": ("<calcPr", "<definedNames><!-- 甲 --><definedName name='a'><![CDATA[1<2]]></definedName></definedNames>"),
    "ole size": ("</workbook>", '<oleSize ref="A1:E3"/>'),
    "custom book views": ("</workbook>", '<customWorkbookViews><customWorkbookView name="甲" guid="{1}" windowWidth="1" windowHeight="1" '
    'activeSheetId="1"/></customWorkbookViews>'),
    "file recovery": ("</workbook>", '<fileRecoveryPr repairLoad="1"/>'),
    "web publishing of the book": ("</workbook>", '<webPublishing codePage="936"/>'),
    "extensions of the book": ("</workbook>", '<extLst><ext uri="{140A7094-0E35-4892-8432-C4D2E57EDEB5}" xmlns:x15="http://schemas.'
    'microsoft.com/office/spreadsheetml/2010/11/main"><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst>'),
    "smart tag types": ("</workbook>", "<smartTagPr embed='1'/><smartTagTypes><smartTagType/></smartTagTypes>"),
}  # fmt: skip
SWAPS = {  # name: (part, old, new)
    "the tab in front does not exist": (BOOK, "<workbookView ", '<workbookView activeTab="2" firstSheet="2" '),
    "the tab in front is far away": (BOOK, "<workbookView ", '<workbookView activeTab="77" '),
    "the second tab in front": (BOOK, "<workbookView ", '<workbookView activeTab="1" '),
    "two windows": (BOOK, "</bookViews>", '<workbookView activeTab="3"/></bookViews>'),
    "no window": (BOOK, '<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="20490" windowHeight="7800"/></bookViews>', ""),
    "no calcPr": (BOOK, '<calcPr calcId="145621"/>', ""),
    "calculated by hand": (BOOK, 'calcId="145621"', 'calcMode="manual" calcOnSave="0" iterate="1" refMode="R1C1" fullPrecision="0"'),
    "settings in full": (BOOK, "<workbookPr ", "<workbookPr showObjects='none' codeName='本工作簿' hidePivotFieldList='1' "),
    "hidden sheet": (BOOK, 'name="说明" ', 'name="说明" state="hidden" '),
    "very hidden sheet": (BOOK, 'name="说明" ', "name='说明' state='veryHidden' "),
    "large sheet ids": (BOOK, 'sheetId="4"', 'sheetId="65533"'),
    "quotes and blanks": (BOOK, "<workbookPr defaultThemeVersion=\"124226\"/>", "<workbookPr\r\n  defaultThemeVersion = '124226'\t></workbookPr >"),
    "blanks between elements": (BOOK, "><", ">\n    <"),
    "line ends of Windows": (BOOK, "><", ">\r\n<"),
    "conformance": (BOOK, "<workbook ", '<workbook conformance="transitional" '),
    "ignorable namespaces": (BOOK, "<workbook ", f'<workbook xmlns:mc="{MC}" mc:Ignorable="x15 xr" xmlns:x15="urn:x15" xmlns:xr="urn:xr" '),
    "comments in the book": (BOOK, "<sheets>", "<!-- 表 --><?hint a?><sheets>"),
    "comment after the root": (BOOK, "</workbook>", "</workbook>\n<!-- 末 -->\n"),
    "styles with blanks": (STYLES, "><", ">\n  <"),
    "styles in single quotes": (STYLES, '"', "'"),
    "styles with a wrong count": (STYLES, '<fonts count="1">', '<fonts count="9" x14ac:knownFonts="1" xmlns:x14ac="' + X14AC + '">'),
    "styles with extensions": (STYLES, "</styleSheet>", '<extLst><ext uri="{EB79DEF2-80B8-43e5-95BD-54CBDDF9020C}"/></extLst></styleSheet>'),
    "styles with conditional looks": (STYLES, "</styleSheet>", '<dxfs count="1"><dxf><font><b/></font></dxf></dxfs><tableStyles count="0" '
    'defaultTableStyle="TableStyleMedium9"/></styleSheet>'),
    "styles with empty lists": (STYLES, "</styleSheet>", '<dxfs count="0"/><tableStyles count="0"></tableStyles></styleSheet>'),
    "styles with colours": (STYLES, "</styleSheet>", "<colors><mruColors><color rgb='FFFF0000'/></mruColors></colors></styleSheet>"),
    "styles with formats": (STYLES, "<fonts ", '<numFmts count="1"><numFmt numFmtId="176" formatCode="0.00_);[Red]\\(0.00\\)"/></numFmts><fonts '),
    "many cell styles": (STYLES, "</cellXfs>", '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' * 3000 + "</cellXfs>"),
    "hidden row": (SHEET, '<row r="3">', '<row r="3" hidden="1" ht="0" customHeight="1">'),
    "outline rows": (SHEET, '<row r="3">', '<row r="3" outlineLevel="1" collapsed="1" spans="1:5">'),
    "style of a row": (SHEET, '<row r="3">', '<row r="3" s="2" customFormat="1" thickBot="1">'),
    "row attributes in single quotes": (SHEET, '<row r="3">', "<row spans='1:7'  r='3' >"),
    "no addresses of rows": (SHEET, '<row r="', '<row x="'),
    "an empty row at the end": (SHEET, "</sheetData>", '<row r="9" ht="20"/></sheetData>'),
    "empty cells with a style": (SHEET, "</row></sheetData>", '<c r="H3" s="2"/><c r="I3" s="2"></c></row></sheetData>'),
    "inline text": (SHEET, '<c r="A3" t="s"><v>6</v></c>', '<c r="A3" t="inlineStr"><is><t>李四</t></is></c>'),
    "rich inline text": (SHEET, '<c r="A3" t="s"><v>6</v></c>', '<c r="A3" t="inlineStr"><is><r><t xml:space="preserve">李 </t></r><r><rPr><b/>'
    "</rPr><t>四</t></r></is></c>"),
    "text result": (SHEET, '<c r="A3" t="s"><v>6</v></c>', '<c r="A3" t="str"><f>"李"&amp;"四"</f><v>李四</v></c>'),
    "attributes in another order": (SHEET, '<c r="A3" t="s">', "<c t='s' ph='1' s='0' r='A3'>"),
    "truth value": (SHEET, "</row></sheetData>", '<c r="H3" t="b"><v>1</v></c></row></sheetData>'),
    "error values": (SHEET, "</row></sheetData>", '<c r="H3" t="e"><v>#N/A</v></c><c r="I3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData>'),
    "ISO date": (SHEET, "</row></sheetData>", '<c r="H3" t="d"><v>2008-12-31T00:00:00</v></c></row></sheetData>'),
    "exponents": (SHEET, "</row></sheetData>", '<c r="H3"><v>1.5E-3</v></c><c r="I3"><v>-2e+05</v></c></row></sheetData>'),
    "shared formula": (SHEET, "</row></sheetData>", '<c r="H3"><f t="shared" ref="H3:I3" si="0">D3*2</f><v>3600</v></c>'
    '<c r="I3"><f t="shared" si="0"/><v>2</v></c></row></sheetData>'),
    "array formula": (SHEET, "</row></sheetData>", '<c r="H3"><f t="array" ref="H3:I3">TRANSPOSE(D2:D3)</f><v>2400</v></c>'
    '<c r="I3"><v>1800</v></c></row></sheetData>'),
    "data table": (SHEET, "</row></sheetData>", '<c r="H3"><f t="dataTable" ref="H3:H3" dt2D="0" dtr="0" r1="D3"/><v>1</v></c></row></sheetData>'),
    "formula to be calculated always": (SHEET, "</row></sheetData>", '<c r="H3"><f ca="1">NOW()</f><v>40000.5</v></c></row></sheetData>'),
    "cell with an extension": (SHEET, "</row></sheetData>", '<c r="H3"><v>1</v><extLst><ext uri="{1}"/></extLst></c></row></sheetData>'),
    "CDATA and comments among cells": (SHEET, "</row></sheetData>", "<!-- <c r='Z9'/> --><c r=\"H3\" t=\"str\"><f><![CDATA[\"<\"]]></f>"
    "<v>&lt;</v></c></row></sheetData>"),
    "row in two pieces": (SHEET, "</row></sheetData>", '</row><row r="3"><c r="H3"><v>5</v></c></row></sheetData>'),
    "our call in a later piece of a row": (SHEET, '<c r="G2">', '</row><row r="2"><c r="G2">'),
    "rows in disorder": (SHEET, "</row></sheetData>", '</row><row r="9"><c r="A9"><v>5</v></c></row><row r="8"><c r="A8"><v>5</v></c></row></sheetData>'),
    "cells in disorder": (SHEET, "</row></sheetData>", '<c r="I3"><v>5</v></c><c r="H3"><v>6</v></c></row></sheetData>'),
    "white space in values": (SHEET, "<v>1800</v>", "<v>\n 1800\n</v>"),
    "white space in the number of a text": (SHEET, "<v>6</v>", "<v> 6\n</v>"),
    "text cell without content": (SHEET, "</row></sheetData>", '<c r="H3" t="s"><v/></c><c r="I3" t="s"><v></v></c></row></sheetData>'),
    "far cell": (SHEET, "</row></sheetData>", '</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
    "strings with readings": (STRINGS, "<si><t>李四</t></si>", '<si><t>李四</t><rPh sb="0" eb="2"><t>リシ</t></rPh><phoneticPr fontId="0"/></si>'),
    "rich strings": (STRINGS, "<si><t>李四</t></si>", '<si><r><rPr><sz val="9"/></rPr><t>李</t></r><r><t xml:space="preserve">四</t></r></si>'),
    "strings with escapes": (STRINGS, "<si><t>备注</t></si>", "<si><t>备&#x6CE8;_x000D_&#10;</t></si>"),
    "strings without counts": (STRINGS, ' count="8" uniqueCount="8"', ""),
    "a text used by nobody, twice": (STRINGS, "</sst>", "<si><t>备注</t></si><si/></sst>"),
    "other namespaces in a sheet": (SHEET, "<worksheet ", f'<worksheet xmlns:mc="{MC}" mc:Ignorable="x14ac" xmlns:x14ac="{X14AC}" xml:space="preserve" '),
}  # fmt: skip


def _swap(book: Book, part: str, old: str, new: str) -> None:
    book.swap(part, old, new)


def _before(book: Book, part: str, mark: str, new: str) -> None:
    book.before(part, mark, new)


def prefixed(book: Book, part: str, prefix: str = "x") -> None:
    """Write a part with a prefix before every name."""
    text = book.text(part).replace(f'xmlns="{MAIN}"', f'xmlns:{prefix}="{MAIN}"')
    head, root = text.split("?>", 1) if text.startswith("<?") else ("", text)
    root = root.replace("</", "\0").replace("<", f"<{prefix}:").replace("\0", f"</{prefix}:")
    book.put(part, f"{head}?>{root}" if head else root)


def strict(book: Book) -> None:
    """Write the whole book in the strict form of the standard."""
    for part in list(book.parts):
        text = book.text(part).replace(MAIN, STRICT)
        book.put(part, text.replace(DOC, "http://purl.oclc.org/ooxml/officeDocument/relationships"))


def _other_prefix(book: Book) -> None:
    book.swap(BOOK, "xmlns:r=", "xmlns:rel=")
    book.swap(BOOK, " r:id=", " rel:id=")


def _since_1904(book: Book) -> None:
    book.swap(BOOK, "<workbookPr ", '<workbookPr date1904="1" ')
    for serial in (31229, 39813, 37073):
        book.swap(SHEET, f"<v>{serial}</v>", f"<v>{serial - 1462}</v>")


def _without_rows(book: Book) -> None:
    book.put(OTHER, f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>')


def _stale_twice(book: Book) -> None:
    book.swap(SHEET, "</row></sheetData>", f'<c r="G3"><f>SOE_SEVERANCE(B2,C2,D2)</f>{STALE}</c></row></sheetData>')


def _empty_call(book: Book) -> None:
    book.swap(SHEET, f"{STALE}</c></row>", "</c></row>")
    book.swap(SHEET, "</f></c></row>", f"</f>{FRESH}</c></row>")


def _without_addresses(book: Book) -> None:
    book.put(
        SHEET, book.text(SHEET).replace(ROWS, ROWS.replace('<c r="G2">', '<c r="F2"/><c>').replace('<c r="A3" ', "<c "))
    )


def sheet_traits() -> Iterator[tuple[str, Trait]]:
    """Name and trait."""
    for name, xml in BEFORE_ROWS.items():
        yield name, partial(_before, part=SHEET, mark="<sheetData>", new=xml)
    for name, xml in AFTER_ROWS.items():
        yield name, partial(_before, part=SHEET, mark=MARGINS, new=xml)
    for name, xml in AFTER_MARGINS.items():
        yield name, partial(_before, part=SHEET, mark="</worksheet>", new=xml)
    for name, (mark, xml) in IN_BOOK.items():
        yield name, partial(_before, part=BOOK, mark=mark, new=xml)
    for name, (part, old, new) in SWAPS.items():
        yield name, partial(_swap, part=part, old=old, new=new)
    for part, name in ((SHEET, "sheet"), (BOOK, "book"), (STYLES, "styles"), (STRINGS, "strings")):
        yield f"prefixes in the {name}", partial(prefixed, part=part)
    yield "strict", strict
    yield "1904", _since_1904
    yield "other prefix of relationships", _other_prefix
    yield "a sheet without rows", _without_rows
    yield "two calls of ours", _stale_twice
    yield "a call of ours that is calculated already", _empty_call
    yield "cells without addresses", _without_addresses
