"""A remark that answers a reminder: where a remedy is 在备注中说明, saying why in the remark is that remedy.

The remark must be about the same matter and give a reason; 见附件 or 已核 alone leaves the reminder standing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from xl_addin.sheets.cells import texts
from xl_addin.tables.grid import parse_address
from xl_addin.tables.labels import plain
from xl_addin.tables.sheet_table import SheetTable

_REASON: Final = re.compile(
    r"因|由于|鉴于|原因|规定|文件|号文|〔|批准|同意|批示|要求|协商|协议|约定|确属|确系|确实|属于|特批"
    r"|补记|补登|补办|交叉|同步|同时|并行|提前|顺延|延期|延长|推迟|暂缓|以.{1,12}为准|会议|纪要|决定"
)
_ROUTINE: Final = re.compile(r"已?(?:经)?(?:按|依)(?:照|据)?(?:有关|相关)?(?:规定|法律|程序|要求|文件)|原因(?:不明|待)")
"""What is written under everything and explains nothing: 已按规定备案."""
_UNKNOWN: Final = re.compile(r"待查|待核|待定|不明|不详|未知|待补|未说明|没有说明|需说明|请说明|[?？]")


def explains(text: str, topics: Sequence[str] = ()) -> bool:
    """Tell whether a remark gives a reason about one of the topics; without topics any reason will do.

    >>> explains("按市企改办规定公示5日", ("公示",)), explains("公示，张贴在厂门口", ("公示",)), explains("公示期待查")
    (True, False, False)
    """
    folded = plain(text)
    about = not topics or any(topic in folded for topic in topics)
    return about and not _UNKNOWN.search(folded) and bool(_REASON.search(_ROUTINE.sub("", folded)))


def is_explained(table: SheetTable, record: int, *topics: str, roles: Sequence[str] = ("note",)) -> bool:
    """Tell whether the remark of a record explains something about one of the topics."""
    return any(explains(texts(table, role)[record], topics) for role in roles if table.has(role))


def is_explained_at(table: SheetTable, cells: Iterable[str], *topics: str) -> bool:
    """Tell whether a remark beside one of these cells explains it; a row of one step is about nothing but that step."""
    about = () if table.kind == "procedure" else topics
    rows = {parse_address(cell)[0] for cell in cells}
    records = [i for i, row in enumerate(table.row_numbers) if row in rows]
    return any(is_explained(table, i, *about, roles=("note", "problems")) for i in records)
