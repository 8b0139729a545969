"""Installing for one user, repairing, and taking away exactly what was put there."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from xl_addin.hosts.service.callers import callers
from xl_addin.hosts.service.wps import diagnosis, installing, logon
from xl_addin.hosts.service.wps.addin import CONNECTION, FOLDER, addin_files, read_connection
from xl_addin.hosts.service.wps.places import CONSENT, LIST, addins_folder
from xl_addin.values.errors import InputError

OTHERS = b'<jsplugins>\r\n\t<jsplugin name="calendar" type="wps" url="calendar_/"/>\r\n</jsplugins>'


def everything(home: Path) -> dict[str, bytes | None]:
    return {str(one.relative_to(home)): one.read_bytes() if one.is_file() else None for one in home.rglob("*")}


def with_others(home: Path, content: bytes = OTHERS) -> Path:
    folder = home / ".local/share/Kingsoft/wps/jsaddons"
    (folder / "calendar_").mkdir(parents=True)
    (folder / "calendar_" / "index.html").write_bytes(b"x")
    (folder / LIST).write_bytes(content)
    return folder


@pytest.mark.parametrize(
    "content", [OTHERS, b"", b"\r\n", b"<jsplugins/>", b'<?xml version="1.0"?><jsplugins></jsplugins>']
)
def test_uninstalling_is_the_exact_inverse(home: Path, content: bytes) -> None:
    with_others(home, content)
    (home / ".config" / "autostart").mkdir(parents=True)
    (home / ".local" / "state" / "xl_addin").mkdir(parents=True)
    before = everything(home)
    installing.install(start=False)
    installing.install(start=False)
    assert b'name="XlAddin"' in (addins_folder() / LIST).read_bytes()
    installing.uninstall()
    assert everything(home) == before


def test_a_folder_that_cannot_be_written_into_does_not_keep_it_from_being_taken_away(home: Path) -> None:
    (home / ".config").write_bytes(b"")
    assert any("登录时启动" in line and "请先打开" in line for line in installing.install(start=False))
    installing.uninstall()
    assert not (addins_folder() / FOLDER).exists()


def test_where_there_was_nothing_nothing_is_left(home: Path) -> None:
    installing.install(start=False)
    installing.uninstall()
    assert [name for name, content in everything(home).items() if content is not None or "Kingsoft" in name] == []
    assert installing.uninstall() == ["没有安装 WPS 加载项，不需要卸载"]


def test_what_others_do_in_between_stays(home: Path) -> None:
    folder = with_others(home, b"<jsplugins/>")
    installing.install(start=False)
    listed = folder / LIST
    listed.write_bytes(listed.read_bytes().replace(b"</jsplugins>", b'<jsplugin name="b" url="b_1"/></jsplugins>'))
    (folder / FOLDER / "我的.txt").write_bytes(b"x")
    told = installing.uninstall()
    assert listed.read_bytes() == b'<jsplugins><jsplugin name="b" url="b_1"/></jsplugins>'
    assert [one.name for one in (folder / FOLDER).iterdir()] == ["我的.txt"]
    assert "1 个文件不是安装写入的" in told[-1]


def test_the_word_is_for_this_user_alone_and_stays_when_repairing(home: Path) -> None:
    installing.install(start=False)
    script = addins_folder() / FOLDER / CONNECTION
    [caller] = callers()
    assert read_connection(script.read_bytes()) == {"port": caller.port, "token": caller.token}
    assert stat.S_IMODE(script.stat().st_mode) == 0o600
    assert stat.S_IMODE(script.parent.stat().st_mode) == 0o700
    assert set(caller.origins) == {"null", "file://"}
    script.unlink()
    installing.install(start=False)
    assert read_connection(script.read_bytes())["token"] == caller.token


def test_a_list_that_is_none_is_refused_and_nothing_is_written(home: Path) -> None:
    with_others(home, b"<html>")
    before = everything(home)
    with pytest.raises(InputError, match="没有改动"):
        installing.install(start=False)
    assert everything(home) == before


def test_an_older_version_is_replaced(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = addins_folder()
    old = folder / "XlAddin_0.0.1"
    old.mkdir(parents=True)
    (old / "main.js").write_bytes(b"x")
    (old / "contents.json").write_text(json.dumps({"version": "0.0.1", "files": {"main.js": "", "../../x": ""}}))
    (home / ".local/share/Kingsoft/x").write_bytes(b"not ours")
    installing.install(start=False)
    assert not old.exists()
    assert (home / ".local/share/Kingsoft/x").read_bytes() == b"not ours"


def test_it_is_installed_from_a_built_folder_of_this_version_only(home: Path) -> None:
    built = home / "built"
    for name, content in addin_files().items():
        (built / name).parent.mkdir(parents=True, exist_ok=True)
        (built / name).write_bytes(content)
    installing.install(built, start=False)
    assert (addins_folder() / FOLDER / "main.js").read_bytes() == addin_files()["main.js"]
    contents = built / "contents.json"
    contents.write_bytes(contents.read_bytes().replace(b'"version": "', b'"version": "9'))
    with pytest.raises(InputError, match="同一个安装包"):
        installing.install(built, start=False)
    (built / "main.js").write_bytes(b"x")
    with pytest.raises(InputError, match="没有完整的"):
        installing.install(built, start=False)


def test_the_logon_starts_the_service_without_a_browser(home: Path) -> None:
    installing.install(start=False)
    [entry] = (home / ".config" / "autostart").iterdir()
    line = next(one for one in entry.read_text(encoding="utf-8").splitlines() if one.startswith("Exec="))
    assert line.endswith('"-m" "xl_addin" "serve" "--no-browser"')
    assert logon.is_registered()
    entry.write_text(entry.read_text(encoding="utf-8").replace("serve", "other"))
    assert not logon.is_registered()


def states(name: str) -> list[bool]:
    return [bool(item.remedy) for item in diagnosis.diagnose() if item.name == name]


def test_the_diagnosis_tells_what_is_wrong_and_names_no_user(home: Path) -> None:
    assert states("加载项文件") == states("WPS 的加载项列表") == states("登录时启动") == [True]
    installing.install(start=False)
    assert states("加载项文件") == states("WPS 的加载项列表") == states("登录时启动") == [False]
    assert states("改制测算服务") == [True]  # none runs here
    (addins_folder() / FOLDER / "main.js").write_bytes(b"")
    (addins_folder() / FOLDER / CONNECTION).write_bytes(b"")
    (addins_folder() / LIST).write_bytes(OTHERS)
    assert states("加载项文件") == states("WPS 的加载项列表") == states("加载项口令") == [True]
    assert not any(str(home) in item.line for item in diagnosis.diagnose())


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        ({"et": {"XlAddin": {"enable": True, "isload": True}}}, False),
        ({"et": {"XlAddin": {"enable": False, "isload": True}}}, True),
        ({"et": [{"name": "XlAddin", "enable": True, "isload": False}]}, True),
        ({"et": {"9f": {"path": "/jsaddons/XlAddin_0.1.0", "enable": 0}}}, True),
        ({"wps": {"calendar": {"enable": False}}}, False),
    ],
)
def test_the_diagnosis_tells_whether_wps_was_allowed_to_load_it(home: Path, content: object, wrong: bool) -> None:
    installing.install(start=False)
    (addins_folder() / CONSENT).write_text(json.dumps(content), encoding="utf-8")
    assert states("WPS 的许可") == [wrong]
