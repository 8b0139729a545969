"""An Excel in memory that runs the add-in's VBA and asks the real Python functions, for tests.

The VBA interpreter, the workbooks and the ranges are pyOpenVBA's; added here is what it has not: who calls a
function, links between workbooks, the 1904 date system, and the COM server that xlwings would start. The server
hands values over as pywin32 does.
"""
# ruff: noqa: N803  # parameters bear the names that VBA gives them

import datetime as dt
import re

from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._model import Application, Workbook
from pyopenvba.interpreter import (
    EMPTY,
    MISSING,
    NOTHING,
    VBAArray,
    VBADate,
    VBAErrorValue,
    VBAInt,
    VBAObject,
    member,
    method,
    setter,
)
from pyopenvba.interpreter._values import error

from tests.hosts.excel.com_values import com, vba
from xl_addin.hosts.excel.sources import HOME, modules
from xl_addin.hosts.excel.udfs import FUNCTIONS
from xl_addin.hosts.openbook.com_values import error_number, from_excel, to_excel
from xl_addin.values.errors import CellError

ADDIN = HOME + "xl_addin.xlam"
RPC_UNAVAILABLE, EXCEPTION = -2147023174, -2147352567
DECLARATION = re.compile(r"^#If Win64.*?^#End If$", re.MULTILINE | re.DOTALL)
MEMBER_ATTRIBUTE = re.compile(r"^Attribute \w+\.VB_.*\n", re.MULTILINE)
MODULE_PREFIX = re.compile(r"\bSoe[A-Z]\w+\.(?=\w)")
BOX_DECLARATION = re.compile(r"^Private Declare PtrSafe Function MessageBoxW.*?As Long$", re.MULTILINE | re.DOTALL)
BOX = """
Private Function MessageBoxW(ByVal owner As Variant, ByVal text As String, ByVal title As String, ByVal style As Long)
    MessageBoxW = MsgBox(text, style, title)
End Function
"""
DLL = """
Private Function XLPyDLLActivateAuto(ByRef result As Variant, ByVal config As String, ByVal mode As Long) As Long
    Dim reason As String
    reason = Application.StandInRefusal(config, mode)
    If reason = "" Then
        Set result = Application.StandInServer(config, mode)
    Else
        result = reason
        XLPyDLLActivateAuto = 1
    End If
End Function
"""


class TestApplication(Application):
    """The parts of Excel's Application that pyOpenVBA lacks."""

    __test__ = False

    def prepare(self, server):
        self.server = server
        self.caller = VBAErrorValue(2023)
        self.toolbar_grey = False
        self.timed = []
        self.is_visible = True
        self.protected_view = NOTHING
        self.cursor = VBAInt(-4143)
        self.history = []
        self.auto_correct = AutoCorrect()

    @member
    def AutoCorrect(self):
        return self.auto_correct

    @member
    def Hwnd(self):
        return VBAInt(1)

    @member
    def Caller(self):
        return self.caller

    @member
    def Visible(self):
        return self.is_visible

    @member
    def Interactive(self):
        return True

    @member
    def Cursor(self):
        return self.cursor

    @setter("Cursor")
    def _set_cursor(self, value):
        self.history.append(("cursor", int(value)))
        self.cursor = value

    @setter("StatusBar")
    def _set_status_bar(self, value):
        self.history.append(("status", value))
        self.status_bar = value

    @member
    def ActiveProtectedViewWindow(self):
        return self.protected_view

    @method
    def CommandBars(self, name):
        return Toolbar(self)

    @method
    def OnTime(self, EarliestTime, Procedure):
        self.timed.append(Procedure)
        return EMPTY

    @method
    def StandInRefusal(self, config, mode):
        reason = self.server.refusals.get(config.partition(" ")[0], "") if int(mode) == 1 else ""
        if reason:
            self.server.starts.append((config, int(mode)))
        return reason

    @method
    def StandInServer(self, config, mode):
        self.server.starts.append((config, int(mode)))
        if self.server.refuses_to_start:
            raise error(*self.server.refuses_to_start)
        self.server.alive = int(mode) == 1
        return self.server


class AutoCorrect(VBAObject):
    """Excel's corrections: a formula entered in a table is spread over its column."""

    def __init__(self):
        self.filling, self.history = True, []

    @member
    def AutoFillFormulasInLists(self):
        return self.filling

    @setter("AutoFillFormulasInLists")
    def _set_filling(self, value):
        self.filling = bool(value)
        self.history.append(self.filling)


class Toolbar(VBAObject):
    """The toolbar "Standard"; its first button is grey in the function wizard, and while a workbook opens."""

    def __init__(self, application):
        self.application = application

    @method
    def Controls(self, index):
        return self

    @member
    def Enabled(self):
        return not self.application.toolbar_grey


class TestWorkbook(Workbook):
    """A workbook that may count from 1904, be an add-in and have links."""

    __test__ = False
    is_addin = False
    date1904 = False
    links = ()

    @member
    def FullName(self):
        return f"{self.path}\\{self.name}"

    @member
    def IsAddin(self):
        return self.is_addin

    @setter("IsAddin")
    def _set_is_addin(self, value):
        self.is_addin = bool(value)

    @member
    def Date1904(self):
        return self.date1904

    @method
    def LinkSources(self, Type=MISSING):
        return VBAArray([(1, len(self.links))], items=list(self.links)) if self.links else EMPTY

    @method
    def ChangeLink(self, Name, NewName, Type=MISSING):
        if any(sheet.vba_get("ProtectContents") for sheet in self.sheets_):
            raise error(1004)
        self.links = tuple(NewName if link == Name else link for link in self.links)
        return EMPTY


class Server(VBAObject):
    """xlwings' COM server: calls the functions of ``udfs`` and the buttons, or fails as asked."""

    def __init__(self):
        self.alive = False
        self.starts, self.calls, self.presses = [], [], []
        self.failures = []
        self.refuses_to_start = None
        self.refusals = {}
        self.answer = "i完成"

    def _meet_failure(self):
        if self.failures:
            number, text = self.failures.pop(0)
            self.alive = self.alive and number != RPC_UNAVAILABLE
            raise error(number, text)
        if not self.alive:
            raise error(RPC_UNAVAILABLE, "The RPC server is unavailable.")

    @method
    def CallUDF(self, module, name, arguments):
        self._meet_failure()
        assert module == "xl_addin.hosts.excel.udfs"
        given = com(arguments)
        self.calls.append((name, given))
        rows = to_excel(FUNCTIONS[name](*map(from_excel, given)))
        # As xlwings' XLPython.CallUDF: one cell comes bare, one row as a list of cells.
        if len(rows) == 1:
            rows = rows[0][0] if len(rows[0]) == 1 else rows[0]
        return vba(rows)

    @method
    def Module(self, name):
        self._meet_failure()
        return Held(name)

    @method
    def Tuple(self, *elements):
        return Held(elements)

    @method
    def Call(self, module, name, arguments):
        self._meet_failure()
        self.presses.append((module.value, name, arguments.value))
        return Held(self.answer)

    @method
    def Str(self, thing):
        self._meet_failure()
        return thing.value if isinstance(thing, Held) else str(thing)


class Held(VBAObject):
    """A Python object that VBA only holds."""

    def __init__(self, value):
        self.value = value


def body(module):
    """Give the source without the lines that stand before the code of a class in its file."""
    text = module.source
    if text.startswith("VERSION"):
        # The interpreter has no WithEvents; tests raise the events themselves.
        text = text[text.index("\nEND\n") + 5 :].replace("WithEvents ", "")
    # Nor does it know member attributes and the names of modules before those of procedures.
    text = MEMBER_ATTRIBUTE.sub("", MODULE_PREFIX.sub("", text))
    if module.name == "SoeMessage":
        # Windows' message box takes the addresses of texts; the stand-in takes the texts.
        text = BOX_DECLARATION.sub(lambda match: BOX, re.sub(r"StrPtr\((\w+)\)", r"\1", text))
    return DECLARATION.sub(lambda match: DLL, text) if module.name == "SoePython" else text


class VbaExcel:
    """Excel with the add-in loaded and one workbook open."""

    def __init__(self):
        self.server = Server()
        self.excel = ExcelApplication()
        self.application = self.excel.application
        self.application.__class__ = TestApplication
        self.application.prepare(self.server)
        self.addin = self.new_book("xl_addin.xlam", HOME.rstrip("\\"))
        self.addin.is_addin = True
        self.application._this_workbook = self.addin
        for module in modules():
            document = module.kind.startswith("document")
            self.excel.add_module(body(module), name=module.name, kind="document" if document else "standard")
        self.book = self.new_book("测算.xlsx", "D:\\改制")
        self.sheet = self.book.sheets_[0]
        self.spare_sheets = []

    def new_book(self, name, folder):
        book = self.excel.add_workbook()
        book.__class__ = TestWorkbook
        book.name, book.path = name, folder
        return book

    def cells(self, address, values=None, sheet=None):
        """Give a range, after filling it with rows of plain values if they are given."""
        area = (sheet or self.sheet).vba_get("Range", [address])
        if values is not None:
            for r, row in enumerate(values, 1):
                for c, value in enumerate(row, 1):
                    if value is not None:
                        area.vba_get("Cells", [r, c]).vba_set("Value", _entry(value))
        return area

    def call(self, name, *arguments):
        """Call a worksheet function as a cell does; error values come as text such as #N/A's CVErr number."""
        return plain(self.excel.interpreter.run(name, [_entry(each) for each in arguments]))

    def calls_from(self, address, formula=None, array=None):
        """Let the cells at this address be the caller; ``formula`` is entered in one cell, ``array`` as an array."""
        area = self.cells(address)
        if formula is not None:
            area.vba_set("Formula", formula)
        if array is not None:
            area.vba_set("FormulaArray", array)
        self.application.caller = area

    def run(self, macro, *arguments):
        return self.excel.interpreter.run(macro, list(arguments))

    @property
    def messages(self):
        return [dialog[1] for dialog in self.excel.dialogs]


def _entry(value):
    if isinstance(value, dt.date):
        return VBADate.from_datetime(value)
    if isinstance(value, CellError):
        return VBAErrorValue((error_number(value.code)) & 0xFFFF)
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return EMPTY if value is None else value


def plain(value):
    """Give a VBA result in Python's values: errors as ``#2042``, tables as rows."""
    if isinstance(value, VBAErrorValue):
        return f"#{value.number}"
    if isinstance(value, VBAArray):
        assert all(lower == 1 for lower, _ in value.bounds)
        (_, bottom), (_, right) = value.bounds
        return [[plain(value.get([r, c])) for c in range(1, right + 1)] for r in range(1, bottom + 1)]
    if isinstance(value, VBADate):
        return value.to_datetime()
    return value
