"""The service as the add-in reaches it: at its port, by its word, from a page of its origin."""

from __future__ import annotations

import http.client
import json
import secrets
from contextlib import suppress
from typing import Any, Final

from xl_addin.hosts.service.instance import ADDRESS, proof

_SECONDS: Final = 10.0
_MOST: Final = 100_000
ORIGIN: Final = "null"


def proves(port: int, token: str) -> bool:
    """Whether who listens at the port knows the add-in's word."""
    nonce = secrets.token_hex(16)
    told = _answer(port, "GET", f"/health?nonce={nonce}", None, {"Origin": ORIGIN})
    proofs = str(told.get("proofs", "")).split(",")
    return any(secrets.compare_digest(one, proof(token, port, nonce)) for one in proofs if one.isascii())


def ask(port: int, token: str, name: str, *arguments: Any) -> Any:
    """The value that a cell of WPS would get; None without an answer. Only after :func:`proves`."""
    headers = {"Origin": ORIGIN, "Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    body = json.dumps({"calls": [[name, *arguments]], "values": "com"}).encode()
    answers = _answer(port, "POST", "/call", body, headers).get("answers")
    return answers[0] if isinstance(answers, list) and answers else None


def _answer(port: int, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> dict[str, Any]:
    connection = http.client.HTTPConnection(ADDRESS, port, timeout=_SECONDS)
    with suppress(OSError, http.client.HTTPException, ValueError):
        connection.request(method, path, body, headers)
        told = json.loads(connection.getresponse().read(_MOST))
        return told if isinstance(told, dict) else {}
    return {}
