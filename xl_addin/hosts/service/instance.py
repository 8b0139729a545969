"""Which service runs for this user: a lock that goes with its process, and a note of its port and word.

Whoever answers at the noted port must prove that it knows the word before it is told anything: another user's program
may have taken the port since.
"""

from __future__ import annotations

import hmac
import http.client
import json
import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Final

from xl_addin.hosts.service.places import LOCK, STATE, read_private
from xl_addin.values.errors import InputError

ADDRESS: Final = "127.0.0.1"
_ASK_SECONDS: Final = 3.0
_WAIT_SECONDS: Final = 20.0


def proof(token: str, port: int, nonce: str) -> str:
    """What only who knows the word can answer to a nonce, and only at this port.

    Without the port, a stranger at a noted port could have the question answered by the service at another one.
    """
    return hmac.new(token.encode(), f"xl_addin {port} {nonce}".encode(), "sha256").hexdigest()


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Hold a lock that goes with this process, however it ends; gives False where another process holds it."""
    try:
        number = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        file = os.fdopen(number, "rb+", buffering=0)
    except OSError:
        raise InputError(f"“{path}”不是本程序的文件，不能使用，请移走后再试") from None
    with file:
        yield _locked(file)


def _locked(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            getattr(msvcrt, "locking")(file.fileno(), getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def running_one(place: Path) -> dict[str, Any]:
    """The note of the service that runs for this user; InputError if it does not answer as itself."""
    deadline = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < deadline:
        state = read_private(place / STATE)
        if is_itself(state):
            return state
        time.sleep(0.2)
    raise InputError("改制测算已在运行，但没有应答；请结束它（任务管理器或 kill）后再打开")


def is_itself(state: dict[str, Any]) -> bool:
    """Tell whether the service of a note answers at its port, by its proof that it knows the word."""
    port, token, nonce = state.get("port"), state.get("token"), secrets.token_hex(16)
    if type(port) is not int or not 0 < port < 65536 or not isinstance(token, str):
        return False
    connection = http.client.HTTPConnection(ADDRESS, port, timeout=_ASK_SECONDS)
    with suppress(OSError, http.client.HTTPException, ValueError):
        connection.request("GET", f"/health?nonce={nonce}")
        told = json.loads(connection.getresponse().read(10_000))
        return isinstance(told, dict) and secrets.compare_digest(str(told.get("proof")), proof(token, port, nonce))
    return False


def stop_running(place: Path) -> bool:
    """End the service that runs for this user; tell whether there was one. InputError if it does not end."""
    state = read_private(place / STATE)
    if not is_itself(state):
        return False
    connection = http.client.HTTPConnection(ADDRESS, state["port"], timeout=_ASK_SECONDS)
    with suppress(OSError, http.client.HTTPException):
        connection.request("POST", "/stop", headers={"Authorization": f"Bearer {state['token']}"})
        connection.getresponse().read(10_000)
    connection.close()
    deadline = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < deadline:
        with alone(place / LOCK) as only:
            if only:
                return True
        time.sleep(0.1)
    raise InputError("改制测算没有停下来；请结束它（任务管理器或 kill）后再试")


def page_address(state: dict[str, Any]) -> str:
    """The page's address; the word stands behind the #, which no server is sent and no log holds."""
    return f"http://{ADDRESS}:{state['port']}/#{state['token']}"
