"""How much one user may ask for, so that nobody keeps the others waiting and nobody tries words without end.

Generous: a whole recalculation is a few requests. What is remembered is bounded, whoever asks.
"""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from xl_addin.hosts.service.refusals import Refused

RATE: Final = 50.0
"""Requests a second that one user may make for any length of time."""
BURST: Final = 200.0
"""Requests at once that are answered without waiting."""
_PATIENCE: Final = 2.0
"""Seconds that a request waits rather than being refused."""
WRONG_WORDS: Final = 20
WRONG_SECONDS: Final = 60.0
_MOST_ADDRESSES: Final = 10_000
_MOST_PLACES: Final = 16
"""Addresses of one user that are known to be his."""

Clock = Callable[[], float]


class Rates:
    """Tokens of each user: a request takes one, and waits a little where there is none."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}

    def wait(self, owner: str) -> float:
        """Seconds to wait before a request of ``owner`` is answered; Refused where that would be long."""
        now = self._clock()
        left, before = self._left.get(owner, (BURST, now))
        left = min(BURST, left + (now - before) * RATE) - 1.0
        if left < -_PATIENCE * RATE:
            raise Refused(429, "请求太密，请稍等几秒再试", 1)
        self._left[owner] = (left, now)
        return max(0.0, -left / RATE)


class WrongWords:
    """Wrong words by the address they came from; who sent many is not listened to for a minute.

    Colleagues behind one address do not lose their way in: a user who has been let in from there goes on.
    """

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._places: dict[str, OrderedDict[str, None]] = {}

    def check(self, address: str, owner: str) -> None:
        """Refused for an address that sent too many, unless ``owner`` was let in from there before."""
        count, since = self._wrong.get(address, (0, 0.0))
        left = since + WRONG_SECONDS - self._clock()
        if count >= WRONG_WORDS and left > 0 and address not in self._places.get(owner, ()):
            raise Refused(429, "口令错了太多次，请过一分钟再试", max(1, round(left)))

    def note_wrong(self, address: str) -> None:
        """Count one."""
        now = self._clock()
        count, since = self._wrong.pop(address, (0, now))
        if now - since >= WRONG_SECONDS:
            count, since = 0, now
        count += 1
        self._wrong[address] = (count, now if count == WRONG_WORDS else since)  # a whole minute from the last of them
        if len(self._wrong) > _MOST_ADDRESSES:
            self._wrong.popitem(last=False)

    def note_right(self, address: str, owner: str) -> None:
        """Note that a user is at an address."""
        places = self._places.setdefault(owner, OrderedDict())
        places[address] = None
        places.move_to_end(address)
        if len(places) > _MOST_PLACES:
            places.popitem(last=False)


def network_of(address: str) -> str:
    """What counts as one address: of IPv6 a whole network of 64 bits, which one person has; a port does not count.

    >>> network_of("10.1.2.3"), network_of("2001:db8::1") == network_of("[2001:db8::2]:80"), network_of("x")
    ('10.1.2.3', True, '')
    """
    plain = address[1:].partition("]")[0] if address.startswith("[") else address
    if plain.count(":") == 1:  # some proxies tell the port, too
        plain = plain.partition(":")[0]
    try:
        found = ipaddress.ip_address(plain.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.IPv6Network((int(found) >> 64 << 64, 64)))
