"""A DataFrame as the cells of a sheet, and results as a DataFrame of the same kind.

The names of the columns are the heading row, a row for each level of names. A missing value is an empty cell; what
was an integer stays one, so that an ID number kept as a number loses no digit.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xl_addin.tables.column_rows import Column, ColumnRows, as_written
from xl_addin.tables.ranges import plain_cells
from xl_addin.values.errors import NUM, CellError, InputError

if TYPE_CHECKING:
    import narwhals as nw
    from numpy.typing import NDArray

_LARGEST: Final = sys.float_info.max
_MOST_DIGITS: Final = 400
_TOO_LARGE: Final = "数字过大，单元格放不下，请核对"
_NO_DAY: Final = "日期不在公元 1 至 9999 年之间，请核对"
_HELD: Final = frozenset({str, int, float, bool, type(None), dt.date, CellError})
_FIRST, _LAST = np.datetime64("0001-01-01"), np.datetime64("9999-12-31")
_UNNAMED: Final = "Unnamed: "
"""How pandas calls a heading that the sheet leaves empty."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A DataFrame that was read, with its rows as a range of a worksheet has them."""

    native: nw.DataFrame[Any]
    names: list[str]
    """What its user calls each column; the levels of a name are joined by a slash."""
    rows: ColumnRows
    """The headings and below them the records."""
    headings: int
    """How many rows the headings take."""
    index: Any = None
    """The index of pandas and its likes; None where a frame has none."""

    def label(self, row: int) -> Hashable:
        """What its user calls the record in a row of the range, counted from 1; None for a heading."""
        record = row - 1 - self.headings
        if not 0 <= record < len(self.native):
            return None
        label: Hashable = record if self.index is None else self.index[record]
        return label.item() if isinstance(label, np.generic) else label

    def like(self, columns: Mapping[str, list[str] | NDArray[np.float64]], rows: Sequence[int]) -> Any:
        """A frame of the same kind with other columns: arrays are numbers, lists are texts.

        ``rows`` are the rows of the range that its records come from; they keep their labels. A number that there is
        not is NaN for pandas and null for others.
        """
        import narwhals as nw

        columns = {name: _paired(each) for name, each in columns.items()}
        schema = {name: nw.Float64() if isinstance(each, np.ndarray) else nw.String() for name, each in columns.items()}
        given = {name: _with_gaps(each) if self.index is None else each for name, each in columns.items()}
        made = nw.from_dict(given, schema, backend=self.native.implementation).to_native()
        if self.index is not None:
            made.index = self.index.take(np.array(rows, dtype=np.int64) - 1 - self.headings)
        return made


def _paired(column: list[str] | NDArray[np.float64]) -> list[str] | NDArray[np.float64]:
    """Texts that a column of any kind can hold: half of a pair of characters is written out."""
    if isinstance(column, np.ndarray):
        return column
    return [each if each.isascii() else each.encode("utf-8", "backslashreplace").decode() for each in column]


def _with_gaps(column: list[str] | NDArray[np.float64]) -> list[Any]:
    if isinstance(column, list):
        return column
    return [None if number != number else number for number in column.tolist()]


def is_frame(value: Any) -> bool:
    """Tell a DataFrame of any kind from other things that Python users have."""
    import narwhals as nw

    return isinstance(nw.from_native(value, pass_through=True), nw.DataFrame | nw.LazyFrame)


def read_frame(df: Any) -> Frame:
    """Read any DataFrame; InputError for what is none, and for one that has not been computed yet."""
    import narwhals as nw

    names: list[Any] | None = None
    index = None
    if nw.dependencies.is_pandas_like_dataframe(df):
        names, index = list(df.columns), df.index
        df = df.set_axis([str(place) for place in range(len(names))], axis=1)  # names may be equal, or have levels
    frame = nw.from_native(df, pass_through=True)
    if isinstance(frame, nw.LazyFrame):
        raise InputError("惰性的表（LazyFrame）还没有内容，请先 .collect() 再传入")
    if not isinstance(frame, nw.DataFrame):
        raise InputError(f"要传入 DataFrame（pandas、polars、pyarrow 等），现为 {type(df).__name__}")
    heads = list(map(_levels, frame.columns if names is None else names))
    count = max(map(len, heads), default=1)
    columns = [
        _column([*head, *[None] * (count - len(head))], each)
        for head, each in zip(heads, frame.iter_columns(), strict=True)
    ]
    shown = ["/".join(str(level) for level in head if level is not None) for head in heads]
    return Frame(frame, shown, ColumnRows(columns, range(len(frame) + count)), count, index)


def _levels(name: Any) -> list[Any]:
    """The headings over a column, from top to bottom."""
    if not isinstance(name, tuple):
        return [name]
    return [None if str(level).startswith(_UNNAMED) else level for level in name]


def _column(headings: Sequence[Any], column: nw.Series[Any]) -> list[Any]:
    """The cells of a column as Python values below its headings, whole days as dates."""
    missing = _missing(column)
    cells, array = _cells(column, missing)
    gaps = np.flatnonzero(missing).tolist()
    for place in gaps:
        cells[place] = None
    kinds = frozenset(map(type, cells))
    return Column(chain(headings, cells), kinds, None if gaps else array, headings=len(headings))


def _missing(column: nw.Series[Any]) -> NDArray[np.bool_]:
    """Where a column holds nothing."""
    import narwhals as nw

    try:
        missing = column.is_null()
    except InvalidOperation:  # pandas compares a signalling NaN, which nothing is compared with
        quiet = column.to_native().map(lambda cell: None if isinstance(cell, Decimal) and cell.is_nan() else cell)
        missing = nw.from_native(quiet, series_only=True).is_null()
    return np.array(missing.to_numpy(), bool)


def _cells(column: nw.Series[Any], missing: NDArray[np.bool_]) -> tuple[list[Any], NDArray[Any] | None]:
    """The cells of a column and, where all are numbers or true dates, the same as an array."""
    import narwhals as nw

    kind = column.dtype
    if kind.is_float():
        numbers = as_written(column.to_numpy())
        missing |= np.isnan(numbers)
        return numbers.tolist(), numbers
    if kind.is_integer() and kind not in (nw.Int128, nw.UInt128) and not missing.any():
        whole = column.to_numpy()
        return whole.tolist(), whole.astype(np.float64)
    if kind == nw.Date or isinstance(kind, nw.Datetime):
        return _moments(column, missing)
    if kind in (nw.Categorical, nw.Enum):
        column = column.cast(nw.String)
    return [_plain(cell) for cell in plain_cells(list(column.to_list()))], None


def _moments(column: nw.Series[Any], missing: NDArray[np.bool_]) -> tuple[list[Any], NDArray[Any] | None]:
    """Days and moments, of a time zone as its clock shows; those that Python has no date for are error values."""
    given = column.to_numpy()
    far = ~missing & ~_have_dates(given)
    near = np.flatnonzero(~(far | missing))
    if getattr(column.dtype, "time_zone", None) is not None and len(near):
        places = np.flatnonzero(far).tolist()  # no library tells the hour there
        local = column.scatter(places, column[[int(near[0])] * len(places)]).dt.replace_time_zone(None)
        given = local.to_numpy()
        far |= ~missing & ~_have_dates(given)
    moments = np.where(far | missing, np.datetime64("NaT"), given).astype("datetime64[us]")
    days = moments.astype("datetime64[D]")
    if not far.any() and (days == moments)[~missing].all():
        return days.tolist(), days.astype(np.int64).astype(np.int32)
    cells = moments.tolist()
    for place in np.flatnonzero(far).tolist():
        cells[place] = CellError(NUM, _NO_DAY)
    return cells, None


def _have_dates(moments: NDArray[np.datetime64]) -> NDArray[np.bool_]:
    days = moments.astype("datetime64[D]")  # shorter units cannot tell far years
    return (days >= _FIRST) & (days <= _LAST)


def _plain(cell: Any) -> Any:
    """A value as a cell may hold it; what no cell can hold is its text, which the readers refuse by name."""
    if type(cell) is int:
        return cell if abs(cell) <= _LARGEST else CellError(NUM, _TOO_LARGE)
    if type(cell) in _HELD:
        return cell
    if isinstance(cell, dt.datetime):
        if cell != cell:  # pandas' NaT says that it is a moment
            return None
        return dt.datetime.combine(cell.date(), cell.time())  # of a time zone the day and hour that its clock shows
    return _number(cell) if isinstance(cell, Decimal) else str(cell)


def _number(cell: Decimal) -> int | float | CellError | None:
    if cell.is_nan():
        return None
    if cell.is_infinite() or cell.adjusted() > _MOST_DIGITS:  # before it is written out as an integer
        return CellError(NUM, _TOO_LARGE)
    if cell.adjusted() < -_MOST_DIGITS:
        return 0.0
    whole = int(cell)
    found = whole if whole == cell else float(cell)
    return found if abs(found) <= _LARGEST else CellError(NUM, _TOO_LARGE)
