"""D08, D09: whether the firm that audits is the firm that appraises, where the sheet names them.

Where both are barred to one firm is local law, so one name for both is a reminder. Only names of firms are compared:
会计师事务所 or 中介机构 alone names nobody. Sources: 企业国有资产法 art 42; 国办发〔2005〕60号.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xl_addin.checks.remarks import is_explained
from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.procedure import procedure
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.steps import StepRow, enterprise_rows, step_rows
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.labels import plain
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity

_KIND: Final = r"(?:会计师?|审计|资产|土地|房地产|不动产|价格|税务|律师|工程造价|评估|咨询|联合|专业)"
_ENDING: Final = rf"{_KIND}{{0,8}}(?:事务所|(?:评估|咨询)(?:有限|责任|股份)*公司)"
_FIRM: Final = re.compile(rf"([一-鿿a-z0-9()·]{{2,30}}?)({_ENDING})")
_FORM: Final = re.compile(r"(?:有限|责任|股份|合伙|特殊|普通|公司|\(.{0,30}?\))+")
_LEAD: Final = re.compile(r"^(?:委托|聘请|由|经|系|请|选聘|审计|评估|中介|机构|单位|[:(])+")
_NOBODY: Final = re.compile(rf"(?:{_KIND}|中介|机构|具有?|有|资质|资格|的|独立|第三方|合格|省|市|县)*")

_ROLES: Final = ("responsible", "document", "note", "step")
"""Cells of a row of steps that may name a firm."""


def firms_named(text: str) -> set[str]:
    """The firms that a text names, without what is the same of all: 有限公司, 会计师事务所.

    >>> sorted(firms_named("委托虚构中正会计师事务所有限公司")), firms_named("会计师事务所"), firms_named("市审计局")
    (['虚构中正会计师事务所'], set(), set())
    """
    found = set()
    for part in re.split(r"[、,;/。\s]|和|及|与", plain(text)):
        if ("事务所" in part or "公司" in part) and (named := _FIRM.search(part.lower())):
            name = _FORM.sub("", _LEAD.sub("", named[1]))
            if name and not _NOBODY.fullmatch(name):
                found.add(name + _FORM.sub("", named[2]))
    return found


def same_firms(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Appraisals made by a firm that also made the audit of the enterprise."""
    for rows in enterprise_rows(book.derive(step_rows, table)).values():
        audits = [(row, _named(table, row)) for row in rows if row.step == "D08"]
        for row in rows:
            if row.step != "D09" or is_explained(table, row.record, "审计", "评估", "同一", "机构", "事务所"):
                continue
            for other, firms in audits:
                both = firms & _named(table, row)
                # One row for both steps with several bodies names one for each.
                if both and (other.record != row.record or len(_named(table, row)) == 1):
                    yield _fault(table, row, other, min(both))
                    break


def _named(table: SheetTable, row: StepRow) -> set[str]:
    return {name for role in _ROLES for name in firms_named(clean_text(table.column(role)[row.record]))}


def _fault(table: SheetTable, row: StepRow, other: StepRow, firm: str) -> Fault:
    named = (r for r in _ROLES if firm in firms_named(clean_text(table.column(r)[row.record])))
    where = next(named, "step")
    steps = procedure().steps
    detail = {
        "firm": firm,
        "audit": f"D08 {steps['D08'].title}",
        "appraisal": f"D09 {steps['D09'].title}",
        "row": table.row_numbers[other.record],
    }
    return Fault(table.cell(where, row.record), firm, "与审计机构不是同一家", detail)


FIRM_CHECKS: Final = (
    Check(
        code="AUDITOR_IS_APPRAISER",
        title="审计、评估为同一机构",
        severity=Severity.NOTICE,
        kinds=frozenset({"procedure"}),
        message="“{appraisal}”和“{audit}”（第{row}行）由同一家机构“{firm}”办理；有规定不得由同一机构承担的，应分别委托",
        remedy="核对两份报告的机构；本地允许由同一机构承担的，在备注中写明依据，说明后不再提示",
        citation="企业国有资产法第四十二条；国办发〔2005〕60号；是否限制由批准机关确定",
        run=same_firms,
    ),
)
