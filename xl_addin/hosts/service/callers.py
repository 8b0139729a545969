"""Programs of this computer that were agreed upon to call the service from a page of another origin: the WPS add-in.

Each has a word of its own that stays the same from start to start, and the port that it looks for the service at. The
words stand in the user's own folder; taking one away takes the program's access away.
"""

from __future__ import annotations

import random
import re
import secrets
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from xl_addin.hosts.service.instance import ADDRESS, is_itself
from xl_addin.hosts.service.places import CALLERS, STATE, private_place, read_private, write_private
from xl_addin.values.errors import InputError

_WORD: Final = re.compile(r"[A-Za-z0-9_-]{32,100}")
_PORTS: Final = range(20_000, 30_000)
_TRIES: Final = 200
_ORIGIN: Final = re.compile(r"null|file://|https?://[A-Za-z0-9.-]{1,100}(?::\d{1,5})?")


@dataclass(frozen=True, slots=True)
class Caller:
    """A program: its name, its word, where it looks for the service, and the origins that its pages have."""

    name: str
    token: str
    port: int
    origins: tuple[str, ...]


def callers() -> list[Caller]:
    """All that were agreed upon; an entry that is not as it should be is none."""
    found = []
    for name, entry in read_private(private_place() / CALLERS).items():
        if not isinstance(entry, dict):
            continue
        token, port, origins = entry.get("token"), entry.get("port"), entry.get("origins")
        sound = isinstance(token, str) and _WORD.fullmatch(token) and type(port) is int and 1024 <= port < 65536
        if (
            sound
            and isinstance(origins, list)
            and all(isinstance(one, str) and _ORIGIN.fullmatch(one) for one in origins)
        ):
            found.append(Caller(name, str(token), int(port or 0), tuple(origins)))
    return found


def agree(name: str, origins: tuple[str, ...]) -> Caller:
    """Let a program call from now on (from the next start of the service).

    The word of one that is known stays, and so does its port, unless another program has that by now.
    """
    known = callers()
    before = next((one for one in known if one.name == name), None)
    port = before.port if before else next((one.port for one in known), 0)
    if not port or not (_is_free(port) or _is_ours(port)):
        port = _free_port()
    caller = Caller(name, before.token if before else secrets.token_urlsafe(32), port, origins)
    _write([*(one for one in known if one.name != name), caller])
    return caller


def revoke(name: str) -> bool:
    """Let a program call no more; tell whether it could."""
    known = callers()
    left = [one for one in known if one.name != name]
    if len(left) == len(known):
        return False
    if left:
        _write(left)
    else:
        (private_place() / CALLERS).unlink(missing_ok=True)
    return True


def _write(some: list[Caller]) -> None:
    content = {one.name: {"token": one.token, "port": one.port, "origins": list(one.origins)} for one in some}
    write_private(private_place() / CALLERS, content)


def _free_port() -> int:
    """One below those that systems give to programs that only need any: at logon nobody has it by chance."""
    found = next(filter(_is_free, random.SystemRandom().sample(_PORTS, _TRIES)), None)
    if found is None:
        raise InputError("本机没有空闲端口")
    return found


def _is_free(port: int) -> bool:
    with socket.socket() as trial, suppress(OSError):
        if sys.platform != "win32":  # else it counts as taken for a minute after a service has ended
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind((ADDRESS, port))
        return True
    return False


def _is_ours(port: int) -> bool:
    state = read_private(private_place() / STATE)
    return state.get("port") == port and is_itself(state)
