"""The service as a user starts it: once a user, on this computer only, nothing left however it ends."""

from __future__ import annotations

import http.client
import http.server
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.hosts.service.conftest import SAMPLE
from xl_addin.hosts.service.callers import Caller, agree, callers, revoke
from xl_addin.hosts.service.instance import alone, is_itself, proof
from xl_addin.hosts.service.places import CALLERS, STATE, private_place, read_private
from xl_addin.hosts.service.running import _listen
from xl_addin.hosts.service.wps import installing
from xl_addin.hosts.service.wps.reaching import proves
from xl_addin.values.errors import InputError

SECRET = "绝密工资一六零零"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX; Windows has make test-windows")


class Started:
    """A running service of a user whose folders are below ``home``."""

    def __init__(self, home: Path) -> None:
        self.temporary = home / "tmp"
        self.temporary.mkdir(exist_ok=True)
        self.state = home / "state" / "xl_addin"
        self.environment = os.environ | {"XDG_STATE_HOME": str(home / "state"), "TMPDIR": str(self.temporary)}
        self.process = self.start()
        assert self.process.stdout is not None
        first = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/#(\S+)", first)
        assert found, first
        self.port, self.token = int(found[1]), found[2]

    def start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "xl_addin", "serve", "--no-browser"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment,
        )  # fmt: skip

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        return answer(connection, method, path, body, self.token, headers)

    def end(self, number: int) -> tuple[int, str, str]:
        self.process.send_signal(number)
        said, complained = self.process.communicate(timeout=30)
        return self.process.returncode, said, complained


def answer(
    connection: http.client.HTTPConnection, method: str, path: str, body: bytes | None, word: str, headers: Any
) -> tuple[int, bytes]:
    try:
        connection.request(method, path, body, {"Authorization": f"Bearer {word}", **headers})
        found = connection.getresponse()
        return found.status, found.read()
    finally:
        connection.close()


@contextmanager
def started(home: Path) -> Iterator[Started]:
    one = Started(home)
    try:
        yield one
    finally:
        if one.process.poll() is None:
            one.process.kill()
        one.process.communicate()


def left(one: Started) -> list[Path]:
    return [path for path in one.temporary.rglob("*") if path.is_file()]


def wait_until(true: Any, seconds: float = 20.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_stops_in_order_with_one_line_and_nothing_is_left(tmp_path: Path, number: int) -> None:
    with started(tmp_path) as one:
        assert one.ask("PUT", "/books?name=a.xlsx", SAMPLE.read_bytes())[0] == 201
        assert left(one)
        status, said, complained = one.end(number)
        assert (status, complained) == (0, "")
        assert said.splitlines()[-1] == "改制测算已停止，临时文件已清除"
        assert left(one) == []
        assert not (one.state / STATE).exists()


def test_a_service_that_is_killed_leaves_nothing_of_a_workbook(tmp_path: Path) -> None:
    with started(tmp_path) as one:
        body = json.dumps({"calls": [["SOE_RMB_UPPER", 1]]}).encode()
        assert one.ask("POST", "/call", body)[0] == 200  # its child process is there
        assert one.ask("PUT", "/books?name=a.xlsx", SAMPLE.read_bytes())[0] == 201
        assert left(one)
        one.process.kill()
        assert wait_until(lambda: left(one) == [])


def test_what_a_whole_crash_left_is_gone_at_the_next_start(tmp_path: Path) -> None:
    with started(tmp_path) as one:
        assert one.ask("PUT", "/books?name=a.xlsx", SAMPLE.read_bytes())[0] == 201
        (folder,) = one.temporary.glob("xl_addin-*")
        kept = tmp_path / "kept"
        os.link(next(path for path in folder.rglob("a.xlsx")), kept)
        name = folder.name
        one.process.kill()
        one.process.communicate()
    wait_until(lambda: not folder.exists())
    folder.mkdir()  # as after a power cut, when no child process could clean up
    (folder / "a.xlsx").write_bytes(kept.read_bytes())
    with started(tmp_path) as again:
        assert not (again.temporary / name).exists()


def test_there_is_one_service_a_user_and_a_second_start_opens_it(tmp_path: Path) -> None:
    with started(tmp_path) as one:
        second = one.start()
        said, complained = second.communicate(timeout=60)
        assert (second.returncode, complained) == (0, "")
        assert f"http://127.0.0.1:{one.port}/#{one.token}" in said
        assert "已在运行" in said
        assert one.ask("GET", "/health")[0] == 200


def test_two_users_of_one_computer_do_not_reach_each_other(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        (tmp_path / name).mkdir()
    with started(tmp_path / "甲") as one, started(tmp_path / "乙") as other:
        assert one.port != other.port
        assert one.token != other.token
        headers = {"Authorization": f"Bearer {other.token}"}
        assert one.ask("GET", "/commands", **headers)[0] == 401
        assert one.ask("GET", "/commands")[0] == 200


def test_what_is_written_for_the_user_nobody_else_can_read(tmp_path: Path) -> None:
    with started(tmp_path) as one:
        assert one.state.stat().st_mode & 0o077 == 0
        for path in one.state.iterdir():
            assert path.stat().st_mode & 0o077 == 0
        for path in one.temporary.iterdir():
            assert path.stat().st_mode & 0o077 == 0


def test_it_listens_on_this_computer_only(tmp_path: Path) -> None:
    with started(tmp_path) as one:
        lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
        listening = [line.split()[1] for line in lines if line.split()[3] == "0A"]
        assert [place for place in listening if place.endswith(f":{one.port:04X}")] == [f"0100007F:{one.port:04X}"]
        six = Path("/proc/net/tcp6")
        assert not (six.exists() and f":{one.port:04X} " in six.read_text())


def test_answers_are_sent_without_delay() -> None:
    with _listen(0, []) as listening:  # by its protocol asyncio knows that it may switch the delay off
        assert listening.proto == socket.IPPROTO_TCP
        assert listening.getsockname()[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_refused_in_one_line() -> None:
    with _listen(0, []) as listening:
        number = listening.getsockname()[1]
        with pytest.raises(InputError, match=str(number)):
            _listen(number, [])
        with _listen(0, [number]) as other:  # an agreed caller's port that is taken is not waited for
            assert other.getsockname()[1] != number


def test_nothing_of_a_cell_or_a_name_is_printed(tmp_path: Path) -> None:
    with started(tmp_path) as one:
        one.ask("POST", "/call", json.dumps({"calls": [["SOE_DATE", SECRET]]}).encode())
        one.ask("POST", "/call", SECRET.encode())
        one.ask("PUT", "/books?name=" + "%E7%BB%9D" * 3, SECRET.encode())
        one.ask("GET", "/" + "%E7%BB%9D")
        with socket.create_connection(("127.0.0.1", one.port)) as raw:
            raw.sendall(b"GET \xff\xff\r\n\r\n")
            raw.recv(1000)
        _, said, complained = one.end(signal.SIGTERM)
        assert complained == ""
        assert len(said.splitlines()) <= 2  # a line may have come with the first one
        assert not re.search("绝|SOE_DATE|xff", said)


def test_clients_that_dawdle_do_not_keep_others_waiting(tmp_path: Path) -> None:
    with started(tmp_path) as one:
        slow = [socket.create_connection(("127.0.0.1", one.port)) for _ in range(100)]
        for connection in slow[:50]:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: ")
        for connection in slow[:10]:  # a whole request before the one that does not come
            connection.sendall(f"127.0.0.1:{one.port}\r\n\r\n".encode())
            assert connection.recv(100).startswith(b"HTTP/1.1 200")
            connection.sendall(b"GET / HTTP/1.1\r\nHost: ")
        for connection in slow[50:]:
            head = f"POST /call HTTP/1.1\r\nHost: 127.0.0.1:{one.port}\r\nAuthorization: Bearer {one.token}\r\n"
            connection.sendall(head.encode() + b"Content-Length: 1000\r\n\r\n{")
        body = json.dumps({"calls": [["SOE_RMB_UPPER", 120]]}).encode()
        assert one.ask("POST", "/call", body)[0] == 200
        for connection in slow:
            connection.settimeout(40)
            answer = b"x"
            with suppress(ConnectionError):
                while piece := connection.recv(4_096):
                    answer = piece
            assert answer == b"x" or b"408" in answer or b"refused" in answer or connection in slow[:10]
            connection.close()


class _Impostor(http.server.BaseHTTPRequestHandler):
    """Another user's program at the port that was noted."""

    heard: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        self.heard.append(f"{self.path} {dict(self.headers)}")
        body = json.dumps({"service": "xl_addin", "version": "0", "proof": proof("guess", 1, "x")}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def test_whoever_took_the_port_meanwhile_is_told_nothing() -> None:
    server = http.server.HTTPServer(("127.0.0.1", 0), _Impostor)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        assert not is_itself({"port": server.server_port, "token": "w" * 43})
        assert "w" * 43 not in "".join(_Impostor.heard)
    finally:
        server.shutdown()
        server.server_close()


class _Relay(_Impostor):
    """Another user's program at the port that was noted, which asks the service at its real port."""

    port = 0

    def do_GET(self) -> None:
        real = http.client.HTTPConnection("127.0.0.1", self.port)
        real.request("GET", self.path)
        body = real.getresponse().read()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def test_a_proof_holds_at_the_port_of_the_service_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    caller = agree("wps", ("null",))
    with http.server.HTTPServer(("127.0.0.1", caller.port), _Relay) as server, started(tmp_path) as one:
        _Relay.port = one.port
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            assert one.port != caller.port
            assert proves(one.port, caller.token)
            assert not proves(caller.port, caller.token)
            assert not is_itself({"port": caller.port, "token": one.token})
        finally:
            server.shutdown()
        assert agree("wps", ("null",)).port not in (one.port, caller.port)  # installing again finds a free one


def test_an_agreed_port_that_the_service_has_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    caller = agree("wps", ("null",))
    with started(tmp_path) as one:
        assert one.port == agree("wps", ("null",)).port == caller.port


def test_another_start_can_stop_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    caller = agree("wps", ("null",))
    with started(tmp_path) as one:
        assert one.ask("PUT", "/books?name=a.xlsx", SAMPLE.read_bytes())[0] == 201
        assert one.ask("POST", "/stop", Authorization=f"Bearer {caller.token}")[0] == 401
        command = [sys.executable, "-m", "xl_addin", "serve", "--stop"]
        for said in ("改制测算已停止", "改制测算没有运行，不需要停止"):
            done = subprocess.run(command, capture_output=True, text=True, env=one.environment, check=True)
            assert done.stdout.splitlines() == [said]
        assert one.process.wait(20) == 0
        assert left(one) == []


def test_taking_the_wps_addin_away_stops_what_would_still_take_its_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, folder in (("HOME", "home"), ("XDG_STATE_HOME", "state"), ("XDG_CONFIG_HOME", "config")):
        monkeypatch.setenv(name, str(tmp_path / folder))
    installing.install(start=False)
    with started(tmp_path) as one:
        assert any("服务已停止" in line for line in installing.uninstall())
        assert one.process.wait(20) == 0
    assert not installing.is_installed()


def test_the_word_is_not_among_the_words_that_start_the_browser(tmp_path: Path) -> None:
    seen, browser = tmp_path / "seen", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$@" > {seen}\n')
    browser.chmod(0o755)
    (tmp_path / "tmp").mkdir()
    environment = os.environ | {
        "XDG_STATE_HOME": str(tmp_path / "state"), "TMPDIR": str(tmp_path / "tmp"), "BROWSER": str(browser)
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-m", "xl_addin", "serve"], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().partition("：")[2].strip()
        assert wait_until(lambda: seen.exists() and seen.read_text())
        page = tmp_path / "state" / "xl_addin" / "page.html"
        told = seen.read_text().strip(), page.read_text(), page.stat().st_mode & 0o777
        process.terminate()
    assert told[0] == page.as_uri()
    assert address.partition("#")[2] not in told[0]
    assert address in told[1]
    assert told[2] == 0o600
    assert not page.exists()


def test_a_folder_that_others_could_change_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    (tmp_path / "xl_addin").mkdir(mode=0o777)
    (tmp_path / "xl_addin").chmod(0o777)
    assert private_place().stat().st_mode & 0o777 == 0o700


def test_a_link_in_the_place_of_the_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "xl_addin").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="不是本用户自己的文件夹"):
        private_place()


@pytest.mark.parametrize("text", ["[" * 60_000, '{"a":' * 9_000, "\0", "[1]", '"text"', "{"])
def test_a_note_that_nobody_can_read_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    (private_place() / CALLERS).write_text(text)
    assert read_private(private_place() / CALLERS) == {} and callers() == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_lock_is_no_link_no_folder_and_no_pipe(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "folder").mkdir()
    for name in ("link", "folder"):
        with pytest.raises(InputError, match="移走"), alone(tmp_path / name):
            pass
    assert not (tmp_path / "elsewhere").exists()


def test_callers_keep_their_word_and_lose_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    first = agree("wps", ("null", "file://"))
    assert agree("wps", ("null",)) == Caller("wps", first.token, first.port, ("null",))
    other = agree("office", ("https://localhost:3000",))
    assert other.token != first.token
    assert other.port == first.port
    assert (private_place() / CALLERS).stat().st_mode & 0o077 == 0
    assert revoke("wps")
    assert [one.name for one in callers()] == ["office"]
    assert revoke("office")
    assert not revoke("office")
    assert not (private_place() / CALLERS).exists()


@pytest.mark.parametrize(
    "entry",
    [1, {}, {"token": "short", "port": 2000, "origins": []}, {"token": "t" * 43, "port": 80, "origins": []},
     {"token": "t" * 43, "port": 2000, "origins": ["*"]}, {"token": "t" * 43, "port": 2000, "origins": "null"}],
)  # fmt: skip
def test_an_entry_that_is_not_as_it_should_be_lets_nobody_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: Any
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    (private_place() / CALLERS).write_text(json.dumps({"wps": entry}))
    assert callers() == []


def test_an_agreed_caller_finds_the_service_at_its_port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    caller = agree("wps", ("null",))
    with started(tmp_path) as one:
        assert one.port == caller.port
        body = json.dumps({"calls": [["SOE_RMB_UPPER", 120]]}).encode()
        headers = {"Authorization": f"Bearer {caller.token}", "Origin": "null"}
        assert one.ask("POST", "/call", body, **headers)[0] == 200
        told = json.loads(one.ask("GET", "/health?nonce=n")[1])
        assert told["proofs"] == proof(caller.token, one.port, "n")
