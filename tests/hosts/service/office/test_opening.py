"""What may be opened for Excel 365; what is refused because somebody could come in without a word, or read along."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.hosts.service.office.test_certificate import split
from tests.hosts.service.office.test_words import GOOD, OTHER, written
from xl_addin.hosts.service.office import opening as module
from xl_addin.hosts.service.office.certificate import own_certificate
from xl_addin.hosts.service.office.opening import PORT, Asked, opening
from xl_addin.hosts.service.office.words import own_word
from xl_addin.values.errors import InputError

NOW = dt.datetime(2026, 11, 30, 10, tzinfo=dt.UTC)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """What an office has: words, and a certificate (for ``localhost``) with its key."""
    own = tmp_path / "office"
    own.mkdir()
    own_certificate(own, NOW)
    certificate, key = split(own)
    words = written(own / "words", f"张三 {GOOD}\n李四 {OTHER}\n")
    return {"certificate": certificate, "key": key, "words": words}


def chosen(files: dict[str, Path], names: str) -> dict[str, Any]:
    return {name: files[name] for name in names.split()}


def test_by_default_it_is_this_computer_one_user_and_the_fixed_port(tmp_path: Path) -> None:
    office = opening(Asked(), tmp_path, NOW)
    assert (office.host, office.port, office.address) == ("127.0.0.1", PORT, "https://localhost:8443")
    assert office.door.hosts == {"localhost:8443", "127.0.0.1:8443"}
    assert office.door.origins() == {"https://localhost:8443", "https://127.0.0.1:8443"}
    assert office.word == own_word(tmp_path)
    assert office.certificate is not None
    assert office.certificate.is_new
    assert not office.limits.shared
    assert opening(Asked(port=9000), tmp_path, NOW).address == "https://localhost:9000"


def test_nobody_knows_the_word_of_the_door_itself(tmp_path: Path) -> None:
    one, other = opening(Asked(), tmp_path, NOW), opening(Asked(), tmp_path, NOW)
    assert len(one.door.token) == 43
    assert one.door.token not in (other.door.token, one.word)


@pytest.mark.parametrize(
    ("wish", "names", "reason"),
    [
        ({"host": "0.0.0.0"}, "", "没有验证身份"),
        ({"host": "0.0.0.0"}, "words", "没有验证身份"),
        ({"host": "0.0.0.0"}, "certificate key", "没有验证身份"),
        ({"host": "::"}, "words", "没有验证身份"),
        ({"host": "10.0.0.5", "behind_proxy": True, "address": "https://xl.example.cn"}, "", "没有验证身份"),
        ({"host": "0.0.0.0"}, "words certificate key", "--address"),
        ({"host": "localhost"}, "", "IP 地址"),
        ({"host": "1.2.3"}, "", "IP 地址"),
        ({}, "certificate", "一起给"),
        ({}, "key", "一起给"),
        ({"behind_proxy": True}, "", "--address"),
        ({"behind_proxy": True, "address": "https://xl.example.cn"}, "certificate key", "代理"),
        ({"address": "https://xl.example.cn"}, "", "只管本机"),
        ({"address": "https://localhost:9000"}, "", "只管本机"),
        ({"address": "https://xl.example.cn"}, "certificate key", "没有“xl.example.cn”"),
        *(
            ({"address": address, "behind_proxy": True}, "", "--address")
            for address in (
                "http://xl.example.cn", "xl.example.cn", "https://xl.example.cn/x", "https://a@b", "https://xl:0",
                "https://xl:99999", "https://", "https://例子.cn", "https://xl.example.cn?x", "https://xl-", "https://a\nb",
            )
        ),
    ],
)  # fmt: skip
def test_what_must_not_be_opened_is_refused_in_one_line(
    tmp_path: Path, files: dict[str, Path], wish: dict[str, Any], names: str, reason: str
) -> None:
    with pytest.raises(InputError, match=reason) as refused:
        opening(Asked(**wish, **chosen(files, names)), tmp_path, NOW)
    assert "\n" not in refused.value.message.replace("\nb", "")
    assert GOOD not in refused.value.message
    assert list(tmp_path.glob("*.pem")) == []  # and nothing is made for it


def test_a_network_is_opened_to_users_with_words_over_a_certificate(tmp_path: Path, files: dict[str, Path]) -> None:
    asked = Asked(host="0.0.0.0", address="https://localhost:8443", **chosen(files, "words certificate key"))
    office = opening(asked, tmp_path, NOW)
    assert office.host == "0.0.0.0"
    assert office.door.hosts == {"localhost:8443"}
    assert (office.word, office.users, office.limits.shared) == ("", 2, True)
    assert not (tmp_path / "office-word.json").exists()  # nobody has one that is not in the file


def test_behind_a_proxy_only_the_public_name_is_known_and_no_certificate_is_made(tmp_path: Path) -> None:
    office = opening(Asked(behind_proxy=True, address="https://XL.example.cn/"), tmp_path, NOW)
    assert office.certificate is None
    assert (office.host, office.address) == ("127.0.0.1", "https://xl.example.cn")
    assert office.door.hosts == {"xl.example.cn", "xl.example.cn:443"}
    assert "https://xl.example.cn" in office.door.origins()
    assert [path.name for path in tmp_path.iterdir()] == ["office-word.json"]


@pytest.mark.parametrize(("cpus", "asked", "workers"), [(1, 0, 1), (2, 0, 2), (16, 0, 4), (2, 7, 7), (None, 0, 1)])
def test_there_are_as_many_workers_as_processors_up_to_four(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cpus: int | None, asked: int, workers: int
) -> None:
    monkeypatch.setattr(module.os, "cpu_count", lambda: cpus)
    assert opening(Asked(workers=asked), tmp_path, NOW).limits.calls == workers


def test_a_wrong_port_or_option_is_one_line_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from xl_addin.cli.application import run_line

    monkeypatch.setenv("LOCALAPPDATA" if sys.platform == "win32" else "XDG_STATE_HOME", str(tmp_path))
    for line, words in (
        (["--words", "w"], "--office"),
        (["--workers", "2"], "--office"),
        (["--office", "--port", "80"], "1024"),
        (["--office", "--host", "0.0.0.0"], "没有验证身份"),
        (["--new-word", "张三"], "--words"),
    ):
        assert run_line(["serve", *line]) == 2
        said = capsys.readouterr()
        assert words in said.err
        assert len(said.err.splitlines()) == 1
        assert said.out == ""
