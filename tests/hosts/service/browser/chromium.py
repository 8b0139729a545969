"""A real Chromium, driven over its own pipe: no driver, no library, no port."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

_SECONDS = 120.0


def program() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Line:
    """What is said to a Chromium and what it says, message by message."""

    def __init__(self, into: int, out: int) -> None:
        self._into, self._out, self._rest = into, out, b""
        self._number = 0

    def say(self, session: str, method: str, parameters: dict[str, Any]) -> int:
        """Say something; gives the number that the answer will have, which no other answer has."""
        self._number += 1
        request = {"id": self._number, "method": method, "params": parameters}
        os.write(self._into, json.dumps(request | ({"sessionId": session} if session else {})).encode() + b"\0")
        return self._number

    def hear(self) -> dict[str, Any]:
        deadline = time.monotonic() + _SECONDS
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._out], [], [], max(0, deadline - time.monotonic()))
            assert ready, "Chromium does not answer"
            piece = os.read(self._out, 1 << 20)
            assert piece, "Chromium has ended"
            self._rest += piece
        line, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(line)
        return found


class Page:
    """One tab of a user of its own, who keeps nothing. ``errors`` are what its console and its policy complained of."""

    def __init__(self, line: Line) -> None:
        self._line, self._session = line, ""
        self.errors: list[str] = []
        self._user = self._ask("Target.createBrowserContext", {})["browserContextId"]
        new = {"url": "about:blank", "browserContextId": self._user}
        target = self._ask("Target.createTarget", new)["targetId"]
        self._session = self._ask("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        for domain in ("Page", "Runtime", "Log", "DOM", "Network"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._ask(method, parameters)

    def _ask(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        number = self._line.say(self._session, method, parameters)
        while True:
            told = self._line.hear()
            if told.get("id") == number:
                assert "error" not in told, (method, told["error"])
                result: dict[str, Any] = told["result"]
                return result
            if told.get("sessionId", "") == self._session:  # no last word of a tab that was closed
                self._note(told)

    def save_to(self, folder: Path) -> None:
        """Put what the user of the tab saves into a folder."""
        self.ask("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder), browserContextId=self._user)

    def close(self) -> None:
        """Close the tab and forget all that its user had."""
        self._session = ""
        self._ask("Target.disposeBrowserContext", {"browserContextId": self._user})

    def _note(self, told: dict[str, Any]) -> None:
        method, more = told.get("method"), told.get("params", {})
        if method == "Runtime.exceptionThrown":
            self.errors.append(str(more["exceptionDetails"].get("exception", {}).get("description", more)))
        elif method == "Log.entryAdded" and more["entry"]["level"] == "error":
            self.errors.append(f"{more['entry']['text']} {more['entry'].get('url', '')}")
        elif method == "Runtime.consoleAPICalled" and more["type"] == "error":
            self.errors.append(str(more["args"]))

    def open(self, address: str) -> None:
        self.ask("Page.navigate", url=address)
        self.until("document.readyState === 'complete'")

    def value(self, script: str) -> Any:
        told = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def until(self, script: str, seconds: float = _SECONDS) -> Any:
        deadline = time.monotonic() + seconds
        while not (found := self.value(f"Promise.resolve({script}).then((found) => !!found)")):
            assert time.monotonic() < deadline, (script, self.value("document.body.innerText"), self.errors)
            time.sleep(0.1)
        return found

    def choose_files(self, selector: str, files: list[Path]) -> None:
        root = self.ask("DOM.getDocument")["root"]["nodeId"]
        node = self.ask("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.ask("DOM.setFileInputFiles", nodeId=node, files=[str(file) for file in files])

    def press(self, key: str, shift: bool = False) -> None:
        """Press a key as a user does."""
        codes = {"Tab": 9, "Enter": 13, "ArrowRight": 39, "ArrowLeft": 37, "End": 35, "Home": 36, " ": 32}
        more: dict[str, Any] = {"key": key, "windowsVirtualKeyCode": codes[key], "modifiers": 8 if shift else 0}
        text = {"Enter": "\r", " ": " "}.get(key)
        self.ask("Input.dispatchKeyEvent", type="keyDown", **more, **({"text": text} if text else {}))
        self.ask("Input.dispatchKeyEvent", type="keyUp", **more)

    def type(self, text: str) -> None:
        self.ask("Input.insertText", text=text)

    def resize(self, width: int, height: int) -> None:
        self.ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )

    def picture(self, path: Path) -> None:
        """The whole page as it looks."""
        path.parent.mkdir(parents=True, exist_ok=True)
        told = self.ask("Page.captureScreenshot", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(told["data"]))


P = TypeVar("P", bound="Page")


@contextmanager
def chromium(folder: Path, kind: type[P], *more: str) -> Iterator[P]:
    """A tab of a Chromium that was started for it, with more options if need be."""
    with browser(folder, *more) as line:
        yield kind(line)


@contextmanager
def tab(line: Line, kind: type[P]) -> Iterator[P]:
    """A tab of a Chromium that has others after it."""
    one = kind(line)
    try:
        yield one
    finally:
        one.close()


@contextmanager
def browser(folder: Path, *more: str) -> Iterator[Line]:
    """A Chromium, with more options if need be."""
    found = program()
    assert found, "make chromium"
    to_read, into = os.pipe()
    out, to_write = os.pipe()
    command = [
        found, "--headless=new", "--no-sandbox", "--remote-debugging-pipe", f"--user-data-dir={folder}",
        "--disable-gpu",
        "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        *more,
    ]  # fmt: skip
    script = f'exec 3<&{to_read} 4>&{to_write}; exec "$@"'
    process = subprocess.Popen(
        ["bash", "-c", script, "chromium", *command],
        pass_fds=(to_read, to_write),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(folder)},
    )
    os.close(to_read)
    os.close(to_write)
    try:
        yield Line(into, out)
    finally:
        os.close(into)
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        os.close(out)
