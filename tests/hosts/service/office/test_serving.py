"""The door for Excel 365 as a user opens it: over TLS, with a word, beside the page of this computer."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.hosts.service.conftest import SAMPLE
from tests.hosts.service.office.test_words import GOOD, OTHER, written
from tests.hosts.service.test_running import answer, left, wait_until
from xl_addin.hosts.service.office.certificate import PAIR, SHOWN
from xl_addin.hosts.service.places import STATE

pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX; Windows has make test-windows"),
]
CALL = json.dumps({"calls": [["SOE_RMB_UPPER", 120]]}).encode()


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


class Opened:
    """A running service with the door, of a user whose folders are below ``home``."""

    def __init__(self, home: Path, *options: str) -> None:
        self.port = free_port()
        self.temporary = home / "tmp"
        self.temporary.mkdir(exist_ok=True)
        self.state = home / "state" / "xl_addin"
        self.environment = os.environ | {"XDG_STATE_HOME": str(home / "state"), "TMPDIR": str(self.temporary)}
        self.process = self.start("--port", str(self.port), *options)
        assert self.process.stdout is not None
        self.lines: list[str] = []
        while not self.lines or self.lines[-1] != "按 Ctrl+C 停止":
            line = self.process.stdout.readline()
            assert line, self.process.stderr.read() if self.process.stderr else ""
            self.lines.append(line.rstrip("\n"))
        found = re.search(r"http://127\.0\.0\.1:(\d+)/#(\S+)", self.lines[0])
        assert found, self.lines
        self.page_port, self.token = int(found[1]), found[2]
        self.word = next((line.rpartition("：")[2] for line in self.lines if line.startswith("口令（")), "")

    def start(self, *options: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "xl_addin", "serve", "--office", *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment,
        )  # fmt: skip

    def ask(
        self, method: str, path: str, body: bytes | None = None, word: str | None = None, **headers: str
    ) -> tuple[int, bytes]:
        context = ssl.create_default_context(cafile=str(self.state / SHOWN))
        connection = http.client.HTTPSConnection("localhost", self.port, timeout=60, context=context)
        return answer(connection, method, path, body, self.word if word is None else word, headers)

    def end(self) -> tuple[int, str, str]:
        self.process.send_signal(signal.SIGTERM)
        said, complained = self.process.communicate(timeout=30)
        return self.process.returncode, said, complained


@contextmanager
def opened(home: Path, *options: str) -> Iterator[Opened]:
    one = Opened(home, *options)
    try:
        yield one
    finally:
        if one.process.poll() is None:
            one.process.kill()
        one.process.communicate()


def test_a_call_over_tls_with_the_word_that_is_the_same_at_the_next_start(tmp_path: Path) -> None:
    with opened(tmp_path) as one:
        assert f"https://localhost:{one.port}" in one.lines[1]
        assert [line for line in one.lines if "nssdb -A" in line]
        status, body = one.ask("POST", "/call", CALL)
        assert (status, json.loads(body)["answers"]) == (200, ["壹佰贰拾元整"])
        status, said, complained = one.end()
        assert (status, complained) == (0, "")
        assert said.splitlines()[-1] == "改制测算已停止，临时文件已清除"
        certificate, word = (one.state / PAIR).read_bytes(), one.word
    with opened(tmp_path) as again:
        assert again.word == word
        assert (again.state / PAIR).read_bytes() == certificate
        assert "已制作" not in "".join(again.lines)
        assert again.ask("POST", "/call", CALL)[0] == 200


def test_the_page_of_this_computer_works_beside_it_and_their_words_do_not_cross(tmp_path: Path) -> None:
    with opened(tmp_path) as one:

        def page(word: str, path: str = "/call") -> int:
            connection = http.client.HTTPConnection("127.0.0.1", one.page_port, timeout=60)
            return answer(connection, "POST", path, CALL, word, {})[0]

        assert page(one.token) == 200
        assert page(one.word) == 401
        assert one.ask("POST", "/call", CALL, one.token)[0] == 401
        assert one.ask("POST", "/stop", word=one.token)[0] == 401
        assert one.ask("POST", "/stop")[0] == 403
        assert one.ask("GET", "/headings")[0] == 403
        assert one.ask("GET", "/health?nonce=1", word="")[0] == 200
        assert b"proof" not in one.ask("GET", "/health?nonce=1")[1]
        assert page(one.token, "/stop") == 204
        assert one.process.wait(20) == 0
        assert left(one) == []  # type: ignore[arg-type]


def test_plain_http_and_other_names_are_not_answered(tmp_path: Path) -> None:
    with opened(tmp_path) as one:
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            answer(http.client.HTTPConnection("127.0.0.1", one.port, timeout=20), "POST", "/call", CALL, one.word, {})
        assert one.ask("POST", "/call", CALL, Host="evil.example")[0] == 403
        assert one.ask("POST", "/call", CALL, Host=f"localhost:{one.page_port}")[0] == 403
        assert one.ask("POST", "/call", CALL, Origin="https://evil.example")[0] == 403
        assert one.ask("POST", "/call", CALL, Origin=f"http://localhost:{one.port}")[0] == 403
        assert one.ask("POST", "/call", CALL, Origin=f"https://localhost:{one.port}")[0] == 200


def test_a_port_that_is_taken_is_one_line_and_nothing_is_left(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        environment = os.environ | {"XDG_STATE_HOME": str(tmp_path)}
        command = [sys.executable, "-m", "xl_addin", "serve", "--office", "--port", str(port)]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert f"端口 {port} 已被别的程序占用" in line
    assert "--port" in line
    assert not (tmp_path / "xl_addin" / STATE).exists()


def test_a_second_start_tells_the_address_and_a_page_that_runs_without_is_not_taken_for_it(tmp_path: Path) -> None:
    with opened(tmp_path) as one:
        said, complained = one.start().communicate(timeout=60)
        assert complained == ""
        assert f"https://localhost:{one.port}" in said
        assert one.word in said
        one.end()
        page = [sys.executable, "-m", "xl_addin", "serve", "--no-browser"]
        with subprocess.Popen(page, stdout=subprocess.PIPE, text=True, env=one.environment) as plain:
            assert plain.stdout is not None
            assert "http://127.0.0.1" in plain.stdout.readline()
            second = one.start()
            said, complained = second.communicate(timeout=60)
            assert (second.returncode, said) == (2, "")
            assert "--stop" in complained
            assert len(complained.splitlines()) == 1
            plain.terminate()


def test_users_with_words_of_their_own_do_not_see_each_others_workbooks(tmp_path: Path) -> None:
    words = written(tmp_path / "words", f"张三 {GOOD}\n李四 {OTHER}\n")
    with opened(tmp_path, "--words", str(words)) as one:
        assert one.word == ""
        assert "2 个用户" in "".join(one.lines)
        assert GOOD not in "".join(one.lines)
        status, body = one.ask("PUT", "/books?name=a.xlsx", SAMPLE.read_bytes(), GOOD)
        assert status == 201
        book = json.loads(body)["book"]
        assert one.ask("POST", f"/books/{book}/jobs", b'{"action": "check"}', OTHER)[0] == 404
        assert one.ask("DELETE", f"/books/{book}", None, OTHER)[0] == 404
        assert one.ask("DELETE", f"/books/{book}", None, GOOD)[0] == 204
        _, said, complained = one.end()
        assert not re.search(f"{GOOD}|{OTHER}|张三", said + complained)


def test_behind_a_proxy_it_speaks_http_on_this_computer_to_the_public_name_alone(tmp_path: Path) -> None:
    with opened(tmp_path, "--behind-proxy", "--address", "https://xl.example.cn") as one:

        def ask(host: str, **headers: str) -> int:
            connection = http.client.HTTPConnection("127.0.0.1", one.port, timeout=60)
            return answer(connection, "POST", "/call", CALL, one.word, {"Host": host, **headers})[0]

        assert ask("xl.example.cn") == 200
        assert ask("xl.example.cn", Origin="https://xl.example.cn") == 200
        assert ask("xl.example.cn", Origin="http://xl.example.cn") == 403
        assert ask(f"localhost:{one.port}") == 403
        assert not (one.state / PAIR).exists()


def test_killed_it_leaves_nothing_of_a_workbook(tmp_path: Path) -> None:
    with opened(tmp_path) as one:
        assert one.ask("POST", "/call", CALL)[0] == 200
        assert one.ask("PUT", "/books?name=a.xlsx", SAMPLE.read_bytes())[0] == 201
        assert left(one)  # type: ignore[arg-type]
        one.process.kill()
        assert wait_until(lambda: left(one) == [])  # type: ignore[arg-type]


def test_connections_that_are_no_tls_or_never_finish_keep_nobody_waiting(tmp_path: Path) -> None:
    with opened(tmp_path) as one:
        others = [socket.create_connection(("127.0.0.1", one.port)) for _ in range(60)]
        for number, connection in enumerate(others):
            with suppress(OSError):
                connection.sendall(
                    [b"", b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\xff\xff", os.urandom(50)][number % 4]
                )
        assert one.ask("POST", "/call", CALL)[0] == 200
        for connection in others:
            connection.close()
        _, said, complained = one.end()
        assert complained == ""
        assert "Traceback" not in said


def test_no_cell_and_no_name_is_in_any_log_or_file_that_stays(tmp_path: Path) -> None:
    secrets = ["某某机械厂王三", "110101199003071233", "43217.65"]
    bodies = [
        json.dumps({"calls": [["SOE_ID_CHECK", secrets[1]], ["SOE_RMB_UPPER", 43217.65], ["没有", secrets[0]]]}),
        json.dumps({"calls": [["SOE_SEVERANCE", secrets[0], 40814, 43217.65], [1, *secrets]]}),
        "{" + ",".join(secrets),
    ]
    with opened(tmp_path) as one:
        found = [one.ask("POST", "/call", body.encode())[0] for body in bodies]
        found += [one.ask("POST", "/call", bodies[0].encode(), word=secrets[1] * 2)[0]]
        found += [one.ask("PUT", f"/books?name={secrets[1]}.xlsx", SAMPLE.read_bytes())[0]]
        found += [one.ask("GET", f"/{secrets[1]}?{secrets[2]}")[0]]
        assert found == [200, 400, 400, 401, 201, 403]
        status, said, complained = one.end()
        assert (status, complained) == (0, "")
        told = "\n".join([*one.lines, said])
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert kept  # certificate, word
    for secret in secrets:
        assert secret not in told
        assert not [content for content in kept if secret.encode() in content]
