"""200 users of Excel 365 at once over TLS, each with his own word. ``make test-service``."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import ssl
import time
from pathlib import Path

import pytest

from tests.hosts.service.office.test_serving import Opened, opened
from tests.hosts.service.office.test_words import written
from tests.hosts.service.test_load import CLIENTS, SECONDS, cpu, family, files_left, memory, open_files, recalculation
from xl_addin.functions import call
from xl_addin.hosts.service.office.certificate import SHOWN

pytestmark = pytest.mark.service


async def user(one: Opened, context: ssl.SSLContext, word: str, until: float, answers: list[bytes]) -> None:
    """One user who recalculates five cells again and again on one connection."""
    body = json.dumps({"calls": recalculation()[:5]}).encode()
    head = f"POST /call HTTP/1.1\r\nHost: localhost:{one.port}\r\nAuthorization: Bearer {word}\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", one.port, ssl=context, server_hostname="localhost")
    while time.monotonic() < until:
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        told = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", told)
        assert length, told
        answer = await reader.readexactly(int(length[1]))
        assert told.startswith(b"HTTP/1.1 200"), (told, answer[:200])
        answers.append(answer)
    writer.close()


def test_200_users_at_once_over_tls_without_error_or_growth(tmp_path: Path) -> None:
    words = [secrets.token_urlsafe(32) for _ in range(CLIENTS)]
    file = written(tmp_path / "words", "".join(f"u{i} {word}\n" for i, word in enumerate(words)))

    async def all_of_them(one: Opened, seconds: float) -> list[bytes]:
        context = ssl.create_default_context(cafile=str(one.state / SHOWN))
        until, answers = time.monotonic() + seconds, []
        await asyncio.gather(*(user(one, context, word, until, answers) for word in words))
        return answers

    with opened(tmp_path, "--words", str(file)) as one:
        files = open_files(one.process.pid)
        asyncio.run(all_of_them(one, min(10.0, SECONDS / 3)))
        numbers = family(one.process.pid)
        before, spent = memory(numbers), cpu(numbers)
        answers = asyncio.run(all_of_them(one, SECONDS))
        after, spent = memory(numbers), cpu(numbers) - spent
        assert family(one.process.pid) == numbers
        assert files_left(one.process.pid, files + 20) <= files + 20
        assert one.end()[2] == ""
    expected = [call(*one) for one in recalculation()[:5]]
    assert {str(json.loads(answer)["answers"]) for answer in set(answers)} == {str(expected)}
    each = spent / len(answers) * 1000
    print(f"\n{CLIENTS} users over TLS, {SECONDS:g} s: {len(answers):,} requests, {each:.1f} ms of CPU each")
    print(f"{before} MB, then {after} MB")
    assert after <= before * 1.1 + 8
