"""pyarrow, which only this host needs: loaded when a table is streamed, never before."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from xl_addin.tables.column_rows import as_written
from xl_addin.values.errors import InputError


@cache
def arrow(part: str = "") -> Any:
    """Give pyarrow, or a part of it such as ``compute``; InputError where it is not installed."""
    try:
        return import_module(f"pyarrow.{part}" if part else "pyarrow")
    except ImportError:
        raise InputError(
            "这个命令要用 pyarrow，本机没有安装：请先运行 pip install “xl_addin[batch]”；"
            "不能联网的，一百万行以内的名册可以用 xl-addin run 处理"
        ) from None


def plain_column(column: Any) -> Any:
    """A column without the encodings that a file may have: dictionaries and views become plain values."""
    pa = arrow()
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_string_view(column.type) or pa.types.is_large_string(column.type):
        column = column.cast(pa.string())
    if pa.types.is_float16(column.type) or pa.types.is_float32(column.type):
        column = pa.array(as_written(column.to_numpy(zero_copy_only=False)), from_pandas=True)
    return pa.nulls(len(column), pa.string()) if pa.types.is_null(column.type) else column


def is_text(column: Any) -> bool:
    """Tell a column of texts."""
    return bool(arrow().types.is_string(column.type))
