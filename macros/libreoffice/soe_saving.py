"""An .xlsx that Calc has written: the plain names of our functions back in its formulas, all else as it is.

LibreOffice 7.4 writes the long name of an add-in function, which no other program knows; newer ones write the plain
name themselves. The file is replaced at once or not at all and keeps its
time, so that LibreOffice takes it for its own.
"""

import os
import re
import shutil
import tempfile
import zipfile

from soe_formulas import plain

SAVED = (".xlsx", ".xlsm", ".xltx", ".xltm")
_PARTS = re.compile(r"xl/(?:worksheets/[^/]+|workbook|charts/[^/]+|tables/[^/]+)\.xml")
_MARK = b"XLADDIN.SOE."


def make_new_plain(folders, since):
    """Put the plain names into the workbooks of some folders that are younger than a time: nobody tells which it is.

    Only a Calc with this add-in writes the long names, so that whatever has them may lose them.
    """
    for folder in folders:
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue
        for entry in entries:
            if entry.name.lower().endswith(SAVED) and entry.is_file() and entry.stat().st_mtime >= since:
                try:
                    make_plain(entry.path)
                except (OSError, ValueError, zipfile.BadZipFile):
                    continue


def make_plain(path):
    """Put the plain names into a file; give whether it was changed."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as read:
        changed = {}
        for entry in read.infolist():
            if _PARTS.fullmatch(entry.filename):
                content = read.read(entry)
                if _MARK in content.upper():
                    changed[entry.filename] = plain(content.decode("utf-8")).encode("utf-8")
        if not changed:
            return False
        before = os.stat(path)
        target = os.path.realpath(path)
        handle, name = tempfile.mkstemp(prefix=".xl_addin-", suffix=".tmp", dir=os.path.dirname(target))
        try:
            with os.fdopen(handle, "w+b") as stream:
                with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written:
                    for entry in read.infolist():
                        written.writestr(entry, changed.get(entry.filename) or read.read(entry))
                stream.flush()
                os.fsync(stream.fileno())
            shutil.copymode(target, name)
            try:
                os.chown(name, before.st_uid, before.st_gid)
            except (AttributeError, OSError):
                pass
            os.utime(name, ns=(before.st_atime_ns, before.st_mtime_ns))
            os.replace(name, target)
        except BaseException:
            os.unlink(name)
            raise
    return True
