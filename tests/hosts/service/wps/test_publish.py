"""Our line in the list of WPS add-ins: every byte of others stays, and taking it out is the exact inverse."""

from __future__ import annotations

import pytest
from lxml import etree

from xl_addin.hosts.service.wps.publish import EMPTY, entry, has_entry, with_entry, without_entry
from xl_addin.values.errors import InputError

OURS = entry("XlAddin", "XlAddin_1", "1")
OTHER = b'<jsplugin name="calendar" type="wps" url="calendar_/" enable="enable_dev"/>'
LISTS = {
    "new": EMPTY,
    "one other": b"<jsplugins>\n  " + OTHER + b"\n</jsplugins>\n",
    "line ends of Windows": b"\xef\xbb\xbf<?xml version='1.0'?>\r\n<jsplugins>\r\n\t" + OTHER + b"\r\n</jsplugins>\r\n",
    "one line": b"<jsplugins>" + OTHER + b"</jsplugins>",
    "empty, one line": b"<jsplugins></jsplugins>",
    "the end is indented": b"<jsplugins>\n" + OTHER + b"\n  </jsplugins >",
    "a comment that looks like it": b"<jsplugins>\n<!-- </jsplugins> " + OURS + b" -->\n</jsplugins>\n"
    b"<!-- </jsplugins> -->",
    "online add-ins and others' words": b'<jsplugins note="a>b"><jspluginonline name="XlAddin" type="et" url="x"/>\n'
    b'<jsplugin\n name = \'XlAddin2\'  type="et" url="a&amp;b"></jsplugin>\n</jsplugins>',
    "Chinese of GBK": '<?xml version="1.0" encoding="GBK"?>\n<jsplugins>\n'
    '<jsplugin name="日历" url="日历_1"/>\n</jsplugins>'.encode("gbk"),
}  # fmt: skip


@pytest.mark.parametrize("data", LISTS.values(), ids=LISTS.keys())
def test_our_line_goes_in_and_comes_out_without_a_trace(data: bytes) -> None:
    new = with_entry(data, "XlAddin", OURS)
    assert new.replace(OURS, b"", 1) != new
    assert has_entry(new, "XlAddin", "XlAddin_1")
    assert not has_entry(data, "XlAddin", "XlAddin_1")
    names = [one.get("name") for one in etree.fromstring(new) if one.tag == "jsplugin"]
    assert names == [*(one.get("name") for one in etree.fromstring(data) if one.tag == "jsplugin"), "XlAddin"]
    assert without_entry(new, "XlAddin") == data


@pytest.mark.parametrize("data", LISTS.values(), ids=LISTS.keys())
def test_a_newer_version_takes_the_place_of_the_older_one(data: bytes) -> None:
    older = with_entry(data, "XlAddin", entry("XlAddin", "XlAddin_0", "0"))
    newer = with_entry(older, "XlAddin", OURS)
    assert newer == with_entry(data, "XlAddin", OURS)
    assert with_entry(newer, "XlAddin", OURS) == newer


def test_a_line_that_others_have_written_anew_is_found_and_taken_out() -> None:
    data = (
        b"<jsplugins>\n<jsplugin enable='enable' url='XlAddin_1' name='XlAddin'></jsplugin>\n" + OTHER + b"</jsplugins>"
    )
    assert without_entry(data, "XlAddin") == b"<jsplugins>\n" + OTHER + b"</jsplugins>"


def test_a_list_without_content_keeps_its_attributes() -> None:
    new = with_entry(b'<jsplugins a="1" />', "XlAddin", OURS)
    assert new == b'<jsplugins a="1">' + OURS + b"</jsplugins>"


@pytest.mark.parametrize(
    "data",
    [b"", b"x", b"<a/>", b"<jsplugins>", b"<jsplugins>" + b"\0" * 4, "<jsplugins></jsplugins>".encode("utf-16")],
)
def test_what_is_no_such_list_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="没有改动"):
        with_entry(data, "XlAddin", OURS)


def test_a_list_that_names_us_twice_names_us_once() -> None:
    other = b'<jsplugin name="b" url="b_1"/>'
    listed = (
        b'<jsplugins>\n<jsplugin name="XlAddin" url="1"/>\n'
        + other
        + b'\n<jsplugin name="XlAddin" url="2"/>\n</jsplugins>'
    )
    assert with_entry(listed, "XlAddin", b"<ours/>") == b"<jsplugins>\n<ours/>\n" + other + b"\n</jsplugins>"
