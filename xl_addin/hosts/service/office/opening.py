"""From what was asked for on the command line to a door for Excel 365: where it listens, under which names, for whom.

Whatever would let somebody in without a word, or send a word or a workbook unencrypted over a network, is refused.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xl_addin.hosts.service.guard import Door
from xl_addin.hosts.service.office.address import name_and_port, netlocs, plain_address
from xl_addin.hosts.service.office.certificate import NAMES, Certificate, given_certificate, own_certificate
from xl_addin.hosts.service.office.entry import Entry
from xl_addin.hosts.service.office.words import USER, own_word, read_words
from xl_addin.hosts.service.pool import Limits
from xl_addin.values.errors import InputError

PORT: Final = 8443
"""Fixed, because the manifest that Excel has loaded names it."""
_MOST_WORKERS: Final = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for; empty where nothing was."""

    port: int = 0
    host: str = ""
    address: str = ""
    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False
    words: Path | None = None
    workers: int = 0


@dataclass(frozen=True, slots=True)
class Office:
    """A door for Excel 365."""

    host: str
    port: int
    address: str
    """As Excel reaches it: ``https://localhost:8443``."""
    door: Door
    certificate: Certificate | None
    """None behind a proxy."""
    word: str
    """Of the one user; empty with a file of words."""
    users: int
    limits: Limits


def opening(asked: Asked, place: Path, now: dt.datetime) -> Office:
    """The door that was asked for; ``place`` is the user's private folder. InputError where it must not be opened."""
    host = _listening(asked)
    port = asked.port or PORT
    words = read_words(asked.words) if asked.words else {}
    name, number = name_and_port(asked.address) if asked.address else (NAMES[0], port)
    if asked.behind_proxy:
        certificate = None
    elif asked.certificate and asked.key:
        certificate = given_certificate(asked.certificate, asked.key, name, now)
    else:
        if name not in NAMES or number != port:
            raise InputError(
                "自制的证书只管本机（localhost）；用别的网址，请给 --certificate 和 --key，或 --behind-proxy"
            )
        certificate = own_certificate(place, now)
    words = words or {own_word(place): USER}
    names = [name] if asked.behind_proxy or not _is_loopback(host) else [name, *NAMES]
    hosts = {shown for one in names for shown in netlocs(one, number if one == name else port)}
    entry = Entry(words, asked.behind_proxy)
    door = Door(secrets.token_urlsafe(32), frozenset(hosts), scheme="https", entry=entry)  # nobody knows its token
    workers = asked.workers or min(_MOST_WORKERS, os.cpu_count() or 1)
    limits = Limits(jobs=max(2, workers), calls=workers, shared=len(words) > 1)
    word = "" if asked.words else next(iter(words))
    return Office(host, port, plain_address(name, number), door, certificate, word, len(words), limits)


def _listening(asked: Asked) -> str:
    """The address to listen at."""
    if bool(asked.certificate) != bool(asked.key):
        raise InputError("--certificate 和 --key 要一起给：证书文件和它的私钥文件")
    if asked.behind_proxy and asked.certificate:
        raise InputError("--behind-proxy 时证书由前面的代理使用，不要再给 --certificate 和 --key")
    if asked.behind_proxy and not asked.address:
        raise InputError("--behind-proxy 要用 --address 写明 Excel 访问的网址，如 --address https://xl.example.gov.cn")
    try:
        host = str(ipaddress.ip_address(asked.host or "127.0.0.1"))
    except ValueError:
        raise InputError(f"--host 要写本机的 IP 地址，如 0.0.0.0，现为“{asked.host[:60]}”") from None
    if not _is_loopback(host):
        if not asked.words or not (asked.certificate or asked.behind_proxy):
            raise InputError(
                "没有验证身份就不向网络开放：--host 要同时给 --words，以及 --certificate 和 --key（或 --behind-proxy）"
            )
        if not asked.address:
            raise InputError("--host 要用 --address 写明 Excel 访问的网址，如 --address https://xl.example.gov.cn:8443")
    return host


def _is_loopback(host: str) -> bool:
    return ipaddress.ip_address(host).is_loopback
