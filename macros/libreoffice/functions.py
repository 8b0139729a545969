"""The worksheet functions as services of LibreOffice: by ASCII and by Chinese names for Calc, exactly for Basic."""

import soe_calls
import uno
import unohelper
from com.sun.star.lang import XServiceInfo
from soe_catalog import FUNCTIONS
from soe_values import first_cell, to_rows

try:
    from org.xladdin.soe import XExact, XFunctions
except ImportError:  # while unopkg registers the extension its types are not there yet: only names are asked for

    class XExact:
        """Stands for the interface."""

    class XFunctions:
        """Stands for the interface."""


MODULE = "org.xladdin.soe."
ADDIN = "com.sun.star.sheet.AddIn"


def _cell(name):
    def compute(self, document, *values):
        return first_cell(soe_calls.answer(name, values, document))

    return compute


def _table(name):
    def compute(self, document, *values):
        return to_rows(soe_calls.answer(name, values, document))

    return compute


METHODS = {spec["method"]: (_table if spec["table"] else _cell)(name) for name, spec in FUNCTIONS.items()}


class Service(XServiceInfo):
    """What every service tells of itself."""

    def getImplementationName(self):
        return self.service

    def supportsService(self, name):
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self):
        return (self.service, ADDIN) if self.addin else (self.service,)


def _addin(name):
    members = dict(METHODS, service=MODULE + name, addin=True, __init__=lambda self, context: soe_calls.start(context))
    return type(name, (unohelper.Base, XFunctions, Service), members)


class Exact(unohelper.Base, XExact, Service):
    """Calls from Basic, whose blanks are blanks."""

    service, addin = MODULE + "Exact", False

    def __init__(self, context):
        soe_calls.start(context)

    def cell(self, name, values):
        return first_cell(soe_calls.answer_basic(name, values))

    def rows(self, name, values):
        """All rows as one array of Basic, made by LibreOffice itself: a loop in Basic takes four times as long."""
        made = uno.createUnoStruct("com.sun.star.script.ArrayWrapper")
        made.IsZeroIndex, made.Array = True, to_rows(soe_calls.answer_basic(name, values))
        return made


g_ImplementationHelper = unohelper.ImplementationHelper()
for made in (_addin("Functions"), _addin("Aliases"), Exact):
    g_ImplementationHelper.addImplementation(made, made.service, (made.service,) + ((ADDIN,) if made.addin else ()))
