"""Whether there is a WPS: one answer for Excel's installer and for that of WPS."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from xl_addin.hosts.openbook import wps

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the registry answers there: make test-windows")


def test_a_wps_is_found_by_its_program_or_by_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wps, "_LINUX_PROGRAMS", (str(tmp_path / "wps-office"),))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert not wps.has_wps()
    (tmp_path / "wps-office").mkdir()
    assert wps.has_wps()
    (tmp_path / "wps-office").rmdir()
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/et" if name == "et" else None)
    assert wps.has_wps()
