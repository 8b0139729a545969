"""A workbook with an invented ID number in every place that a workbook has, each number in one place only.

The parts are templates: ``@I`` becomes a number, ``@W`` one in any writing, ``@N`` one of digits only, ``@F`` one as a
figure in powers of ten, ``@B`` one in base64. ``Planted`` tells which number went where.
"""

from __future__ import annotations

import base64
import io
import posixpath
import random
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tests.faults import hostile_books as books
from tests.faults.id_writings import figures, invented, writings
from xl_addin.files import markup

_NO_MARKUP = ("two in a row", "glued behind", "noughts")
HEADS = (
    "序号",
    "单位",
    "姓名",
    "身份证号",
    "参加工作时间",
    "解除时间",
    "月平均工资",
    "企业月平均工资",
    "补偿金额",
    "备注",
)
_R = books.DOC
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET_RELS = """<Relationships xmlns="NS">
<Relationship Id="rId1" Type="R/drawing" Target="../drawings/drawing1.xml"/>
<Relationship Id="rId2" Type="R/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/>
<Relationship Id="rId3" Type="R/comments" Target="../comments1.xml"/>
<Relationship Id="rId4" Type="R/printerSettings" Target="../printerSettings/printerSettings1.bin"/>
<Relationship Id="rId5" Type="R/hyperlink" Target="file:///D:/扫描件/@I.jpg" TargetMode="External"/>
<Relationship Id="rId6" Type="R/hyperlink" Target="mailto:@I@qq.com?subject=@I" TargetMode="External"/>
<Relationship Id="rId7" Type="R/table" Target="../tables/table1.xml"/>
<Relationship Id="rId8" Type="R/threadedComment" Target="../threadedComments/threadedComment1.xml"/>
<Relationship Id="rId9" Type="R/package" Target="../embeddings/doc1.docx"/></Relationships>"""
_TEMPLATES = {
    "xl/worksheets/_rels/sheet1.xml.rels": _SHEET_RELS,
    "xl/drawings/drawing1.xml": '<xdr:wsDr xmlns:xdr="urn:x" xmlns:a="urn:a"><xdr:cNvPr id="2" name="@I" descr="照片 @W" '
    'title="@W"/><a:p><a:r><a:t>@I</a:t></a:r></a:p><a:p><a:r><a:t>证 @6</a:t></a:r><a:r><a:t>@7</a:t></a:r></a:p></xdr:wsDr>',
    "xl/drawings/vmlDrawing1.vml": '<xml xmlns:v="urn:v"><v:shape alt="@W"><v:textbox><div><font>@I</font></div>'
    "</v:textbox></v:shape></xml>",
    "xl/comments1.xml": f'<comments xmlns="{books.MAIN}"><authors><author>@I</author></authors><commentList>'
    '<comment ref="A1" authorId="0"><text><t>核对 @W</t></text></comment><comment ref="A2" authorId="0"><text><r><t>@6</t>'
    "</r><r><t>@7</t></r></text></comment></commentList></comments>",
    "xl/threadedComments/threadedComment1.xml": '<T xmlns="urn:t"><threadedComment ref="A1"><text>@W</text>'
    "</threadedComment></T>",
    "xl/persons/person.xml": '<personList xmlns="urn:t"><person displayName="@I" userId="@I"/></personList>',
    "xl/tables/table1.xml": f'<table xmlns="{books.MAIN}" id="1" name="T" displayName="T" ref="A1:J4" comment="@W">'
    '<tableColumns count="1"><tableColumn id="1" name="序号" totalsRowLabel="@I"/></tableColumns></table>',
    "xl/printerSettings/printerSettings1.bin": "16:\x01\x02打印机 @I\x00\x03",
    "xl/embeddings/doc1.docx": "zip:word/document.xml|<w>@I</w>",
    "xl/media/@I.png": "raw:\x89PNG",
    "xl/styles.xml": f'<styleSheet xmlns="{books.MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="&quot;@I&quot;0"'
    '/></numFmts><cellXfs count="1"><xf/></cellXfs><cellStyles><cellStyle name="@I" xfId="0"/></cellStyles></styleSheet>',
    "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{books.MAIN}" xmlns:r="{_R}" r:id="rId1">'
    '<cacheSource type="worksheet"><worksheetSource ref="A1:B2" sheet="测算表" name="@I"/></cacheSource><cacheFields '
    'count="3"><cacheField name="@I" caption="@W"><sharedItems count="2"><s v="@W"/><s v="@I"/></sharedItems><fieldGroup>'
    '<groupItems count="1"><s v="@W"/></groupItems></fieldGroup></cacheField><cacheField name="n"><sharedItems '
    'containsNumber="1" containsString="0" minValue="@N" maxValue="@F"><n v="@N"/><n v="@F"/></sharedItems></cacheField>'
    '<cacheField name="r"><sharedItems/></cacheField></cacheFields></pivotCacheDefinition>',
    "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": f'<Relationships xmlns="{_REL}"><Relationship Id="rId1" '
    'Type="R/pivotCacheRecords" Target="pivotCacheRecords1.xml"/></Relationships>',
    "xl/pivotCache/pivotCacheRecords1.xml": f'<pivotCacheRecords xmlns="{books.MAIN}"><r><x v="0"/><n v="@N"/><s v="@W"/>'
    '</r><r><x v="1"/><n v="@F"/><n v="@N"/></r></pivotCacheRecords>',
    "xl/charts/chart1.xml": '<c:chartSpace xmlns:c="urn:c" xmlns:a="urn:a"><c:f>"@I"</c:f><c:strCache><c:pt><c:v>@W</c:v>'
    "</c:pt></c:strCache><c:numCache><c:pt><c:v>@N</c:v></c:pt><c:pt><c:v>@F</c:v></c:pt></c:numCache><a:p><a:r><a:t>@W"
    "</a:t></a:r></a:p></c:chartSpace>",
    "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{books.MAIN}" xmlns:r="{_R}"><externalBook r:id="rId1">'
    '<sheetNames><sheetName val="@I"/></sheetNames><definedNames><definedName name="_@I"/></definedNames><sheetDataSet>'
    '<sheetData sheetId="0"><row r="1"><cell r="A1" t="str"><v>@W</v></cell><cell r="B1"><v>@N</v></cell><cell r="C1"><v>@F'
    "</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>",
    "xl/externalLinks/_rels/externalLink1.xml.rels": f'<Relationships xmlns="{_REL}"><Relationship Id="rId1" '
    'Type="R/externalLinkPath" Target="file:///C:/@I/b.xlsx" TargetMode="External"/></Relationships>',
    "xl/revisions/revisionHeaders.xml": f'<headers xmlns="{books.MAIN}"><header userName="@I"/></headers>',
    "xl/connections.xml": f'<connections xmlns="{books.MAIN}"><connection id="1" name="@I" sourceFile="C:\\@I.csv">'
    "<dbPr command=\"select * where id='@I'\"/></connection></connections>",
    "xl/metadata.xml": f'<metadata xmlns="{books.MAIN}"><mdxStrings><s v="@I"/></mdxStrings></metadata>',
    "docProps/core.xml": '<cp xmlns="urn:c" xmlns:dc="urn:d"><dc:title>@W</dc:title><dc:creator>@I</dc:creator></cp>',
    "docProps/app.xml": '<P xmlns="urn:p"><TitlesOfParts><lpstr>@I</lpstr></TitlesOfParts><Company>@W</Company></P>',
    "docProps/custom.xml": '<P xmlns="urn:p"><property name="@I"><lpwstr>@W</lpwstr></property></P>',
    "docProps/thumbnail.jpeg": "raw:JFIF@I",
    "customXml/item1.xml": '<a id="@I"><!-- @W --><b><![CDATA[@W]]></b><?x @I?></a>',
    "customXml/item2.xml": 'cp1252:<?xml version="1.0" encoding="windows-1252"?><a>@I</a>',
    "customXml/item3.xml": 'utf-16:<?xml version="1.0" encoding="UTF-16"?><a b="@I">@W</a>',
    "customXml/item4.xml": 'gb18030:<?xml version="1.0" encoding="GB18030"?><a>证 @I</a>',
    "customXml/item5.txt": "证 @I",
    "customXml/item6.json": '{"id": "@I", "n": @N}',
    "customXml/item7.xml": "<DataMashup>@B</DataMashup>",
    "customXml/item8.txt": "gb18030:证件 @I 重复",
    "xl/customData/item1.data": "16:\x01@I",
    "xl/model/item.data": "raw:\x00\x01@I",
    "xl/orphan.xml": "<a>@W</a>",
    "xl/theme/theme1.xml": '<a:theme xmlns:a="urn:a" name="@I"><a:clrScheme name="@W"/><a:fontScheme name="@I"/></a:theme>',
    "xl/calcChain.xml": f'<calcChain xmlns="{books.MAIN}"><!-- @I --><c r="I2" i="1"/></calcChain>',
    "xl/slicers/slicer1.xml": '<slicers xmlns="urn:s"><slicer name="@I" cache="Slicer_@I" caption="@W"/></slicers>',
    "xl/slicerCaches/slicerCache1.xml": '<slicerCacheDefinition xmlns="urn:s" name="Slicer_@I" sourceName="@W"><data><tabular>'
    '<items><i x="0"/></items></tabular></data><extLst><ext><x s="@W"/></ext></extLst></slicerCacheDefinition>',
    "xl/timelineCaches/timelineCache1.xml": '<timelineCacheDefinition name="T_@I" sourceName="@I"/>',
    "xl/queryTables/queryTable1.xml": f'<queryTable xmlns="{books.MAIN}" name="@I" connectionId="1"><queryTableRefresh>'
    '<queryTableFields><queryTableField id="1" name="@W"/></queryTableFields></queryTableRefresh></queryTable>',
    "xl/tables/table2.xml": f'<table xmlns="{books.MAIN}" id="2" name="名单_@I" displayName="名单_@I" ref="A1:J4" headerRowCellStyle="@I" '
    'dataCellStyle="@I"><autoFilter ref="A1:J4"><filterColumn colId="3"><filters><filter val="@W"/></filters></filterColumn>'
    '<filterColumn colId="4"><customFilters><customFilter val="@N"/></customFilters></filterColumn></autoFilter><tableColumns '
    'count="1"><tableColumn id="1" name="@W" uniqueName="@I" queryTableFieldId="1"><calculatedColumnFormula>"@I"&amp;名单_@I'
    "</calculatedColumnFormula></tableColumn></tableColumns></table>",
    "xl/diagrams/data1.xml": '<dgm:dataModel xmlns:dgm="urn:d" xmlns:a="urn:a"><dgm:pt><dgm:t><a:p><a:r><a:t>@6</a:t></a:r><a:r><a:t>'
    "@7</a:t></a:r></a:p></dgm:t></dgm:pt><dgm:pt><dgm:t><a:p><a:r><a:t>@W</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:dataModel>",
    "xl/ink/ink1.xml": '<inkml:ink xmlns:inkml="urn:i"><inkml:annotation type="t">@W</inkml:annotation></inkml:ink>',
    "xl/webextensions/webextension1.xml": '<we:webextension xmlns:we="urn:w" id="{@I}"><we:properties><we:property name="@I" '
    'value="&quot;@I&quot;"/></we:properties></we:webextension>',
    "xl/ctrlProps/ctrlProp1.xml": '<formControlPr xmlns="urn:c" objectType="Drop" fmlaLink="@I" textHAlign="@I"><itemLst><item '
    'val="@W"/></itemLst></formControlPr>',
    "xl/xmlMaps.xml": f'<MapInfo xmlns="{books.MAIN}" SelectionNamespaces=""><Schema ID="S"><xs a="@I"/></Schema><Map ID="1" '
    'Name="@I" RootElement="r" SchemaID="S"><DataBinding FileBinding="true"><x>@W</x></DataBinding></Map></MapInfo>',
    "xl/richData/rdrichvalue.xml": '<rvData xmlns="urn:r"><rv s="0"><v>@W</v><v>@N</v></rv></rvData>',
    "xl/richData/rdsupportingpropertybag.xml": '<supportingPropertyBags xmlns="urn:r"><spbData><spb s="0"><v>@I</v></spb>'
    "</spbData></supportingPropertyBags>",
    "xl/volatileDependencies.xml": f'<volTypes xmlns="{books.MAIN}"><volType type="realTimeData"><main first="@I"><tp t="s"><v>@W'
    '</v><stp>@I</stp><tr r="A1" s="1"/></tp></main></volType></volTypes>',
    "xl/chartsheets/sheet9.xml": f'<chartsheet xmlns="{books.MAIN}"><headerFooter><oddHeader>@W</oddHeader></headerFooter></chartsheet>',
    "xl/dialogsheets/sheet8.xml": f'<dialogsheet xmlns="{books.MAIN}"><headerFooter><evenFooter>@I</evenFooter></headerFooter></dialogsheet>',
    "xl/charts/chartEx1.xml": '<cx:chartSpace xmlns:cx="urn:cx"><cx:data id="0"><cx:strDim><cx:f>_xlchart.@I</cx:f><cx:lvl '
    'ptCount="1"><cx:pt idx="0">@W</cx:pt></cx:lvl></cx:strDim><cx:numDim><cx:lvl><cx:pt idx="0">@N</cx:pt><cx:pt idx="1">@F</cx:pt>'
    "</cx:lvl></cx:numDim></cx:data></cx:chartSpace>",
    "xl/comments2.xml": f'<comments xmlns="{books.MAIN}"><commentList><comment '
    'ref="B2" shapeId="0"><text><r><rPr><sz val="9"/></rPr><t xml:space="preserve">证 @6</t></r><r><rPr><rFont val="宋体"/></rPr><t>@7'
    "</t></r></text></comment></commentList></comments>",
    "xl/namedSheetViews/namedSheetView1.xml": '<namedSheetViews xmlns="urn:n"><namedSheetView name="@I"><nsvFilter><columnFilter><filter>'
    '<x:filters xmlns:x="urn:x"><x:filter val="@W"/></x:filters></filter></columnFilter></nsvFilter></namedSheetView></namedSheetViews>',
    "customUI/customUI.xml": '<customUI xmlns="urn:u"><button id="b" label="@I" tag="@W"/></customUI>',
    "docMetadata/LabelInfo.xml": '<clbl:labelList xmlns:clbl="urn:l"><clbl:label id="{@I}" siteId="@I" name="@W"/></clbl:labelList>',
    "customXml/itemProps1.xml": '<ds:datastoreItem xmlns:ds="urn:ds" ds:itemID="{@I}"><ds:schemaRef ds:uri="@W"/></ds:datastoreItem>',
    "customXml/item9.xml": "<a><b>@6</b><b>@7</b></a>",
    "customXml/item10.xml": '<?xml version="1.0"?><?mso-x a="@I"?><a xmlns="urn:@I"><![CDATA[<p>@I</p>]]></a>',
    "customXml/item11.html": "<html><body><b>@6</b>@7<br>@I</body></html>",
    "customXml/item12.csv": '姓名,身份证号\r\n甲,@I\r\n乙,"=""@I"""\r\n',
    "customXml/item13.json": '{"a": ["@W", @N, @F], "k@I": "\\u0031@I"}',
    "customXml/item14.xml": "<a><甲>@6</甲><乙>@7</乙></a>",
    "customXml/item15.xml": '<a xmlns="urn:a"><c d="@6" e="@7"/></a>',
    "xl/media/image3.svg": '<svg xmlns="http://www.w3.org/2000/svg"><text>@6</text><text x="2">@7</text></svg>',
    "xl/embeddings/book1.xlsx": 'zip:xl/sharedStrings.xml|<sst><si><r><t>@6</t></r><r><rPr><sz val="9"/></rPr><t>@7</t></r></si></sst>',
    "xl/embeddings/book2.xlsx": "zip:xl/worksheets/sheet1.xml|<row><c><v>@F</v></c></row>",
    "xl/embeddings/old.xls": "16:\x09\x08\x10@I\x00",
    "xl/embeddings/oleObject1.bin": "16:\x01Ole @W \x00\x03",
    "xl/activeX/activeX1.bin": "16:\x01\x02@I\x00",
    "xl/printerSettings/printerSettings2.bin": "16:\x01\x02文档 名单_@6 @7.xlsx\x00\x03",
    "_xmlsignatures/sig1.xml": "<Signature><Object><SignatureComments>@W</SignatureComments></Object></Signature>",
}
_BOOK_RELS = """<Relationships xmlns="NS"><Relationship Id="rId1" Type="R/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="R/styles" Target="styles.xml"/>
<Relationship Id="rId3" Type="R/externalLink" Target="externalLinks/externalLink1.xml"/>
<Relationship Id="rId4" Type="R/pivotCacheDefinition" Target="pivotCache/pivotCacheDefinition1.xml"/>
<Relationship Id="rId5" Type="R/revisionHeaders" Target="revisions/revisionHeaders.xml"/>
<Relationship Id="rId6" Type="R/connections" Target="connections.xml"/></Relationships>"""
_WORKBOOK = f"""<workbook xmlns="{books.MAIN}" xmlns:r="{_R}"><fileSharing userName="@I"/><workbookPr codeName="Book_@I"/><workbookProtection
 revisionsPassword="CC1A"/><customWorkbookViews><customWorkbookView name="@I" guid="{{@I}}"/></customWorkbookViews><fileVersion appName="@I"/>
<sheets><sheet name="测算表" sheetId="1" r:id="rId1"/></sheets><externalReferences><externalReference r:id="rId3"/>
</externalReferences><definedNames><definedName name="_@I" comment="@I">1</definedName><definedName name="b">"@W"</definedName>
<definedName name="c">测算表!$A$1=@N</definedName></definedNames><pivotCaches><pivotCache cacheId="1" r:id="rId4"/></pivotCaches>
</workbook>"""
_AFTER = """<sheetProtection password="CC1A"/><protectedRanges><protectedRange name="区_@I" sqref="A1" securityDescriptor="@I"/>
</protectedRanges><scenarios><scenario name="@I" user="@W" comment="@W"><inputCells r="G2" val="@W"/><inputCells r="G3" val="@N"/>
</scenario></scenarios><autoFilter ref="A1:J9"><filterColumn colId="3"><filters><filter val="@W"/></filters></filterColumn>
<filterColumn colId="5"><customFilters><customFilter operator="equal" val="@N"/></customFilters></filterColumn></autoFilter>
<customSheetViews><customSheetView guid="{@I}"><headerFooter><oddHeader>@W</oddHeader></headerFooter></customSheetView>
</customSheetViews><conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"><formula>$D$2="@W"</formula></cfRule>
</conditionalFormatting><dataValidations count="1"><dataValidation type="list" promptTitle="@I" prompt="如 @W" error="@W"
 sqref="K2"><formula1>"@I,@W"</formula1></dataValidation></dataValidations><hyperlinks><hyperlink ref="A2" location="x!A1"
 tooltip="@I" display="@W"/><hyperlink ref="A3" r:id="rId5"/><hyperlink ref="B3" r:id="rId6"/></hyperlinks><pageSetup
 r:id="rId4"/><headerFooter><oddHeader>&amp;C名单 @W</oddHeader><oddFooter>@I</oddFooter><firstHeader>&amp;"宋体,常规"&amp;12@I</firstHeader>
 <evenHeader>&amp;L@I&amp;R@I</evenHeader></headerFooter>
<drawing r:id="rId1"/><legacyDrawing r:id="rId2"/><webPublishItems><webPublishItem id="1" divId="@I" title="@W"
 destinationFile="C:\\@I.htm"/></webPublishItems><extLst><ext xmlns:x14="urn:x14" xmlns:xm="urn:xm" uri="u">
<x14:conditionalFormattings><x14:conditionalFormatting><x14:cfRule type="containsText" operator="containsText" text="@I"><xm:f>
NOT(ISERROR(SEARCH("@W",A1)))</xm:f></x14:cfRule><xm:sqref>A1</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings>
<x14:dataValidations><x14:dataValidation type="list" prompt="@W"><x14:formula1><xm:f>"@I,@I"</xm:f></x14:formula1>
</x14:dataValidation></x14:dataValidations><x14:sparklineGroups><x14:sparklineGroup><xm:f>表@I!A1</xm:f></x14:sparklineGroup>
</x14:sparklineGroups></ext></extLst>"""


@dataclass(frozen=True, slots=True)
class Planted:
    """A book on the disk, and the place of each number in it."""

    path: Path
    places: dict[str, str]


def planted_book(path: Path, seed: int) -> Planted:
    """Write the book of a seed, with a number in every place."""
    maker = _Maker(random.Random(seed))
    return _written(path, maker, maker.sheet(list(writings("9" * 18, maker.draw))), list(_TEMPLATES))


def small_book(path: Path, seed: int) -> Planted:
    """Write the book of a seed with numbers in some of all places."""
    draw = random.Random(seed)
    maker = _Maker(draw, draw.choice([0.1, 0.3, 0.6]))
    names = set(draw.sample(list(_TEMPLATES), 8))
    names |= {
        name for name in _TEMPLATES if posixpath.basename(name).removesuffix(".rels") in map(posixpath.basename, names)
    }
    sheet = maker.sheet(draw.sample(list(writings("9" * 18, draw)), 2))
    return _written(path, maker, sheet, [name for name in _TEMPLATES if name in names])


def _written(path: Path, maker: _Maker, sheet: bytes, names: list[str]) -> Planted:
    made: dict[str, bytes] = {}
    made["[Content_Types].xml"] = books.parts()["[Content_Types].xml"]
    made["_rels/.rels"] = books.relationships(
        ("rId1", "officeDocument", "xl/workbook.xml"), ("rId2", "metadata/thumbnail", "docProps/thumbnail.jpeg")
    ).encode()
    made["xl/workbook.xml"] = maker.filled("xl/workbook.xml", _WORKBOOK)
    made["xl/_rels/workbook.xml.rels"] = _spelt(_BOOK_RELS).encode()
    made[books.SHEET] = sheet
    for name in names:
        template = _TEMPLATES[name]
        part = maker.filled(name, name).decode() if "@" in name else name
        made[part] = maker.filled(name, _spelt(template))
    books.save(path, made)
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = maker.filled("the comment of the file", "@I")
    return Planted(path, maker.places)


def _spelt(template: str) -> str:
    """The template with the long names of relationships."""
    return template.replace('"R/', f'"{_R}/').replace('"NS"', f'"{_REL}"')


class _Maker:
    def __init__(self, draw: random.Random, share: float = 1.0) -> None:
        self.draw, self.share = draw, share
        self.places: dict[str, str] = {}

    def number(self, place: str) -> str:
        number = invented(self.draw)
        while number[:14] in (known[:14] for known in self.places):
            number = invented(self.draw)
        self.places[number] = place
        return number

    def filled(self, place: str, template: str) -> bytes:
        """The template with numbers, in the encoding that its beginning asks for."""
        kind, _, rest = template.partition(":")
        split = ""

        def one(match: re.Match[str]) -> str:
            nonlocal split
            if match[0] == "@7":
                return split
            if self.draw.random() >= self.share:
                split = ""
                return "1" if match[0] in ("@N", "@F") else "a"
            context = rest[max(0, match.start() - 20) : match.end() + 12]
            number = self.number(f"{place} {context}")
            if match[0] == "@6":
                split = number[6:]
                return number[:6]
            return self._written(match[0], number)

        if kind in ("16", "raw", "zip", "cp1252", "utf-16", "gb18030"):
            text = re.sub("@[IWNFB67]", one, rest)
            return _bytes(kind, text)
        rest = template
        return re.sub("@[IWNFB67]", one, template).encode()

    def _written(self, sign: str, number: str) -> str:
        if sign == "@B":
            return base64.b64encode(f'let x="{number}" in x'.encode()).decode()
        if sign == "@F":
            return figures(number)["power"]
        if sign == "@N" and number[-1] == "X":
            self.places[number[:15] + "000"] = self.places.pop(number)
            return number[:15] + "000"
        if sign != "@W":
            return number
        found = {name: text for name, text in writings(number, self.draw).items() if name not in _NO_MARKUP}
        text = self.draw.choice(list(found.values()))
        # a quote would end an attribute or a text of a formula
        return re.sub("[\\x00-\\x08]", "", markup.escaped(text.replace('"', "'").replace("\n", " ").replace("\t", " ")))

    def sheet(self, chosen: list[str]) -> bytes:
        rows = ["".join(_cell(f"{chr(65 + i)}1", text) for i, text in enumerate(HEADS))]
        for row, name in enumerate(chosen, 2):
            number = self.number(f"the column of ID numbers, row {row}")
            other = self.number(f"remark, written {name}, row {row}")
            remark = writings(other, self.draw)[name].replace("\t", " ")
            values = [str(row), "丰城市机械厂", f"人{row}", number, "1985-07-01", "2011-09-28"]
            cells = [_cell(f"{chr(65 + i)}{row}", text) for i, text in enumerate(values)]
            cells += [f'<c r="G{row}"><v>1600</v></c>', f'<c r="H{row}"><v>1500</v></c>']
            cells.append(f'<c r="I{row}"><f>经济补偿金(E{row},F{row},G{row},H{row})</f><v>43200</v></c>')
            cells.append(_cell(f"J{row}", markup.escaped(remark)))
            rows.append("".join(cells))
        body = "".join(f'<row r="{number}">{cells}</row>' for number, cells in enumerate(rows, 1))
        text = self.filled("xl/worksheets/sheet1.xml", _AFTER).decode()
        return (
            f'<worksheet xmlns="{books.MAIN}" xmlns:r="{_R}"><sheetData>{body}</sheetData>{text}</worksheet>'.encode()
        )


def _cell(ref: str, text: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _bytes(kind: str, text: str) -> bytes:
    if kind == "16":
        return text.encode("utf-16-le")
    if kind == "raw":
        return text.encode("latin-1")
    if kind == "zip":
        name, _, inner = text.partition("|")
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, inner)
        return stream.getvalue()
    return text.encode(kind)
