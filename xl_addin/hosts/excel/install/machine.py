"""Which spreadsheet programs a PC has: Excel by version and bits, WPS; and whether Excel is running."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final

from xl_addin.hosts.excel.install import registry

VERSIONS: Final = ("16.0", "15.0")
"""Excel 2016 to 365, and 2013, by the number in the registry."""
_MACHINE_BITS: Final = {0x8664: 64, 0x14C: 32, 0xAA64: 64}
_PLATFORM_BITS: Final = {"x64": 64, "x86": 32}


@dataclass(frozen=True, slots=True)
class Excel:
    """An installed Excel. ``bits`` is 64 or 32, None if nothing tells."""

    version: str
    bits: int | None

    @property
    def label(self) -> str:
        """Name for users."""
        years = "2016/2019/2021/365" if self.version == "16.0" else "2013"
        return f"Excel {years}（{f'{self.bits} 位' if self.bits else '位数不明'}）"


def excels() -> list[Excel]:
    """List the installed versions of Excel; a version that only left settings behind is not installed."""
    return [found for version in VERSIONS if (found := _excel(version)) is not None]


def _excel(version: str) -> Excel | None:
    office = rf"SOFTWARE\Microsoft\Office\{version}"
    roots = [str(view["Path"]) for view in registry.machine_values(rf"{office}\Excel\InstallRoot") if "Path" in view]
    click_to_run = (
        registry.machine_values(r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration") if version == "16.0" else []
    )
    for view in click_to_run:
        if "InstallationPath" in view:
            roots.append(str(Path(str(view["InstallationPath"])) / "root" / "Office16"))
    programs = [program for root in roots if (program := Path(root) / "EXCEL.EXE").is_file()]
    if not programs:
        return None
    platforms = [_PLATFORM_BITS.get(str(view.get("Platform"))) for view in click_to_run]
    outlook = [_PLATFORM_BITS.get(str(view.get("Bitness"))) for view in registry.machine_values(rf"{office}\Outlook")]
    known = [bits for bits in [program_bits(programs[0]), *platforms, *outlook] if bits]
    return Excel(version, known[0] if known else None)


def is_from_store() -> bool:
    """Tell an Excel that came from Microsoft's store: it lives in a sandbox of its own."""
    key = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
    views = [registry.values(key), *registry.machine_values(key)]
    return any("\\windowsapps\\" in str(view.get("", "")).lower() for view in views)


def program_bits(program: Path) -> int | None:
    """Read from a program's header whether it is a 64-bit or a 32-bit one; None if it cannot be read."""
    try:
        with program.open("rb") as stream:
            head = stream.read(4096)
        (start,) = struct.unpack_from("<I", head, 0x3C)
        signature, machine = struct.unpack_from("<4sH", head, start)
    except (OSError, struct.error):
        return None
    return _MACHINE_BITS.get(machine) if signature == b"PE\0\0" else None


def excel_is_running() -> bool:
    """Tell whether a window of Excel is open in this session; its files cannot be replaced then."""
    gui = import_module("win32gui")
    return bool(gui.FindWindow("XLMAIN", None))
