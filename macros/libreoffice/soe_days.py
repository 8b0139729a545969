"""From which day a document counts: 1899-12-30 as a rule, 1904-01-01 or 1900-01-01 in some.

Runs inside LibreOffice's own Python and needs nothing but it.
"""

import datetime
import time

_USUAL = datetime.date(1899, 12, 30).toordinal()
_MOMENT = 0.005
"""Seconds for which it is believed that no other document counts otherwise; a recalculation looks often."""
_looked = {"at": 0.0, "ways": []}


def days_behind(document):
    """How many days the serials of a document lack to the usual ones; it may be changed at any time."""
    first = document.getPropertyValue("NullDate")
    if first.Year == 1899:
        return 0
    return datetime.date(first.Year, first.Month, first.Day).toordinal() - _USUAL


def days_behind_of(document, context):
    """The same for a cell's own document, without asking it while every open document is of the usual kind."""
    return days_behind(document) if open_ways(context) != [0] else 0


def forget():
    """Look again: a document has been opened."""
    _looked["at"] = 0.0


def open_ways(context):
    """The same for every open document, each number once."""
    now = time.monotonic()
    if now - _looked["at"] > _MOMENT:
        _looked["ways"] = _look(context)
        _looked["at"] = now
    return _looked["ways"]


def _look(context):
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    components = desktop.getComponents().createEnumeration()
    found = set()
    while components.hasMoreElements():
        document = components.nextElement()
        if hasattr(document, "NullDate"):
            found.add(days_behind(document))
    return sorted(found)
