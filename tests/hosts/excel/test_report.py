"""The one file for maintainers: which Excel, what is wrong, the end of the log; nothing that Excel says beyond that."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from xl_addin.hosts.excel import report
from xl_addin.hosts.excel.log import log_failure, log_path
from xl_addin.hosts.excel.report import NAME, about_excel, write_report


@pytest.fixture(autouse=True)
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "profile"))
    return tmp_path


def test_excel_tells_version_system_and_product_and_what_looks_otherwise_is_left_out() -> None:
    code = "{90160000-0011-0000-1000-0000000FF1CE}"
    app = SimpleNamespace(Version="16.0", Build=17928.0, OperatingSystem="Windows (64-bit) NT 10.00", ProductCode=code)
    app.UserName = "张三"
    assert list(about_excel(app)) == [
        "Excel：",
        "  版本 16.0",
        "  内部版本 17928.0",
        "  系统 Windows (64-bit) NT 10.00",
        f"  产品代码 {code}",
    ]
    assert list(about_excel(SimpleNamespace(Version="16.0\nC:\\Users\\zhangsan"))) == ["Excel："]


def test_the_file_is_one_that_windows_editors_read_and_ends_with_the_log(profile: Path) -> None:
    try:
        raise ValueError("张三")
    except ValueError as error:
        log_failure("check_book", error)
    assert log_path().is_file()
    said = write_report(["关于与诊断", "版本"], profile)
    content = (profile / NAME).read_bytes()
    text = content.decode("utf-8-sig")
    assert NAME in said
    assert content.count(b"\n") == content.count(b"\r\n")
    assert text.startswith("关于与诊断\r\n版本\r\n")
    assert "check_book failed: ValueError" in text
    assert "张三" not in text


def test_of_a_long_log_only_the_end_goes_in_and_an_earlier_file_is_replaced(profile: Path) -> None:
    log_path().parent.mkdir(parents=True, exist_ok=True)
    log_path().write_text("".join(f"line {number}\n" for number in range(500)), encoding="utf-8")
    write_report(["一"], profile)
    write_report(["二"], profile)
    text = (profile / NAME).read_text(encoding="utf-8-sig")
    assert text.startswith("二\n")
    assert "line 499" in text
    assert "line 400\n" not in text


def test_the_diagnosis_in_it_is_the_one_that_takes_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    from xl_addin.hosts.excel.install import diagnosis

    monkeypatch.setattr(diagnosis, "_QUICK_LOOKS", (lambda: iter([diagnosis.Item("图标", "都在")]),))
    assert list(report.findings())[1:] == ["  正常　　图标：都在"]
