"""Words by which a clerk says that a step does not apply: 不适用, 不涉及土地, 无此情形, 没有信访.

The whole remark must say so, of this step: 材料齐全，无需补充 or 无异议 says nothing of the kind. Whether a step may be
left out at all is not decided here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from xl_addin.policy.procedure import procedure
from xl_addin.tables.labels import plain

_REMARK: Final = re.compile(
    r"(?:(?:本|该|我|此)(?:企业|厂|公司|单位|项目|项|步骤|事项|户)|企业)?[,:]?"
    r"(?P<word>不适用|(?:不|未|没有)涉及|(?:未|没有)发生|(?:无需|无须|不需要?|不用)办理|(?:无|没有)此|无|没有)"
    r"(?P<object>[^,.;:!?。、()\-—]{0,14})"
    r"(?P<reason>\([^()]*\)|[,;:、\-—]+[^?]{1,30}?)?[.。!]?"
)
_GENERAL: Final = re.compile(
    r"于?(?:(?:本|该|我|此)?(?:企业|厂|公司|单位|项目|项|步骤|事项|户|环节|业务|类?情形|类?情况|类事项))?"
)
_DONE: Final = re.compile(r"已(?:经)?(?:办|完|批|审|补|齐|报|做)|办妥|齐全|待(?:办|补|定|报)")
_LACKING: Final = re.compile(
    r"材料|文件|批复|文号|协议|手续|证|记录|凭证|日期|签字|表|书|档案|票|异议|争议|纠纷|问题|意见|差错"
)
"""What is lacking, not needless: 无土地处置批复."""
_ALSO: Final = {"D26": ("上访", "来访"), "D27": ("上访", "来访"), "D28": ("上访", "来访")}


def means_not_applicable(text: str, step: str) -> bool:
    """Tell whether a remark says as a whole that a step does not apply.

    >>> [means_not_applicable(text, "D10") for text in ("不适用（无土地）", "不涉及土地", "没有土地", "无此情形")]
    [True, True, True, True]
    >>> [means_not_applicable(text, "D10") for text in ("材料齐全，无需补充", "无异议", "不涉及争议", "无土地处置批复")]
    [False, False, False, False]
    """
    found = _REMARK.fullmatch(plain(text))
    if found is None or _DONE.search(found["reason"] or ""):
        return False
    named = _names(found["object"], step)
    if found["word"] in ("无", "没有"):
        return named and not _LACKING.search(found["object"])
    return named or _GENERAL.fullmatch(found["object"]) is not None


def _names(text: str, step: str) -> bool:
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    return not pairs.isdisjoint(_word_pairs(step))


@cache
def _word_pairs(step: str) -> frozenset[str]:
    """Every two characters that stand together in a word of a step."""
    one = procedure().steps[step]
    words = [one.title, *one.trace, *one.names, *_ALSO.get(step, ())]
    words += [word for keyword in one.keywords for word in keyword]
    return frozenset(word[i : i + 2] for word in words for i in range(len(word) - 1))
