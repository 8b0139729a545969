# ruff: noqa: N803 - the names of arguments are Excel's
"""A stand-in for Excel's object model, as far as the add-in asks it: a workbook held in memory, for tests.

It is filled from a workbook file and answers with what pywin32 hands over: numbers as float, dates as aware
datetimes, errors as integers. Every name that it lacks is an AttributeError, as a misspelt one is in Excel. It knows
no recalculation, no formats and no windows; whether the real Excel does the same is for a real Excel to show.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xl_addin.files.reading import open_book
from xl_addin.hosts.openbook.com_values import error_number
from xl_addin.tables.grid import BookGrid, SheetGrid, address, parse_address
from xl_addin.values.errors import CellError


class Refused(Exception):
    """Excel's refusal, as pywin32 raises it."""

    def __init__(self) -> None:
        super().__init__(-2147352567, "发生意外。", None, None)
        self.hresult = -2147352567


Refused.__name__ = "com_error"


class Bag:
    """An object whose properties can be set freely: fonts, interiors, page setups."""

    def __init__(self, **known: Any) -> None:
        self.__dict__.update(known)


class FakeFunctions:
    def CountA(self, cells: FakeRange) -> float:
        return float(sum(cells.sheet.values.get(place) is not None for place in cells.places()))


class FakeApp:
    def __init__(self, functions_bound: bool = True) -> None:
        self.Calculation = -4105
        self.EnableEvents = self.DisplayAlerts = self.ScreenUpdating = True
        self.StatusBar: Any = False
        self.Hwnd = 1
        self.Selection: Any = None
        self.ActiveCell: Any = None
        self.ActiveWindow = Bag(SplitRow=0, SplitColumn=0, FreezePanes=False, SelectedSheets=[])
        self.PrintCommunication = True
        self.WorksheetFunction = FakeFunctions()
        self.opened: list[str] = []
        self.full_calculations = 0
        self.Workbooks = FakeBooks(self)

    def CalculateFull(self) -> None:
        self.full_calculations += 1


class FakeBooks:
    """The open workbooks; what is opened is remembered by its path."""

    def __init__(self, app: FakeApp) -> None:
        self.app = app
        self.books: list[FakeWorkbook] = []

    @property
    def Count(self) -> int:
        return len(self.books)

    def __call__(self, key: int | str) -> FakeWorkbook:
        found = [book for number, book in enumerate(self.books, 1) if key in (number, book.Name)]
        if not found:
            raise Refused
        return found[0]

    def __iter__(self) -> Iterator[FakeWorkbook]:
        return iter(list(self.books))

    def Open(self, path: str, *_: Any, **__: Any) -> FakeWorkbook:
        self.app.opened.append(path)
        self.books.append(FakeWorkbook(Path(path), self.app))
        return self.books[-1]


class FakeWorkbook:
    """A workbook file as if it were open."""

    def __init__(self, path: Path, app: FakeApp | None = None) -> None:
        self.Application = app or FakeApp()
        self.file = path
        self.Name, self.FullName, self.Path = path.name, str(path), str(path.parent)
        self.ProtectStructure = False
        grid: BookGrid = open_book(path)
        self.Date1904 = grid.date1904
        self.saved_copies: list[tuple[str, int]] = []
        self.Sheets = FakeAllSheets(self, [FakeSheet(self, sheet) for sheet in grid.sheets])
        self.Worksheets = FakeSheets(self)
        self.ActiveSheet: Any = None
        self.Worksheets(1).Activate()
        self.Names = FakeNames([FakeName(name, f"={text}") for name, text in grid.defined_names.items()])
        FakeRange(self.ActiveSheet, 1, 1, 1, 1).Select()

    def SaveCopyAs(self, path: str) -> None:
        # The copy remembers how Excel calculates at this moment.
        self.saved_copies.append((path, self.Application.Calculation))
        shutil.copyfile(self.file, path)

    def in_front(self, sheets: list[Any]) -> None:
        """Select sheets together; the first is the active one."""
        self.ActiveSheet = sheets[0]
        self.Application.ActiveWindow.SelectedSheets = sheets


class FakeAllSheets:
    """Worksheets and chart sheets in the order of their tabs."""

    def __init__(self, book: FakeWorkbook, sheets: list[Any]) -> None:
        self.Parent, self.everything = book, sheets

    @property
    def Count(self) -> int:
        return len(self.everything)

    def __iter__(self) -> Iterator[Any]:
        return iter(list(self.everything))

    def __call__(self, names: list[str]) -> Bag:
        chosen = [sheet for sheet in self.everything if sheet.Name in names]
        return Bag(Select=lambda: self.Parent.in_front(chosen))


class FakeChartSheet:
    """A chart on a sheet of its own: it has a tab and no cells."""

    def __init__(self, book: FakeWorkbook, name: str) -> None:
        self.Parent, self.Name, self.Visible = book, name, -1

    def Activate(self) -> None:
        self.Parent.in_front([self])
        self.Parent.Application.ActiveCell = None

    Select = Activate

    def Move(self, Before: Any) -> None:
        _move(self.Parent, self, Before)


def _move(book: FakeWorkbook, sheet: Any, before: Any) -> None:
    if sheet.Visible == 2:  # hidden from the menus
        raise Refused
    sheets = book.Sheets.everything
    sheets.remove(sheet)
    sheets.insert(sheets.index(before), sheet)
    sheet.Activate()


class FakeSheets:
    """The worksheets among the sheets."""

    def __init__(self, book: FakeWorkbook) -> None:
        self.Parent = book

    @property
    def sheets(self) -> list[FakeSheet]:
        return [sheet for sheet in self.Parent.Sheets if isinstance(sheet, FakeSheet)]

    @property
    def Count(self) -> int:
        return len(self.sheets)

    def __call__(self, key: int | str) -> FakeSheet:
        if isinstance(key, int):
            return self.sheets[key - 1]
        found = [sheet for sheet in self.sheets if sheet.Name.casefold() == key.casefold()]
        if not found:
            raise Refused
        return found[0]

    def __iter__(self) -> Iterator[FakeSheet]:
        return iter(list(self.sheets))

    def Add(self, Before: Any) -> FakeSheet:
        """Add as many sheets as are selected together, which is what Excel does if no number is given."""
        everything = self.Parent.Sheets.everything
        for _ in self.Parent.Application.ActiveWindow.SelectedSheets:
            sheet = FakeSheet(self.Parent, SheetGrid(f"Sheet{len(everything) + 1}", "", []))
            everything.insert(everything.index(Before), sheet)
        sheet.Activate()
        return sheet


class FakeNames:
    def __init__(self, names: list[FakeName]) -> None:
        self.names = names
        for name in names:
            name.holder = self

    @property
    def Count(self) -> int:
        return len(self.names)

    def __call__(self, key: int | str) -> FakeName:
        if isinstance(key, int):
            return self.names[key - 1]
        return next(name for name in self.names if name.Name == key)

    def Add(self, name: str, refers_to: str) -> FakeName:
        made = FakeName(name, refers_to)
        made.holder = self
        self.names.append(made)
        return made


class FakeName:
    holder: FakeNames

    def __init__(self, name: str, refers_to: str) -> None:
        self.Name, self.RefersTo, self.Visible = name, refers_to, True

    def Delete(self) -> None:
        self.holder.names.remove(self)


class FakeSheet:
    def __init__(self, book: FakeWorkbook, grid: SheetGrid) -> None:
        self.Parent, self.Name, self.Application = book, grid.name, book.Application
        self.Visible = {"visible": -1, "hidden": 0, "veryHidden": 2}[grid.state]
        self.protected = False
        self.formulas = {place: f"={cell.text}" for place, cell in grid.formulas.items()}
        self.arrays = {cell.ref: cell.kind for cell in grid.formulas.values() if cell.ref}
        for cell in grid.formulas.values():
            if cell.ref:  # every cell of an array answers with its formula
                top, left, bottom, right = _corners(cell.ref)
                for place in [(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]:
                    self.formulas[place] = f"={cell.text}"
        self.values: dict[tuple[int, int], Any] = {}
        for row, line in enumerate(grid.rows, 1):
            for col, value in enumerate(line, 1):
                if value is not None:
                    self.values[row, col] = as_com(value)
        self.merged = list(grid.merged)
        self.rules: list[FakeRule] = []
        self.links: list[tuple[str, str]] = []
        self.looks: dict[str, dict[str, Any]] = {}
        self.PageSetup = Bag()
        self.drawn: list[Bag] = []

    @property
    def Index(self) -> int:
        return self.Parent.Sheets.everything.index(self) + 1

    @property
    def UsedRange(self) -> FakeRange:
        places = [*self.values, *self.formulas, *((m[2], m[3]) for m in self.merged)] or [(1, 1)]
        rows, cols = [p[0] for p in places], [p[1] for p in places]
        return FakeRange(self, min(rows), min(cols), max(rows), max(cols))

    @property
    def Cells(self) -> FakeCells:
        return FakeCells(self)

    def Range(self, first: Any, last: Any = None) -> FakeRange:
        if isinstance(first, str):
            if len(first) > 255:
                raise Refused
            parts = first.replace("$", "").split(",")
            made = FakeRange(self, *_corners(parts[0]))
            made.areas = [_corners(part) for part in parts]
            return made
        end = last or first
        return FakeRange(self, first.top, first.left, end.bottom, end.right)

    def Move(self, Before: Any) -> None:
        _move(self.Parent, self, Before)

    def Activate(self) -> None:
        if self.Visible != -1:
            raise Refused
        window = self.Application.ActiveWindow
        if self not in window.SelectedSheets:
            window.SelectedSheets = [self]
        self.Parent.ActiveSheet = self

    def Select(self) -> None:
        self.Parent.in_front([self])

    def Delete(self) -> None:
        sheets = self.Parent.Sheets.everything
        if self.Visible == 2 or [sheet for sheet in sheets if sheet.Visible == -1] == [self]:
            raise Refused
        sheets.remove(self)
        if self.Parent.ActiveSheet is self:
            next(sheet for sheet in reversed(sheets) if sheet.Visible == -1).Activate()

    def ChartObjects(self) -> Bag:
        return Bag(Add=self._add_chart)

    def _add_chart(self, *_: float) -> Bag:
        series: list[Bag] = []

        def new_series() -> Bag:
            made = Bag(Format=Bag(Fill=Bag(ForeColor=Bag())))
            made.Delete = lambda: series.remove(made)
            series.append(made)
            return made

        def collection(number: int = 0) -> Bag:
            return series[number - 1] if number else Bag(NewSeries=new_series, Count=len(series))

        new_series()  # as Excel does when the cells around the selection look like data
        chart = Bag(SeriesCollection=collection, ChartTitle=Bag(), series=series)
        self.drawn.append(chart)
        return Bag(Chart=chart)


class FakeCells:
    """All cells of a sheet: asked for one by row and column, or for the rules on any of them."""

    def __init__(self, sheet: FakeSheet) -> None:
        self.Worksheet = self.sheet = sheet

    def __call__(self, row: int, col: int) -> FakeRange:
        return FakeRange(self.sheet, row, col, row, col)

    @property
    def FormatConditions(self) -> FakeRules:
        return FakeRules(self.sheet, None)


class FakeRange:
    def __init__(self, sheet: FakeSheet, top: int, left: int, bottom: int, right: int) -> None:
        self.Worksheet = self.sheet = sheet
        self.Application = sheet.Application
        self.top, self.left, self.bottom, self.right = top, left, bottom, right
        self.areas = [(top, left, bottom, right)]
        self.Row, self.Column = top, left
        self.Rows, self.Columns = Bag(Count=bottom - top + 1), Bag(Count=right - left + 1)
        self.Count = self.Rows.Count * self.Columns.Count
        self.Left, self.Top = 48.0 * left, 15.0 * top
        look = sheet.looks.setdefault(self.Address, {})
        self.Font, self.Interior, self.Borders = (look.setdefault(k, Bag()) for k in ("font", "interior", "borders"))

    def places(self) -> list[tuple[int, int]]:
        return [
            (r, c) for top, left, end, last in self.areas for r in range(top, end + 1) for c in range(left, last + 1)
        ]

    def __setattr__(self, name: str, value: Any) -> None:
        if name in {"WrapText", "HorizontalAlignment", "VerticalAlignment", "NumberFormat", "ColumnWidth", "RowHeight"}:
            self.sheet.looks.setdefault(self.Address, {})[name] = value
            return
        object.__setattr__(self, name, value)

    @property
    def Address(self) -> str:
        return ",".join(
            f"${_dollars(*area[:2])}" if area[:2] == area[2:] else f"${_dollars(*area[:2])}:${_dollars(*area[2:])}"
            for area in self.areas
        )

    @property
    def Areas(self) -> list[FakeRange]:
        return [FakeRange(self.sheet, *area) for area in self.areas]

    def GetAddress(self, *_: Any) -> str:
        return self.Address

    def _block(self, source: dict[tuple[int, int], Any], blank: Any) -> Any:
        rows = tuple(
            tuple(source.get((r, c), blank) for c in range(self.left, self.right + 1))
            for r in range(self.top, self.bottom + 1)
        )
        return rows[0][0] if self.Count == 1 else rows

    @property
    def Value(self) -> Any:
        return self._block(self.sheet.values, None)

    @Value.setter
    def Value(self, rows: Any) -> None:
        lines = rows if isinstance(rows, (list, tuple)) else [[rows]]
        if self.Count > 1 and any(isinstance(value, str) and len(value) > 8_203 for line in lines for value in line):
            raise Refused
        for row, line in enumerate(lines, self.top):
            for col, value in enumerate(line, self.left):
                if isinstance(value, str) and value.startswith("="):
                    raise AssertionError(f"a text became a formula: {value}")
                if isinstance(value, str) and value.startswith("'"):
                    value = value[1:]
                self.sheet.values[row, col] = value

    @property
    def Formula(self) -> Any:
        shown = {place: value for place, value in self.sheet.values.items() if isinstance(value, str)}
        return self._block({**shown, **self.sheet.formulas}, "")

    @property
    def FormulaArray(self) -> Any:
        return self._block(self.sheet.formulas, "")

    @FormulaArray.setter
    def FormulaArray(self, text: str) -> None:
        if len(text) > 255:
            raise Refused
        self._free_of_arrays()
        self.sheet.arrays[self.Address.replace("$", "")] = "array"
        for place in self.places():
            self.sheet.formulas[place] = text

    def ClearContents(self) -> None:
        self._free_of_arrays()
        for place in self.places():
            self.sheet.formulas.pop(place, None)
            self.sheet.values.pop(place, None)

    def _free_of_arrays(self) -> None:
        """Arrays wholly inside go; an array of which only a part is inside cannot be changed."""
        if self.sheet.protected:
            raise Refused
        mine = set(self.places())
        for ref, kind in list(self.sheet.arrays.items()):
            cells = set(FakeRange(self.sheet, *_corners(ref)).places())
            if kind == "array" and cells & mine and not cells <= mine:
                raise Refused
            if cells <= mine:
                del self.sheet.arrays[ref]

    def _array(self) -> tuple[str, str] | None:
        for ref, kind in self.sheet.arrays.items():
            top, left, bottom, right = _corners(ref)
            if top <= self.top <= bottom and left <= self.left <= right:
                return ref, kind
        return None

    def _all_or_some(self, kind: str) -> bool | None:
        """True or False where all cells agree, None (Null) where they do not."""
        arrays = [FakeRange(self.sheet, *_corners(ref)) for ref, known in self.sheet.arrays.items() if known == kind]
        inside = {place for area in arrays for place in area.places()}
        states = {place in inside for place in self.places()}
        return None if len(states) == 2 else states.pop()

    @property
    def HasArray(self) -> bool | None:
        return self._all_or_some("array")

    @property
    def CurrentArray(self) -> FakeRange:
        found = self._array()
        assert found is not None
        return FakeRange(self.sheet, *_corners(found[0]))

    @property
    def HasSpill(self) -> bool | None:
        return self._all_or_some("dynamic")

    @property
    def SpillParent(self) -> FakeRange:
        return self

    @property
    def SpillingToRange(self) -> FakeRange:
        return self.CurrentArray

    @property
    def MergeCells(self) -> bool | None:
        inside = {p for m in self.sheet.merged for p in FakeRange(self.sheet, *m).places()}
        states = {place in inside for place in self.places()}
        return None if len(states) == 2 else states.pop()

    @property
    def MergeArea(self) -> FakeRange:
        for merge in self.sheet.merged:
            if merge[0] <= self.top <= merge[2] and merge[1] <= self.left <= merge[3]:
                return FakeRange(self.sheet, *merge)
        return self

    def Merge(self, _: Any = None) -> None:
        self.sheet.merged.append((self.top, self.left, self.bottom, self.right))

    def Select(self) -> None:
        if self.sheet.Parent.ActiveSheet is not self.sheet:
            raise Refused
        self.Application.Selection = self
        self.Application.ActiveCell = FakeRange(self.sheet, self.top, self.left, self.top, self.left)

    def Activate(self) -> None:
        inside = set(self.Application.Selection.places())
        if not inside.issuperset(self.places()):
            self.Select()
        self.Application.ActiveCell = self

    def AutoFilter(self) -> None:
        self.sheet.looks["filter"] = {"ref": self.Address}

    @property
    def Hyperlinks(self) -> Bag:
        def add(Anchor: FakeRange, Address: str, SubAddress: str = "", ScreenTip: str = "") -> Bag:
            self.sheet.links.append((Anchor.Address, Address or f"#{SubAddress}"))
            return Bag()

        return Bag(Add=add)

    @property
    def FormatConditions(self) -> FakeRules:
        return FakeRules(self.sheet, self)


class FakeRules:
    """Conditional formats on a range, or on a whole sheet."""

    def __init__(self, sheet: FakeSheet, area: FakeRange | None) -> None:
        self.sheet, self.area = sheet, area

    @property
    def Count(self) -> int:
        return len(self.sheet.rules)

    def __call__(self, index: int) -> FakeRule:
        return self.sheet.rules[index - 1]

    Item = __call__

    def __iter__(self) -> Iterator[FakeRule]:
        return iter(list(self.sheet.rules))

    def Add(self, Type: int, Formula1: str) -> FakeRule:
        if self.sheet.protected:
            raise Refused
        assert self.area is not None
        rule = FakeRule(self.sheet, self.area.Address, Type, Formula1)
        self.sheet.rules.append(rule)
        return rule


class FakeRule:
    def __init__(self, sheet: FakeSheet, cells: str, kind: int, formula: str) -> None:
        self.sheet, self.cells, self.Type, self.Formula1 = sheet, cells, kind, formula
        self.StopIfTrue = True
        self.Interior, self.Font = Bag(), Bag()

    def SetFirstPriority(self) -> None:
        self.sheet.rules.remove(self)
        self.sheet.rules.insert(0, self)

    def Delete(self) -> None:
        if self.sheet.protected:
            raise Refused
        self.sheet.rules.remove(self)


def as_com(value: Any) -> Any:
    """Give a cell value as pywin32 hands it over."""
    if isinstance(value, (bool, str)):
        return value
    if isinstance(value, CellError):
        return error_number(value.code)
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=dt.UTC)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day, tzinfo=dt.UTC)
    return float(value)


def _corners(ref: str) -> tuple[int, int, int, int]:
    first, _, last = ref.partition(":")
    return (*parse_address(first), *parse_address(last or first))


def _dollars(row: int, col: int) -> str:
    letters = address(row, col).rstrip("0123456789")
    return f"{letters}${row}"
