"""The site as built (`make docs`): whole, without anything from outside, and searched by a browser without a server."""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from docs.site.links import Page, faults
from docs.site.pages import ROOT, languages

pytestmark = pytest.mark.site
SITE = ROOT / "out" / "site"
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or ""


def shown(address: str, profile: Path) -> str:
    """The page at an address once its scripts have run."""
    command = [BROWSER, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"]
    command += ["--virtual-time-budget=8000", "--dump-dom", address]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True, timeout=60).stdout


def results(page: str) -> list[tuple[str, str]]:
    """Link and words of everything that a search has found, best first."""
    listed = page.split('class="search"')[-1]
    return [
        (link, re.sub("<[^>]+>", "", words))
        for link, words in re.findall(r'<li.*?<a href="([^"]+)"[^>]*>(.*?)</a>', listed)
    ]


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    """The site below a path of a plain static server, as a local service would give it."""

    class Below(http.server.SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            return super().translate_path(path.removeprefix("/docs"))

        def log_message(self, *told: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Below, directory=str(SITE)))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/docs"
    server.shutdown()


def test_no_link_is_dead_and_nothing_is_fetched_from_outside() -> None:
    assert len(list(SITE.rglob("*.html"))) > len(languages())
    assert faults(SITE) == []


def test_every_page_says_in_which_language_it_is() -> None:
    for name, language in languages().items():
        head = (SITE / f"{name}.html").read_text(encoding="utf-8")[:200]
        assert re.search(r'<html[^>]* lang="([^"]+)"', head), name
        assert f'lang="{language}"' in head, name


def test_the_menu_leads_to_every_page() -> None:
    links = {link.partition("#")[0] for link in Page((SITE / "index.html").read_text(encoding="utf-8")).links}
    assert {f"{name}.html" for name in languages()} - links == set()


@pytest.mark.skipif(not BROWSER, reason="no chromium: make browser")
@pytest.mark.parametrize(
    ("asked", "first", "words"),
    [
        ("滞纳金", "functions.zh-CN.html", "滞纳金 SOE_LATE_FEE"),
        ("经济补偿金", "functions.zh-CN.html", "经济补偿金 SOE_SEVERANCE"),
        ("SOE_LATE_FEE", "functions.zh-CN.html", "SOE_LATE_FEE"),
        ("养老个人费率", "law.zh-CN.html", "养老个人费率"),
        ("作废", "start-clerk.zh-CN.html", "经办人员"),
    ],
)
def test_a_search_without_a_server_finds_the_place(asked: str, first: str, words: str, tmp_path: Path) -> None:
    found = results(shown(f"{SITE.as_uri()}/search.html?q={quote(asked)}", tmp_path))
    assert found, asked
    link, said = found[0]
    assert link.split("?")[0].split("#")[0] == first
    assert words in said


@pytest.mark.skipif(not BROWSER, reason="no chromium: make browser")
def test_a_search_below_a_path_of_a_server_also_shows_the_words(served: str, tmp_path: Path) -> None:
    page = shown(f"{served}/search.html?q={quote('原件')}", tmp_path)
    assert "start-lawyer.zh-CN.html" in [link.split("?")[0].split("#")[0] for link, _ in results(page)]
    assert "对原件" in re.sub("<[^>]+>", "", page)


@pytest.mark.skipif(not BROWSER, reason="no chromium: make browser")
def test_a_search_for_what_is_nowhere_finds_nothing(tmp_path: Path) -> None:
    assert results(shown(f"{SITE.as_uri()}/search.html?q={quote('鸡尾酒配方')}", tmp_path)) == []
