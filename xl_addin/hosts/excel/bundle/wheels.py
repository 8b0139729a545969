"""The libraries: what of each pinned wheel goes into the bundle, and where.

Left out: tests, examples, headers and import libraries, type stubs, graphical parts of pywin32, and of xlwings its
templates, its browser parts and everything under its separate PRO licence (``pro`` and the Rust library).
"""

from __future__ import annotations

import fnmatch
import zipfile
from pathlib import Path
from typing import Final

SITE: Final = "Lib/site-packages/"
_DROPPED: Final = (
    # of any library
    *("*/tests/*", "*.pyi", "*.pxd", "*.lib", "*.a", "*.h", "*.chm", "*.pth", "*/py.typed"),
    *("*.dist-info/RECORD", "*.dist-info/WHEEL", "*.dist-info/entry_points.txt", "*.dist-info/top_level.txt"),
    *("*.dist-info/INSTALLER", "*.dist-info/REQUESTED", "*.dist-info/licenses/*", "*.dist-info/LICEN[CS]E*"),
    # pywin32
    *("pythonwin/*", "adodbapi/*", "isapi/*", "win32/[Dd]emos/*", "win32/test/*", "win32/scripts/*", "win32/include/*"),
    *("win32com/demos/*", "win32com/test/*", "win32com/HTML/*", "win32com/readme.html", "win32com/servers/*"),
    *("win32com/makegw/*", "win32com/include/*", "win32/pythonservice.exe", "win32/perfmon*", "win32/lib/pywin32_*"),
    *(f"win32comext/{part}/*" for part in ("adsi", "authorization", "axcontrol", "axdebug", "axscript", "bits")),
    *(f"win32comext/{part}/*" for part in ("directsound", "ifilter", "internet", "mapi", "propsys", "taskscheduler")),
    *("win32comext/shell/demos/*", "pywin32.version.txt", "win32/win32crypt.pyd", "win32/win32net.pyd"),
    # xlwings
    *("xlwings/pro/*", "xlwings/xlwingslib*", "xlwings/addin/*", "xlwings/quickstart*", "xlwings/*.bas"),
    *("xlwings/html/*", "xlwings/js/*", "xlwings/*.applescript", "xlwings/rest/*", "xlwings/cli.py"),
    *("xlwings/mac_dict.py", "xlwings/_xlmac.py"),
    # numpy, pygments, lxml and others
    *("numpy/f2py/*", "numpy/_core/include/*", "numpy/_core/lib/*", "numpy/_pyinstaller/*", "numpy/conftest.py"),
    *("numpy/distutils/*", "numpy/random/lib/*", "numpy/random/_examples/*", "numpy/fft/*", "numpy/testing/*"),
    *("numpy/_core/_*_tests.*", "numpy/ma/testutils.py", "anyio/pytest_plugin.py", "olefile/doc/*", "olefile/README*"),
    # a megabyte of languages; those of Python and plain text stay
    *(
        "pygments/lexers/[a-oqrt-z]*",
        "pygments/lexers/p[a-x]*",
        "pygments/lexers/s[a-oq-z]*",
        "pygments/lexers/_[a-ln-z]*",
    ),
    *("lxml/includes/*", "lxml/isoschematron/*", "lxml/*.pyx", "lxml/*.c", "lxml/objectify*", "lxml/html/*"),
    *("lxml/builder*", "lxml/sax*", "uvicorn/protocols/websockets/*"),
)
_BESIDE_PYTHON: Final = ("pywin32_system32/", "xlwings-*.data/data/xlwings??-*.dll")
"""Libraries that must lie in python.exe's own folder: there Windows finds pywin32's, and Excel loads xlwings', each the
one of its own bits; Python has 64 bits for both, since the two talk across processes."""


def wheel_contents(wheel: Path) -> dict[str, bytes]:
    """Give the files of a wheel that the bundle takes, by their place below the Python folder."""
    files: dict[str, bytes] = {}
    with zipfile.ZipFile(wheel) as opened:
        for name in opened.namelist():
            place = _place(name)
            if place is not None:
                files[place] = opened.read(name)
    return files


def _place(name: str) -> str | None:
    """Give where a wheel's file goes, None if it is left out.

    >>> _place("xlwings-0.37.8.data/data/xlwings32-0.37.8.dll"), _place("xlwings/pro/reports/main.py")
    ('xlwings32-0.37.8.dll', None)
    """
    if name.endswith("/") or any(fnmatch.fnmatchcase(name, pattern) for pattern in _DROPPED):
        return None
    if any(fnmatch.fnmatchcase(name, pattern + "*") for pattern in _BESIDE_PYTHON):
        return name.rpartition("/")[2]
    top, _, rest = name.partition("/")
    if top.endswith(".data"):
        kind, _, inner = rest.partition("/")
        return SITE + inner if kind in ("purelib", "platlib") else None
    return SITE + name


def wheel_licences(wheel: Path) -> dict[str, bytes]:
    """Give the licence texts of a wheel by file name; a wheel that carries none gives its metadata, which names it."""
    with zipfile.ZipFile(wheel) as opened:
        info = next(name for name in opened.namelist() if name.endswith(".dist-info/METADATA")).removesuffix("METADATA")
        texts = {name for name in opened.namelist() if _is_licence(name, info)} or {info + "METADATA"}
        return {name.removeprefix(info).removeprefix("licenses/"): opened.read(name) for name in sorted(texts)}


def _is_licence(name: str, info: str) -> bool:
    """Tell licence texts of what is taken; those of parts that are left out would only mislead."""
    inner = name.removeprefix(info)
    if inner == name or name.endswith("/"):
        return False
    last = inner.rpartition("/")[2].upper()
    is_text = inner.startswith("licenses/") or last.startswith(("LICEN", "COPYING", "NOTICE"))
    part = inner.removeprefix("licenses/")
    return is_text and last != "LICENSE_PRO.TXT" and not part.startswith(("pythonwin/", "adodbapi/", "isapi/"))
