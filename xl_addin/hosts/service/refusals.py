"""A request that goes no further: its status, one Chinese line, and when it may be tried again."""

from __future__ import annotations

from typing import Any, Final

from starlette.responses import JSONResponse, Response

from xl_addin.hosts.openbook.json_text import text_of


class Told(JSONResponse):
    """JSON of whatever texts there are: half of a pair of characters, as in names of old folders, is a question mark.

    >>> Told({"path": "/tmp/\\udcff"}).body.decode()
    '{"path":"/tmp/?"}'
    """

    def render(self, content: Any) -> bytes:
        """As UTF-8, which knows pairs only."""
        return text_of(content)


class Refused(Exception):
    """A request that goes no further; ``retry`` is the number of seconds after which it may be tried again, or 0."""

    def __init__(self, status: int, reason: str, retry: int = 0) -> None:
        super().__init__(reason)
        self.status, self.reason, self.retry = status, reason, retry


def refusal(request: Any, refused: Any) -> Response:
    """Its answer."""
    later = {"retry-after": str(refused.retry)} if refused.retry else {}
    return Told({"refused": refused.reason}, refused.status, {"connection": "close", **later})


HANDLERS: Final[dict[Any, Any]] = {Refused: refusal}
"""For the routes: a body is refused while a route reads it."""
