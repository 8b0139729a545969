"""The page in a real Chromium, as a clerk uses it; pictures of it go to ``out/service``."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hosts.service.browser.chromium import Page, chromium, program
from tests.hosts.service.conftest import SAMPLE
from tests.hosts.service.test_books import ROWS, made
from tests.hosts.service.test_running import Started, started
from xl_addin.hosts.service.site import page_files

OUT = Path(__file__).parents[3] / "out" / "service"
TABS = "document.querySelectorAll('[role=tab]')"
NEWER = {  # than Chromium 80
    "logical assignment": r"\?\?=|\|\|=|&&=",
    "methods": r"\.replaceAll\(|\.at\(|\.hasOwn\(|structuredClone|\.findLast|Promise\.any",
    "top-level await, private or static fields": r"(?m)^await |^ +#\w+( =|;|\()|^ +static ",
    "selectors": r":is\(|:where\(|:has\(|:focus-visible",
    "properties": r"(?<![-\w])gap:|aspect-ratio|inset:|accent-color|clamp\(|container-type|margin-inline|@layer",
}


@pytest.mark.parametrize("name", sorted(page_files()))
def test_a_part_of_the_page_is_readable_by_an_old_browser_and_fetches_nothing_from_outside(name: str) -> None:
    text = page_files()[name][0].decode("utf-8")
    for what, pattern in NEWER.items():
        assert not re.search(pattern, text), what
    addresses = set(re.findall(r"https?://[^\s\"'`)]+", text))
    assert addresses <= {"http://www.w3.org/2000/svg"}
    assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|\son\w+=\"|style=\"", text)


in_browser = pytest.mark.service


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def one(home: Path) -> Iterator[Started]:
    with started(home) as running:
        yield running


@pytest.fixture
def page(one: Started, tmp_path: Path) -> Iterator[Page]:
    if program() is None and "XL_ADDIN_SERVICE" not in os.environ:
        pytest.skip("needs Chromium")
    with chromium(tmp_path / "profile", Page) as tab:
        tab.resize(1280, 900)
        tab.open(f"http://127.0.0.1:{one.port}/#{one.token}")
        tab.until("location.hash === ''")
        yield tab
        assert tab.errors == []


def put_in(page: Page, *files: Path) -> None:
    page.choose_files("#files", list(files))
    page.until(f"document.querySelectorAll('#books li').length >= {len(files)}")
    page.until("[...document.querySelectorAll('#books progress')].every((bar) => bar.hidden)")
    page.until(f"{TABS}.length === 4 || document.querySelector('#result .warning')")


def fits(page: Page) -> bool:
    return bool(page.value("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def show(page: Page, tab: int) -> None:
    page.value(f"{TABS}[{tab}].click()")


@in_browser
def test_the_word_is_not_left_in_the_address(page: Page, one: Started) -> None:
    assert page.value("location.href") == f"http://127.0.0.1:{one.port}/"
    page.picture(OUT / "空白-1280.png")


@in_browser
def test_a_sample_is_checked_read_pressed_and_explained(page: Page) -> None:
    put_in(page, SAMPLE)
    assert page.value("document.querySelectorAll('.cause').length") > 10
    for tab, name, there in [
        (0, "发现", ".cause"),
        (1, "读法", ".sheet"),
        (2, "资料", ".command"),
        (3, "解释", ".workers button"),
    ]:
        show(page, tab)
        page.until(f"document.querySelector('[role=tabpanel]:not([hidden]) {there}')")
        for width in (1280, 320):
            page.resize(width, 900)
            assert fits(page), (name, width)
            page.picture(OUT / f"{name}-{width}.png")
        page.resize(1280, 900)
    page.value("document.querySelector('.workers button').click()")
    page.until("/劳动合同法|不能说明/.test(document.querySelector('pre:not([hidden])').textContent)")
    page.picture(OUT / "解释一人-1280.png")


@in_browser
def test_findings_are_filtered_and_searched(page: Page) -> None:
    put_in(page, SAMPLE)
    all_of_them = page.value("document.querySelectorAll('.cause').length")
    page.value("[...document.querySelectorAll('fieldset input')].forEach((t) => t.value === 'missing' || t.click())")
    assert 0 < page.value("document.querySelectorAll('.cause').length") < all_of_them
    assert page.value("document.querySelectorAll('.cause:not(.missing)').length") == 0
    page.value("document.querySelector('.filters input[type=search]').focus()")
    page.type("没有这样的字")
    page.until("document.querySelectorAll('.cause').length === 0")


@in_browser
def test_a_button_makes_a_file_that_can_be_saved(page: Page, tmp_path: Path) -> None:
    folder = tmp_path / "下载"
    page.save_to(folder)
    put_in(page, SAMPLE)
    show(page, 2)
    page.value("[...document.querySelectorAll('.command button')].find((b) => b.textContent === '公示表').click()")
    page.until("document.querySelector('.done button')")
    page.value("document.querySelector('.done button').click()")
    for _ in range(60):
        if saved := [path.suffix for path in folder.glob("*") if path.suffix != ".crdownload"]:
            break
        page.until("new Promise((done) => setTimeout(() => done(true), 500))")
    assert saved == [".xlsx"]
    assert page.value("document.querySelectorAll('#books li').length") == 1  # the page is still there


@in_browser
def test_everything_is_reached_by_the_keyboard(page: Page) -> None:
    put_in(page, SAMPLE)
    page.value("document.activeElement.blur()")
    seen: list[str] = []
    for _ in range(14):
        page.press("Tab")
        seen.append(page.value("document.activeElement.id || document.activeElement.textContent || 'field'"))
        if page.value("document.activeElement.getAttribute('role') === 'tab'"):
            break
    assert "files" in seen
    assert "移走" in seen
    page.press("ArrowRight")
    assert page.value(f"{TABS}[1].getAttribute('aria-selected')") == "true"
    page.press("End")
    assert page.value(f"document.activeElement === {TABS}[3]")
    page.until("document.querySelector('.workers button')")
    for _ in range(4):
        page.press("Tab")
        if page.value("document.activeElement.matches('.workers button')"):
            break
    page.press("Enter")
    page.until("document.activeElement.tagName === 'PRE'")


@in_browser
def test_what_a_column_is_can_be_answered_once(page: Page, tmp_path: Path, home: Path) -> None:
    rows: list[list[Any]] = [["入厂那年" if cell == "参加工作时间" else cell for cell in row] for row in ROWS]
    put_in(page, made(tmp_path, rows, "别名.xlsx"))
    if page.value(f"{TABS}.length"):
        show(page, 1)
    page.until("document.querySelector('.questions select')")
    page.picture(OUT / "这一栏是-1280.png")
    page.value(
        "[...document.querySelectorAll('.questions .wish')].filter((row) => row.textContent.includes('入厂那年'))"
        ".forEach((row) => { row.querySelector('select').value = 'start'; row.querySelector('button').click(); })"
    )
    page.until("/按本单位约定读的栏：入厂那年/.test(document.querySelector('#result').textContent)")
    assert (home / "state" / "xl_addin" / "headings.json").exists()
    page.until("[...document.querySelectorAll('button')].some((one) => one.textContent === '取消')")
    page.value("[...document.querySelectorAll('button')].find((one) => one.textContent === '取消').click()")
    page.until("!/按本单位约定/.test(document.querySelector('#result').textContent)")
    assert json.loads((home / "state" / "xl_addin" / "headings.json").read_text()) == {}


@in_browser
def test_what_stands_in_a_workbook_is_text_and_nothing_else(page: Page, tmp_path: Path) -> None:
    evil = "<img src=x onerror=document.title='1'><script>document.title='2'</script>"
    rows = [ROWS[0], [evil, evil, evil, evil, evil, evil], *ROWS[1:]]
    put_in(page, made(tmp_path, rows, "<b>名.xlsx"))
    for tab in range(page.value(f"{TABS}.length")):
        show(page, tab)
    assert page.value("document.title") == "改制测算"
    assert page.value("document.querySelectorAll('#result img, #result script, #books b').length") == 0


@in_browser
def test_a_service_that_has_stopped_is_told_of(page: Page) -> None:
    page.value("sessionStorage.setItem('xl_addin', 'wrong')")
    page.ask("Page.reload")
    page.until("document.readyState === 'complete' && !document.querySelector('#stopped').hidden")
    assert "重新双击" in page.value("document.querySelector('#stopped').textContent")
    page.errors[:] = [one for one in page.errors if "401" not in one]
