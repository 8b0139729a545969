"""``xl-addin build bundle``: the offline zip. The same inputs give the same bytes; libraries are compiled at install.

Bytecode is not shipped: only the pinned CPython itself makes bytecode that is sure to fit it, and that runs on the
clerk's PC anyway; the installer lets it compile once, which costs seconds and saves the zip a tenth of its size.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from xl_addin.files.atomic import replacing
from xl_addin.hosts.excel.bundle.download import cache_folder, python_archive, wheel_files
from xl_addin.hosts.excel.bundle.layout import FOLDER, bundle_files, program_files
from xl_addin.hosts.excel.bundle.program import addin_file, command_files, first_run_files

LIMIT: Final = 45_000_000
"""Bytes that the zip may have: what a mail system or an old USB stick takes."""


def build_bundle(out: Path, cache: Path | None = None, others: Mapping[str, bytes] | None = None) -> Path:
    """Write the zip into the folder ``out`` (or to ``out`` itself if that names a .zip); give its path.

    ``others`` are files for the install place that other hosts bring along, by their path in it.
    Raises InputError if a file beside the code or a pinned one is missing, or if the target cannot be written.
    """
    command_files()  # what is missing here is told before anything is fetched
    first_run_files()
    target = out if out.suffix.lower() == ".zip" else out / f"{FOLDER}.zip"
    folder = cache or cache_folder()
    wheels = wheel_files(folder)
    program = program_files(python_archive(folder), wheels, addin_file(), others)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_zip(target, bundle_files(program, wheels))
    size = target.stat().st_size
    if size > LIMIT:
        raise ValueError(f"the bundle has {size:,} bytes, more than {LIMIT:,}")
    return target


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
