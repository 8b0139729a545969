"""The result of a stream as it is written: Parquet, or a text file that Excel opens."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from xl_addin.hosts.table.arrow import arrow
from xl_addin.hosts.table.results import FIRM
from xl_addin.hosts.table.texts import csv_texts
from xl_addin.values.errors import InputError


def refuse_kind(target: Path) -> None:
    """Raise InputError for a name that is neither a Parquet nor a text file's."""
    if target.suffix.lower() not in (".parquet", ".csv"):
        raise InputError(f"输出文件名要以 .parquet 或 .csv 结尾，现为“{target.name}”")


@contextmanager
def written_to(stream: Any, target: Path, schema: Any) -> Iterator[Callable[[Any], None]]:
    """Give what writes tables of a schema to a stream; the file is whole when the block ends."""
    if target.suffix.lower() == ".csv":
        stream.write(codecs.BOM_UTF8)
        with arrow("csv").CSVWriter(stream, schema) as lines:
            yield lambda found: lines.write_table(csv_texts(found))
    else:
        whose = [FIRM] if FIRM in schema.names else False
        with arrow("parquet").ParquetWriter(stream, schema, compression="snappy", use_dictionary=whose) as writer:
            yield writer.write_table
