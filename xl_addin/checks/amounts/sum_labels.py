"""What the label of a row of sums says it stands for: a group, a page, all so far, the whole, all wholes together."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Final

from xl_addin.tables.labels import plain


class Level(IntEnum):
    """What a row is; SUB, WHOLE and GRAND are the main track: each covers what the lower ones before it cover."""

    PERSON = 0
    SUB = 1
    WHOLE = 2
    GRAND = 3
    RUNNING = 4
    PAGE = 5
    PART = 6
    """其中：…, a choice of the rows that another sum covers already."""


MAIN: Final = frozenset({Level.SUB, Level.WHOLE, Level.GRAND})
_COUNT: Final = re.compile(
    r"(?:\((?:共计?|计)?:?\d+(?:\.0)?(?:人|户|名|个)\)|共?:?(?<!\d)\d+(?:\.0)?(?:人|户|名|个)):?$"
)
_PAGE: Final = re.compile(r"本页|页小?计$|第[一二三四五六七八九十百\d]+页")
_CARRIED: Final = re.compile(r"(?:承前|过次|转次|接前|接上)页|(?:转|结转)下页")
_GRAND: Final = re.compile(r".*(?:总计|共计|总和|总额|总数)|grandtotal", re.IGNORECASE)
_WORD: Final = re.compile(r"(?:小计|合计数?|总计|共计|累计|汇总|总和|总额|总数|计|total)$", re.IGNORECASE)
_WHOLE_WORDS: Final = frozenset(
    (
        "",
        "总",
        "全部",
        "全体",
        "全厂",
        "全市",
        "全县",
        "全系统",
        "本单位",
        "本表",
        "本企业",
        "企业",
        "单位",
        "合",
        "人员",
    )
)
_FIRM: Final = re.compile(r"(?<!\S)\S*(?:公司|厂|供销社|联社|合作社|矿|商店|商场|集团|企业|门市部|粮站|局|系统)")
_KIND: Final = re.compile(r"(?:在册)?(?:人员|职工|员工|的)$")
_NUMBERED: Final = re.compile(r"^(?:其中:?|[(]?[一二三四五六七八九十\d]{1,3}[)、.:,]+)")


def level_of(label: str) -> Level:
    """Read a label.

    >>> [level_of(t).name for t in ("在岗职工小计", "本页小计", "累 计", "合计3人", "全市总计", "化肥厂 汇总")]
    ['SUB', 'PAGE', 'RUNNING', 'WHOLE', 'GRAND', 'SUB']
    """
    text = _bare(label)
    if text.startswith("其中"):
        return Level.PART
    if "累计" in text or _CARRIED.search(text):
        return Level.RUNNING
    if _PAGE.search(text):
        return Level.PAGE
    if _GRAND.fullmatch(text):
        return Level.GRAND
    if text.endswith(("小计", "汇总")) or text.lower().endswith("total"):
        return Level.SUB if text.endswith("小计") or stem_of(label) not in _WHOLE_WORDS else Level.WHOLE
    return Level.WHOLE if _WORD.search(text) else Level.SUB


def _bare(label: str) -> str:
    text = _COUNT.sub("", plain(label)).rstrip(":")
    return text.split("(")[0].rstrip(":") or text


def count_of(label: str) -> int:
    """The number of persons that a label states, 0 if it states none.

    >>> count_of("合计3人"), count_of("合计（共12人）"), count_of("合计")
    (3, 12, 0)
    """
    found = _COUNT.search(plain(label))
    return int(re.sub(r"\.0|\D", "", found[0])) if found else 0


def is_carried(label: str) -> bool:
    """Tell 过次页, which may be the sum of the page as well as of all so far."""
    return _CARRIED.search(plain(label)) is not None


def stem_of(label: str) -> str:
    """What a label names beside the word for a sum.

    >>> [stem_of(t) for t in ("在岗职工小计", "化肥厂 汇总", "合 计", "其中：女职工小计", "一、内退人员")]
    ['在岗', '化肥厂', '', '女', '内退']
    """
    return _KIND.sub("", _WORD.sub("", _NUMBERED.sub("", _bare(label))).rstrip(":"))


def is_bare(label: str) -> bool:
    """Tell a label that names no group: 小计, 本单位合计."""
    return stem_of(label) in _WHOLE_WORDS


def key_of(label: str) -> str:
    """A label with its enterprise left out: labels of one key stand on one level.

    >>> key_of("甲厂小计") == key_of("乙公司小计") != key_of("在岗小计")
    True
    """
    return _FIRM.sub("厂", _bare(label))
