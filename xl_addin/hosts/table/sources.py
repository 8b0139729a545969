"""A roster as a stream of batches of columns, from a Parquet or a text file; memory does not grow with the rows.

Texts of a text file stay as written; cells become values as when a workbook of the same text is read.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from xl_addin.files.foreign.text import separator_of
from xl_addin.hosts.table.arrow import arrow, plain_column
from xl_addin.hosts.table.parquet_apart import rows_apart
from xl_addin.hosts.table.parquet_footer import damaged, open_footer
from xl_addin.hosts.table.parquet_limits import refuse_unsound, refuse_width
from xl_addin.values.errors import InputError

BATCH_ROWS: Final = 131_072
_BLOCK: Final = 16 << 20
_SAMPLE: Final = 1 << 18
_TEXTS: Final = frozenset({".csv", ".tsv", ".txt"})
_MARKS: Final = ((codecs.BOM_UTF8, "utf8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows that follow each other: their columns, and the number by which the file's user knows each row."""

    columns: list[Any]
    numbers: NDArray[np.int64]

    def part(self, first: int, stop: int) -> Batch:
        """Some rows of it."""
        return Batch([column.slice(first, stop - first) for column in self.columns], self.numbers[first:stop])

    def __len__(self) -> int:
        return len(self.numbers)


def below(upper: Batch | None, lower: Batch) -> Batch:
    """Two batches one below the other."""
    if upper is None:
        return lower
    pairs = zip(upper.columns, lower.columns, strict=True)
    columns = [arrow().concat_arrays(list(pair)) for pair in pairs]
    return Batch(columns, np.concatenate([upper.numbers, lower.numbers]))


class Source(Protocol):
    """A file that is read once from top to bottom."""

    headings: list[str]
    texts_only: bool
    """Cells are texts of a text file, whose types are told from what they say."""
    rows: int
    """How many rows there are, 0 where that is not known beforehand."""
    bad_lines: dict[int, str]
    """Rows that have more or fewer cells than the heading, as they stand."""
    unread: dict[int, str]
    """Places of the columns of other things than texts, numbers and days, with their types; their cells are empty."""

    def batches(self) -> Iterator[Batch]:
        """The rows below the headings."""


def open_source(path: Path) -> Source:
    """Open a table; InputError for a file that is none."""
    if not path.is_file():
        raise InputError(f"文件“{path}”不存在或不能读取，请核对路径")
    suffix = path.suffix.lower()
    if suffix in (".parquet", ".pq"):
        return ParquetSource(path)
    if suffix in _TEXTS:
        return TextSource(path)
    raise InputError(f"“{path.name}”不是 .parquet 或 .csv 文件；工作簿请用 xl-addin run")


class ParquetSource:
    """A Parquet file, row group by row group."""

    texts_only = False

    def __init__(self, path: Path) -> None:
        arrow()
        self._path, self._size = path, rows_apart(path, BATCH_ROWS)
        self._footer = open_footer(path)
        self.headings, self.unread = self._footer.headings, self._footer.unread
        self.rows = int(self._footer.file.metadata.num_rows)
        self.bad_lines: dict[int, str] = {}

    def batches(self) -> Iterator[Batch]:
        """The rows, numbered from 1."""
        try:
            yield from self._batches()
        except MemoryError:
            raise
        except (arrow().ArrowException, OSError, UnicodeError) as error:
            raise damaged(self._path) from error

    def _batches(self) -> Iterator[Batch]:
        first, places, names = 1, self._footer.places, self._footer.names
        wanted = list(dict.fromkeys(names))
        for found in self._footer.file.iter_batches(self._size, columns=wanted, use_threads=False):
            if sorted(found.schema.names) != sorted(names):
                raise InputError(f"“{self._path.name}”有列名相同、类型不同的列，请改名后重新导出")
            order = np.argsort(np.argsort(names, kind="stable"), kind="stable")  # equal names come side by side
            given = np.argsort(found.schema.names, kind="stable")
            columns = [arrow().nulls(found.num_rows, arrow().string())] * len(self.headings)
            for place, name, one in zip(places, names, given[order], strict=True):
                columns[place] = plain_column(found.column(int(one)))
                refuse_unsound(name, columns[place], first)
            yield Batch(columns, np.arange(first, first + found.num_rows))
            first += found.num_rows


@dataclass
class _Lines:
    """Lines that pyarrow could not divide into the columns of the heading."""

    found: dict[int, str] = field(default_factory=dict)

    def take(self, row: Any) -> str:
        if row.number is None:
            raise InputError("有的行与表头的列数不同，请核对后重新导出")
        self.found[int(row.number)] = str(row.text)
        return "skip"


class TextSource:
    """A text file of rows and columns; encoding and separator are found from its beginning."""

    texts_only = True
    rows = 0

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as stream:
            sample = stream.read(_SAMPLE)
        self._encoding = _encoding(sample)
        text = codecs.getincrementaldecoder(self._encoding)("replace").decode(sample).removeprefix("\ufeff")
        if text[:4].lower() == "sep=":
            raise InputError(f"“{path.name}”的第 1 行是“sep=”，请删去这一行，让表头在第 1 行")
        try:
            self._separator, _ = separator_of(text)
        except InputError:
            self._separator = ","
        self.headings = next(csv.reader(text.splitlines(keepends=True), delimiter=self._separator), [])
        refuse_width(path, len(self.headings))
        if not any(heading.strip() for heading in self.headings):
            raise InputError(f"“{path.name}”的第 1 行是空的，要有表头（姓名、参加工作时间、解除时间、月平均工资）")
        self._lines = _Lines()
        self.bad_lines = self._lines.found
        self.unread: dict[int, str] = {}

    def batches(self) -> Iterator[Batch]:
        """The rows, numbered as in a spreadsheet: the heading is row 1."""
        pa, reader = arrow(), arrow("csv")
        names = [f"c{place}" for place in range(len(self.headings))]
        options = {
            "read_options": reader.ReadOptions(
                use_threads=False, block_size=_BLOCK, column_names=names, encoding=self._encoding
            ),
            "parse_options": reader.ParseOptions(
                delimiter=self._separator,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=self._lines.take,
            ),
            "convert_options": reader.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=True
            ),
        }
        taken = 0
        try:
            with reader.open_csv(self._path, **options) as stream:
                for found in stream:
                    numbers = self._numbers(taken, found.num_rows)
                    skip = int(taken == 0)
                    taken += found.num_rows
                    whole = Batch(found.columns, numbers).part(skip, found.num_rows)
                    for first in range(0, len(whole), BATCH_ROWS):
                        yield whole.part(first, min(first + BATCH_ROWS, len(whole)))
        except (pa.ArrowInvalid, UnicodeError) as error:
            raise InputError(
                f"“{self._path.name}”在第 {taken + 1} 行以后有读不出的内容（编码不一致，或引号没有成对），请重新导出"
            ) from error

    def _numbers(self, taken: int, count: int) -> NDArray[np.int64]:
        """The numbers of rows, counting those that were left out."""
        left_out = np.array(sorted(self.bad_lines), dtype=np.int64)
        places = np.arange(taken, taken + count)
        before = np.searchsorted(left_out - 1 - np.arange(len(left_out)), places, side="right")
        return places + 1 + before


def _encoding(sample: bytes) -> str:
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf8"
