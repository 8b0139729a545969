"""The licence of everything in the bundle: the texts by library, and one page that lists them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Final

from xl_addin.files.shipped import shipped
from xl_addin.hosts.excel.bundle.pins import PYTHON_VERSION, Pin
from xl_addin.hosts.excel.bundle.wheels import wheel_licences

LICENCES: Final = "licenses/"
_KINDS: Final = {
    "annotated-doc": "MIT",
    "annotated-types": "MIT",
    "anyio": "MIT",
    "cffi": "MIT-0",
    "chinesecalendar": "MIT",
    "click": "BSD-3-Clause",
    "colorama": "BSD-3-Clause",
    "cryptography": "Apache-2.0 OR BSD-3-Clause",
    "et_xmlfile": "MIT",
    "formualizer": "MIT OR Apache-2.0",
    "h11": "MIT",
    "idna": "BSD-3-Clause",
    "lxml": "BSD-3-Clause",
    "markdown-it-py": "MIT",
    "mdurl": "MIT",
    "msoffcrypto-tool": "MIT",
    "numpy": "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0",
    "olefile": "BSD-2-Clause",
    "openpyxl": "MIT",
    "pycparser": "BSD-3-Clause",
    "pydantic": "MIT",
    "pydantic_core": "MIT",
    "python-calamine": "MIT",
    "Pygments": "BSD-2-Clause",
    "pywin32": "PSF-2.0",
    "rich": "MIT",
    "shellingham": "ISC",
    "starlette": "BSD-3-Clause",
    "typer": "MIT",
    "typing-inspection": "MIT",
    "typing_extensions": "PSF-2.0",
    "uvicorn": "BSD-3-Clause",
    "xlsxwriter": "BSD-2-Clause",
    "xlwings": "BSD-3-Clause",
}
"""Read from each wheel when it was pinned; a new library is not bundled before somebody has read its licence."""


def licence_of(pin: Pin) -> str:
    """Give the SPDX expression of a library's licence. Raises ValueError if nobody has read it."""
    if pin.name not in _KINDS:
        raise ValueError(f"the licence of {pin.name} has not been read; see {Path(__file__).name}")
    return _KINDS[pin.name]


def _own_licence() -> bytes:
    """Our own licence: of the source tree, or where pip puts it."""
    path = shipped("LICENSE")
    if path.is_file():
        return path.read_bytes()
    return (metadata.distribution("xl_addin").read_text("licenses/LICENSE") or "").encode()


def licence_files(wheels: Mapping[Pin, Path], python: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give every licence text by its path in the bundle."""
    files = {
        f"{LICENCES}xl_addin/LICENSE": _own_licence(),
        f"{LICENCES}python-{PYTHON_VERSION}/LICENSE.txt": python["LICENSE.txt"],
    }
    for pin, wheel in wheels.items():
        for name, text in wheel_licences(wheel).items():
            files[f"{LICENCES}{pin.name}-{pin.version}/{name}"] = text
    return files
