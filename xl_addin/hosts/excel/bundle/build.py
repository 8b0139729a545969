"""``xl-addin build bundle``: the offline zip. The same inputs give the same bytes; libraries are compiled at install.

Bytecode is not shipped: only the pinned CPython itself makes bytecode that is sure to fit it, and that runs on the
clerk's PC anyway; the installer lets it compile once, which costs seconds and saves the zip a tenth of its size.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from xl_addin.hosts.excel.bundle.archive import write_zip
from xl_addin.hosts.excel.bundle.download import cache_folder, python_archive, wheel_files
from xl_addin.hosts.excel.bundle.layout import FOLDER, bundle_files, program_files
from xl_addin.hosts.excel.bundle.program import addin_file, source_tree

LIMIT: Final = 45_000_000
"""Bytes that the zip may have: what a mail system or an old USB stick takes."""


def build_bundle(out: Path, cache: Path | None = None) -> Path:
    """Write the zip into the folder ``out`` (or to ``out`` itself if that names a .zip); give its path.

    Raises InputError if the source tree or a pinned file is missing, or if the target cannot be written.
    """
    source_tree()
    target = out if out.suffix.lower() == ".zip" else out / f"{FOLDER}.zip"
    folder = cache or cache_folder()
    wheels = wheel_files(folder)
    program = program_files(python_archive(folder), wheels, addin_file())
    target.parent.mkdir(parents=True, exist_ok=True)
    write_zip(target, bundle_files(program, wheels))
    size = target.stat().st_size
    if size > LIMIT:
        raise ValueError(f"the bundle has {size:,} bytes, more than {LIMIT:,}")
    return target
