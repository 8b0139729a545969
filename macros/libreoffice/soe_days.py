"""From which day a document counts: 1899-12-30 as a rule, 1904-01-01 or 1900-01-01 in some.

Runs inside LibreOffice's own Python and needs nothing but it.
"""

import datetime

_USUAL = datetime.date(1899, 12, 30).toordinal()


def days_behind(document):
    """How many days the serials of a document lack to the usual ones; it may be changed at any time."""
    first = document.getPropertyValue("NullDate")
    if first.Year == 1899:
        return 0
    return datetime.date(first.Year, first.Month, first.Day).toordinal() - _USUAL


def open_ways(context):
    """The same for every open document, each number once."""
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    components = desktop.getComponents().createEnumeration()
    found = set()
    while components.hasMoreElements():
        document = components.nextElement()
        if hasattr(document, "NullDate"):
            found.add(days_behind(document))
    return sorted(found)
