"""What of a Parquet file is read, and how many rows at once: a file of a few KB may stand for gigabytes of text.

A text that comes many times is kept once in the file; only its dictionary says how long the texts get. Values that
Python has no form for are refused with their place, before any of them is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from xl_addin.hosts.table.arrow import arrow, is_text
from xl_addin.values.errors import InputError

LONGEST: Final = 32_767
"""Characters that a cell of Excel holds."""
_BYTES_AT_ONCE: Final = 24 << 20
_LARGE: Final = 256 << 20
_DENSEST: Final = 200
"""Compressed so far, a large column is no roster."""
_BUFFER: Final = 1 << 16
MOST_COLUMNS: Final = 2_000
LONGEST_ROW: Final = 8 << 20
"""Bytes of all texts of a row, the longest of each column."""
_COLUMNS_AT_ONCE: Final = 50
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896
"""Of the years 1 to 9999, counted from 1970."""
_A_DAY: Final = {"D": 1, "s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
READ_KINDS: Final = "文字、数字、日期、逻辑值"


def is_read(kind: Any) -> bool:
    """Tell whether cells of a type of pyarrow can stand in a roster."""
    types = arrow().types
    if types.is_dictionary(kind):
        kind = kind.value_type
    texts = types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)
    numbers = types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind)
    days = types.is_date(kind) or types.is_timestamp(kind)
    return bool(texts or numbers or days or types.is_boolean(kind) or types.is_null(kind))


def holds_ids(column: Any) -> bool:
    """Tell whether ID numbers can be read from a column: from texts, and from figures as a cell has them."""
    types = arrow().types
    return is_text(column) or bool(types.is_integer(column.type) or types.is_floating(column.type))


def refuse_width(path: Path, columns: int) -> None:
    """InputError for more columns than any roster has."""
    if columns > MOST_COLUMNS:
        raise InputError(f"“{path.name}”有 {columns:,} 列（最多 {MOST_COLUMNS:,} 列），不是名册，没有读取，请重新导出")


def rows_at_once(path: Path, file: Any, names: Sequence[str], most: int) -> int:
    """How many rows of a file can be held; InputError for one that is compressed beyond what any roster is."""
    metadata = file.metadata
    means: dict[str, int] = {}
    for group in map(metadata.row_group, range(metadata.num_row_groups)):
        packed = unpacked = 0
        for chunk in map(group.column, range(group.num_columns)):
            size = chunk.total_uncompressed_size
            packed, unpacked = packed + max(chunk.total_compressed_size, 1), unpacked + size
            if unpacked > _LARGE and unpacked > _DENSEST * packed:
                raise InputError(f"“{path.name}”压缩得异常（展开后极大），没有读取，请重新导出")
            mean = size // max(group.num_rows, 1)
            means[chunk.path_in_schema] = max(means.get(chunk.path_in_schema, 0), mean)
    longest = _longest_texts(path, file, names)
    total = sum(max(means.get(name, 0), longest.get(name, 0)) for name in names)
    return max(1, min(most, _BYTES_AT_ONCE // max(total, 1)))


def _longest_texts(path: Path, file: Any, names: Sequence[str]) -> dict[str, int]:
    """How many bytes the longest text of each column's dictionaries has; one row brings its whole dictionary."""
    types = dict(zip(file.schema_arrow.names, file.schema_arrow.types, strict=True))
    texts = [name for name in dict.fromkeys(names) if _may_be_text(types[name])]
    longest: dict[str, int] = {}
    for first in range(0, len(texts), _COLUMNS_AT_ONCE):
        longest |= _longest_of(path, texts[first : first + _COLUMNS_AT_ONCE])
        if sum(longest.values()) > LONGEST_ROW:
            raise InputError(f"“{path.name}”的一行超过 {LONGEST_ROW >> 20} MB，不是名册，没有读取，请重新导出")
    return longest


def _longest_of(path: Path, texts: Sequence[str]) -> dict[str, int]:
    longest: dict[str, int] = {}
    kept = arrow("parquet").ParquetFile(path, read_dictionary=texts, buffer_size=_BUFFER, pre_buffer=False)
    for group in range(kept.metadata.num_row_groups):
        for found in kept.iter_batches(1, row_groups=[group], columns=texts, use_threads=False):
            for name, column in zip(found.schema.names, found.columns, strict=True):
                if arrow().types.is_dictionary(column.type) and not _is_number(column.type.value_type):
                    refuse_long(name, column.dictionary)
                    size = arrow("compute").max(arrow("compute").binary_length(column.dictionary)).as_py() or 0
                    longest[name] = max(longest.get(name, 0), size)
            break
    return longest


def _may_be_text(kind: Any) -> bool:
    types = arrow().types
    return bool(types.is_dictionary(kind) or types.is_string(kind) or types.is_large_string(kind))


def _is_number(kind: Any) -> bool:
    types = arrow().types
    return not (types.is_string(kind) or types.is_large_string(kind))


def refuse_long(name: str, texts: Any) -> None:
    """InputError for a text that no cell holds."""
    compute = arrow("compute")
    size = compute.max(compute.binary_length(texts)).as_py() or 0
    if size > LONGEST and compute.max(compute.utf8_length(texts)).as_py() > LONGEST:
        raise InputError(f"“{name}”这一列有超过 {LONGEST:,} 字的内容，不是名册，没有计算，请核对后重新导出")


def refuse_unsound(name: str, column: Any, first: int) -> None:
    """InputError for a column of a batch, whose first row is given, with texts or days that are none."""
    rows = f"第 {first:,} 至 {first + len(column) - 1:,} 行"
    if is_text(column):
        try:
            column.validate(full=True)
        except arrow().ArrowInvalid:
            raise InputError(f"“{name}”这一列{rows}里有不是 UTF-8 编码的文字，请重新导出") from None
        refuse_long(name, column)
    types = arrow().types
    if types.is_date(column.type) or types.is_timestamp(column.type):
        unit = "D" if types.is_date32(column.type) else "ms" if types.is_date64(column.type) else column.type.unit
        numbers = column.cast(arrow().int32() if unit == "D" else arrow().int64())
        ends = arrow("compute").min_max(numbers).as_py()
        if ends["min"] is None:
            return
        # a day less on both sides: a time zone may add one
        if ends["min"] < (_FIRST_DAY + 1) * _A_DAY[unit] or ends["max"] >= _LAST_DAY * _A_DAY[unit]:
            raise InputError(f"“{name}”这一列{rows}里有公元 1 年至 9999 年以外的日期，请核对后重新导出")
