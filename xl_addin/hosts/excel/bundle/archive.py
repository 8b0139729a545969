"""A zip whose bytes depend on nothing but its files: fixed order, dates and attributes.

Another zlib may compress to other bytes; the files inside are the same, which 内容清单.txt lets anyone check.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from xl_addin.files.atomic import replacing

_DATE: Final = (1980, 1, 1, 0, 0, 0)
_ARCHIVE_ATTRIBUTE: Final = 0x20


def write_zip(target: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their path into a zip that Windows' Explorer opens; the target is replaced whole or not at all."""
    with replacing(target) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # Windows, on whatever system it is built
            entry.external_attr = _ARCHIVE_ATTRIBUTE
            packed.writestr(entry, files[name])
