"""Who comes in from Excel 365: whose word it is, and how much of him."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from typing import Any

from starlette.datastructures import Headers

from xl_addin.hosts.service.office.limits import Clock, Rates, WrongWords, network_of
from xl_addin.hosts.service.refusals import Refused


class Entry:
    """The words of the users and what each may do; ``behind_proxy`` says that addresses come from a proxy in front."""

    def __init__(self, words: dict[str, str], behind_proxy: bool = False, clock: Clock = time.monotonic) -> None:
        self._key = secrets.token_bytes(32)
        self._names = {self._digest(word): name for word, name in words.items()}
        self._behind_proxy = behind_proxy
        self._rates, self._wrong = Rates(clock), WrongWords(clock)

    async def let_in(self, word: str, scope: Any, headers: Headers) -> str:
        """The name of the user whose word it is; Refused for a wrong word and for too much of him."""
        address = self._address(scope, headers)
        owner = self._names.get(self._digest(word), "")
        self._wrong.check(address, owner)
        if not owner:
            if word:
                self._wrong.note_wrong(address)
            raise Refused(401, "口令不对，请在窗格里重新填写；口令在运行服务的窗口里，或问管理员")
        self._wrong.note_right(address, owner)
        wait = self._rates.wait(owner)
        if wait:
            await asyncio.sleep(wait)
        return owner

    def _digest(self, word: str) -> bytes:
        """What stands for a word: looked up, its time tells nothing of any word, for nobody knows the key."""
        return hashlib.blake2b(word.encode(), key=self._key, digest_size=32).digest()

    def _address(self, scope: Any, headers: Headers) -> str:
        """Where a request comes from: what the proxy says last is its own word, what stands before may be made up."""
        if self._behind_proxy:
            told = ",".join(headers.getlist("x-forwarded-for")).rpartition(",")[2].strip()
            if found := network_of(told):
                return found
        return network_of((scope.get("client") or ("",))[0])
