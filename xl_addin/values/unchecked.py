"""What was not checked, in few lines: sheets nobody has filled in, rows that wait for a cause, the rest as it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

_UNTOUCHED: Final = re.compile("工作表“(.*)”：尚未填写")


def untouched_line(sheet: str) -> str:
    """What is said of a sheet that nobody has filled in.

    >>> untouched_line("职工花名册")
    '工作表“职工花名册”：尚未填写'
    """
    return f"工作表“{sheet}”：尚未填写"


def folded(lines: Sequence[str], waiting: Collection[str] = ()) -> list[str]:
    """Fold the lines of what was not checked; ``waiting`` are those of rows whose cause is told.

    >>> row = "工作表“花名册”第7行：日期读法不明，该行的工龄和金额未校验"
    >>> folded([row, untouched_line("台账"), untouched_line("进度表"), "工作表“说明”：表头未识别"], {row})
    ['尚未填写：台账、进度表', '有 1 行要等错误改正后才能校验', '工作表“说明”：表头未识别']
    """
    blank = [found[1] for line in lines if (found := _UNTOUCHED.fullmatch(line))]
    rows = {line.partition("：")[0] for line in lines if line in waiting}
    parts = [f"尚未填写：{'、'.join(blank)}"] if blank else []
    parts += [f"有 {len(rows)} 行要等错误改正后才能校验"] if rows else []
    return parts + [line for line in lines if line not in waiting and not _UNTOUCHED.fullmatch(line)]
