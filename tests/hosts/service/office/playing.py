"""Excel 365 played in a real Chromium: the pane and the functions are ours, Excel's own library is of ``excel/``."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from tests.hosts.service.browser.chromium import Line, Page

_PARTS = Path(__file__).with_name("excel")
LIBRARY = "".join((_PARTS / name).read_text(encoding="utf-8") for name in ("model.js", "formulas.js", "office.js"))
CDN = "https://appsforoffice.microsoft.com/*"


class Excel(Page):
    """A tab with the pane, in an Excel that has a workbook open."""

    asked_for, library = CDN, LIBRARY
    """The address of Excel's own library, and what is given in its place."""
    address = ""
    word = ""

    def __init__(self, line: Line) -> None:
        super().__init__(line)
        self.ask("Fetch.enable", patterns=[{"urlPattern": self.asked_for}])

    def _note(self, told: dict[str, Any]) -> None:
        if told.get("method") == "Fetch.requestPaused":
            answer = {
                "requestId": told["params"]["requestId"],
                "responseCode": 200,
                "responseHeaders": [{"name": "Content-Type", "value": "text/javascript"}],
                "body": base64.b64encode(self.library.encode()).decode(),
            }
            self._line.say(self._session, "Fetch.fulfillRequest", answer)  # nobody waits for the answer
            return
        super()._note(told)

    def begin(self, book: bytes, name: str = "花名册.xlsx") -> None:
        """Open the pane beside a workbook, and give the word as its user does the first time."""
        self.open(self.address)
        self.until("window.Played && CustomFunctions.associated.size > 0")
        content = json.dumps(base64.b64encode(book).decode())
        self.value(f"fetch('functions.json').then((told) => told.json()).then((told) => Played.begin({content}, told))")
        self.value(f"Played.url = {json.dumps(name)}")
        if self.value("!document.getElementById('word').hidden"):
            self.give(self.word)
            self.until("document.getElementById('word').hidden")

    def give(self, word: str) -> None:
        self.value("document.getElementById('word-field').select()")
        self.type(word)
        self.press("Enter")

    def enter(self, sheet: str, cells: dict[str, Any]) -> None:
        """Write into cells, as many as they are, and wait for Excel."""
        told = json.dumps(list(cells.items()), ensure_ascii=False)
        self.value(
            f"Promise.all({told}.map(([at, text]) => Played.enter({json.dumps(sheet)}, at, text))).then(Played.settle)"
        )

    def cells(self, sheet: str) -> dict[str, Any]:
        found: dict[str, Any] = self.value(
            f"Played.told().sheets.find((one) => one.name === {json.dumps(sheet)}).cells"
        )
        return found

    def told(self) -> dict[str, Any]:
        found: dict[str, Any] = self.value("Played.told()")
        return found

    def click(self, command: str) -> str:
        """Click a button of the ribbon; gives what the pane says in the end."""
        self.value("document.getElementById('job-text').textContent = ''")
        completed = f"new Promise((done) => Office.actions.known.get('cmd_{command}')({{ completed: done }}))"
        self.value(completed)
        return self.outcome()

    def outcome(self) -> str:
        self.until(
            "document.getElementById('job-bar').hidden && document.getElementById('job-text').textContent !== ''"
        )
        found: str = self.value("document.getElementById('job-text').textContent")
        return found
