"""One memory and one way to the functions for all services of this process; cells that wait are put right when idle."""

import soe_catalog
from soe_memo import Memo
from soe_reach import Reach
from soe_values import argument

reach = Reach()
memo = Memo(reach.ask, frozenset(soe_catalog.COLUMNS))
_state = {"context": None, "waiting": False, "told": False}


def start(context):
    """Remember the component context."""
    _state["context"] = context


def answer(name, values, exact=False):
    """Answer one call from a cell.

    Texts in an array that an add-in gives are equal to no other text in Calc (7.4): tables come through Basic only.
    """
    if soe_catalog.FUNCTIONS[name]["table"] and not exact:
        _later()
        return {"error": "#VALUE!", "unclear": True}
    found = memo.answer(name, tuple(map(argument, values)), exact)
    if type(found) is dict and found.get("unclear"):
        _later()
    return found


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
