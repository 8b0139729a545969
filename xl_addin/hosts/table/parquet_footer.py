"""What stands at the end of a Parquet file: its columns, their types, their sizes.

``python -m xl_addin.hosts.table.parquet_footer PATH MOST`` writes how many rows can be read at once, or ends with
status 3 and one Chinese line: pyarrow ends its whole process over some damaged footers, so a process of its own looks
first (:mod:`parquet_apart`).
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from xl_addin.hosts.table.arrow import arrow
from xl_addin.hosts.table.parquet_limits import is_read, refuse_width, rows_at_once
from xl_addin.values.errors import InputError

REFUSED: Final = 3


@dataclass(frozen=True, slots=True)
class Footer:
    """The file as pyarrow has it, the names of all columns, and those that no cell can hold, with their types."""

    file: Any
    headings: list[str]
    unread: dict[int, str]

    @property
    def places(self) -> list[int]:
        """Which columns are read."""
        return [place for place in range(len(self.headings)) if place not in self.unread]

    @property
    def names(self) -> list[str]:
        """The names of those that are read."""
        return [self.headings[place] for place in self.places]


def open_footer(path: Path) -> Footer:
    """Open a file; InputError for one that is none."""
    try:
        file = arrow("parquet").ParquetFile(path, memory_map=False, pre_buffer=False)
        refuse_width(path, file.metadata.num_columns)
        schema = file.schema_arrow
        headings = [str(name) for name in schema.names]
    except (arrow().ArrowException, OSError, UnicodeError) as error:
        raise InputError(f"“{path.name}”不是能读的 Parquet 文件，可能没有下载完整，请重新导出") from error
    return Footer(file, headings, {place: str(kind) for place, kind in enumerate(schema.types) if not is_read(kind)})


def damaged(path: Path) -> InputError:
    """The refusal of a file whose content cannot be read."""
    return InputError(f"“{path.name}”里有读不出的数据，文件可能已损坏，请重新导出")


def main(path: Path, most: int) -> int:
    """Write how many rows can be read at once."""
    try:
        footer = open_footer(path)
        try:
            said = str(rows_at_once(path, footer.file, footer.names, most))
        except (arrow().ArrowException, OSError, UnicodeError):
            raise damaged(path) from None
    except InputError as error:
        sys.stdout.buffer.write(error.message.encode("utf-8", "replace"))
        return REFUSED
    sys.stdout.buffer.write(said.encode())
    return 0


if __name__ == "__main__":
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
