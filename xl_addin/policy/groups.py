"""The group of persons that a word of 在岗状态 names: who gets which part, and whom one must ask about.

Groups and their words stand in ``data/package.toml``, words that say nothing and questions in ``data/statuses.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from xl_addin.policy.options import closest
from xl_addin.policy.package import PackageGroup, package_policy
from xl_addin.policy.statuses import (
    asides,
    fold_status,
    injury_grades,
    speaks_of_injury,
    status_cores,
    status_words,
)
from xl_addin.values.errors import NA, InputError

_WORDS: Final = re.compile(r"[、,;/+和及]")
_BESIDE: Final = re.compile(r"“(.*)”栏写有“((?:(?!”栏写有“).)*)”")
_OTHER_COLUMNS: Final = frozenset({"备注", "说明", "身份", "个人身份", "用工性质", "用工形式", "岗位", "工种"})
_INJURED: Final = {(1, 4): "工伤1-4级", (5, 6): "工伤5-6级", (7, 10): "工伤7-10级"}

OFFERED: Final = (
    *("在岗", "下岗", "停薪留职", "两不找", "长病", "内退", "退休", "离休"),
    *("工伤1-4级", "工伤5-6级", "工伤7-10级", "遗属"),
)
"""What drop-downs and messages offer for 在岗状态: each state once, by the word that offices use most; the other words
of the policy (已退休, 内部退养 …) are read too."""


@cache
def _groups() -> Mapping[str, PackageGroup]:
    policy = package_policy()
    return {fold_status(word): group for group in policy.groups for word in (group.label, *group.statuses)}


def beside(heading: str, word: str) -> str:
    """What stands for the status of a person whom only another column calls settled: asked about by all readers.

    >>> status_question(beside("备注", "内退"))[:20]
    '没有写明，而“备注”栏写有“内退”，先不'
    """
    return f"“{heading}”栏写有“{word}”"


def find_group(text: str) -> PackageGroup:
    """Read 在岗状态 as a group; blank is the default group, unknown words raise InputError.

    >>> find_group("下岗").label, find_group("").label, find_group("离休").label
    ('在职安置', '在职安置', '离退休')
    """
    if not fold_status(text):
        return package_policy().default_group
    group = None if _BESIDE.fullmatch(text.strip()) else _known_group(text) or _common_group(text)
    if group is not None:
        return group
    if question := status_question(text):
        shown = "" if _BESIDE.fullmatch(text.strip()) else f"“{text.strip()}”："
        raise InputError(f"在岗状态{shown}{question}", NA)
    known = "、".join(OFFERED)
    raise InputError(f"在岗状态“{text.strip()}”不认识，可用：{known}{closest(fold_status(text), _groups())}")


def _known_group(text: str) -> PackageGroup | None:
    """The group that a single word names; what stands in brackets must not name another one."""
    words = status_words()
    for core in status_cores(text):
        if core in _groups():
            others = [_groups()[one] for aside in asides(text) for one in status_cores(aside) if one in _groups()]
            return _groups()[core] if all(other is _groups()[core] for other in others) else None
        if core in words.questions:
            return None
        if speaks_of_injury(core) and (grades := injury_grades(core)):
            return _of_grades(*grades)
    return package_policy().default_group if any(core in words.unsaid for core in status_cores(text)) else None


def _of_grades(first: int, last: int) -> PackageGroup | None:
    """The group of some grades of injury; None where they are of several."""
    found = [word for (low, high), word in _INJURED.items() if low <= first and last <= high]
    return _groups()[found[0]] if found else None


def _common_group(text: str) -> PackageGroup | None:
    """The group of a text such as 在岗、合同工, whose words do not name several."""
    parts = [part for part in _WORDS.split(fold_status(text)) if part]
    groups = [_known_group(part) for part in parts] if len(parts) > 1 else []
    if not groups or None in groups:
        return None
    said = {group.label: group for part, group in zip(parts, groups, strict=True) if group and not is_unsaid(part)}
    return next(iter(said.values())) if len(said) == 1 else None if said else package_policy().default_group


def is_unsaid(text: str) -> bool:
    """Tell a word of employment, which says nothing of 在岗状态.

    >>> is_unsaid("固定工"), is_unsaid("退休干部"), is_unsaid("工人")
    (True, False, True)
    """
    cores = list(status_cores(text))
    return not any(core in _groups() for core in cores) and any(core in status_words().unsaid for core in cores)


def status_question(text: str) -> str:
    """Give what must be asked about a word of 在岗状态, '' where nothing is.

    >>> status_question("已故")[:4], status_question("在岗")
    ('已死亡的', '')
    """
    if found := _BESIDE.fullmatch(text.strip()):
        rename = "" if found[1] in _OTHER_COLUMNS else "；这一栏就是在岗状态的，把表头改为“在岗状态”"
        return f"没有写明，而“{found[1]}”栏写有“{found[2]}”，先不计发：请核对档案，在“在岗状态”栏写明{rename}"
    questions = status_words().questions
    return next((questions[core] for core in status_cores(text) if core in questions), "")
