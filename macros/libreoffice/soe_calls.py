"""One memory and one way to the functions for all services of this process; cells that wait are put right when idle."""

import soe_catalog
from soe_days import days_behind_of, open_ways
from soe_memo import Memo
from soe_reach import Reach
from soe_unfit import MOST_TABLE_CELLS
from soe_values import argument, size

reach = Reach()
memo = Memo(reach.ask, frozenset(soe_catalog.COLUMNS))
_state = {"context": None, "waiting": False, "told": False}
_said = set()
TOO_LARGE = (
    "表函数的区域太大（如整列），LibreOffice 里会很久没有反应，所以没有算，单元格显示 #VALUE!。"
    "请只选有数据的行，如 A1:D500，再重新输入公式"
)
"""What is said where a table function is given whole columns."""
MIXED = (
    "同时打开的工作簿日期起点不同（有的用 1904 日期系统），函数分不清单元格属于哪一本，这些单元格显示 #VALUE!。"
    "请只打开一种日期系统的工作簿，再按 Ctrl+Shift+F9 重算"
)
"""What is said where a Basic function cannot know how its cell counts days."""


def start(context):
    """Remember the component context."""
    _state["context"] = context


def answer(name, values, document):
    """Answer one call from a cell.

    Texts in an array that an add-in gives are equal to no other text in Calc (7.4): tables come through Basic only.
    """
    if soe_catalog.FUNCTIONS[name]["table"]:
        if size(values) > MOST_TABLE_CELLS:
            _say_once(TOO_LARGE)
            return {"error": "#VALUE!"}
        _later()
        return {"error": "#VALUE!", "unclear": True}
    found = memo.answer(name, tuple(map(argument, values)), False, days_behind_of(document, _state["context"]))
    if type(found) is dict and found.get("unclear"):
        _later()
    return found


def answer_basic(name, values):
    """Answer one call from a Basic function, to which nobody says in which document its cell is.

    Where the documents that are open count their days differently, the answer is the one that is right for all.
    """
    arguments = tuple(map(argument, values))
    ways = open_ways(_state["context"]) or [0]
    found = [memo.answer(name, arguments, True, behind) for behind in ways]
    if all(one == found[0] for one in found):
        return found[0]
    _say_once(MIXED)
    return {"error": "#VALUE!"}


def _say_once(text):
    """Tell once, when Calc is idle, why cells show an error."""
    if text in _said or _state["context"] is None:
        return
    _said.add(text)
    import soe_idle

    def tell():
        frame = soe_idle.front(_state["context"])
        if frame is not None:
            soe_idle.say(_state["context"], frame, text)

    soe_idle.post(_state["context"], tell)


def _later():
    """Have the cells that wait bound to Basic as soon as Calc is idle: never while it computes."""
    if _state["waiting"] or _state["context"] is None:
        return
    _state["waiting"] = True
    import soe_idle

    soe_idle.post(_state["context"], _settle_all)


def _settle_all():
    _state["waiting"] = False
    import soe_books

    soe_books.settle_open(_state["context"])


def say_trouble(frame):
    """Tell once, in one line, that the functions cannot be reached."""
    if reach.trouble and not _state["told"] and frame is not None:
        _state["told"] = True
        import soe_idle

        soe_idle.say(_state["context"], frame, reach.trouble)
