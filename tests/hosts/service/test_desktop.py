"""The icon of the page on a Linux desktop."""

from __future__ import annotations

import configparser
import shlex
import sys
from pathlib import Path

import pytest

from xl_addin.hosts.service.desktop import desktop_entry, put_icons


@pytest.mark.skipif(sys.platform == "win32", reason="Linux desktops")
@pytest.mark.parametrize("name", ["Desktop", "桌面"])
def test_an_icon_is_put_into_the_menu_and_on_the_desktop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    (tmp_path / name).mkdir()
    icons = put_icons()
    assert [path.parent for path in icons] == [tmp_path / ".local/share/applications", tmp_path / name]
    assert put_icons() == icons
    for path in icons:
        assert path.stat().st_mode & 0o777 == 0o755
        entry = configparser.RawConfigParser()
        entry.read(path, encoding="utf-8")
        assert shlex.split(entry["Desktop Entry"]["Exec"]) == [sys.executable, "-P", "-m", "xl_addin", "serve"]


def test_a_path_with_signs_stays_one_word() -> None:
    line = desktop_entry(Path("/opt/50% $HOME/py")).splitlines()[4]
    assert line == 'Exec="/opt/50%% \\\\$HOME/py" -P -m xl_addin serve'
