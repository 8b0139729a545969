"""The address under which Excel 365 reaches the service: a name and a port over HTTPS, no folder."""

from __future__ import annotations

import re
from typing import Final

from xl_addin.values.errors import InputError

_ADDRESS: Final = re.compile(r"https://([A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)(?::(\d{1,5}))?/?")
_HTTPS: Final = 443


def name_and_port(text: str) -> tuple[str, int]:
    """Name and port of an address. InputError for one that Excel does not take.

    >>> name_and_port("https://XL.example.gov.cn/"), name_and_port("https://localhost:8443")
    (('xl.example.gov.cn', 443), ('localhost', 8443))
    """
    found = _ADDRESS.fullmatch(text.strip())
    number = int(found[2] or _HTTPS) if found else 0
    if not found or not 0 < number < 65536:
        raise InputError(
            f"--address 要写成 https://名称 或 https://名称:端口，不带路径，中文域名写 xn-- 形式；现为“{text[:60]}”"
        )
    return found[1].lower(), number


def netlocs(name: str, port: int) -> list[str]:
    """What browsers, and others, may call a name at a port."""
    return [name, f"{name}:{port}"] if port == _HTTPS else [f"{name}:{port}"]


def plain_address(name: str, port: int) -> str:
    """An address as it is written in a manifest.

    >>> plain_address("localhost", 8443), plain_address("xl.example.gov.cn", 443)
    ('https://localhost:8443', 'https://xl.example.gov.cn')
    """
    return f"https://{netlocs(name, port)[0]}"
