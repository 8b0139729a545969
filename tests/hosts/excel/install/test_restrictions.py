"""What administrators forbid is told with the sentence to send to them; the registry is a stand-in."""

from __future__ import annotations

from typing import Any

import pytest

from xl_addin.hosts.excel import resident
from xl_addin.hosts.excel.install import diagnosis, registry
from xl_addin.hosts.excel.install.machine import Excel, is_from_store
from xl_addin.hosts.excel.install.open_entries import OURS
from xl_addin.hosts.excel.install.places import HOME, options_key, trusted_key
from xl_addin.hosts.excel.install.restrictions import may_start_nothing, restrictions

COMMON = r"Software\Policies\Microsoft\Office\16.0\Common"
EXCEL = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
STORE = r"C:\Program Files\WindowsApps\Microsoft.Office.Desktop.Excel_1__8wekyb3d8bbwe\Office16\EXCEL.EXE"
OWN = r"Software\Microsoft\Office\16.0\Excel\Security\Trusted Locations"
ASR = r"SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
WIN32, CHILDREN = "92E97FA1-2EDF-4476-BDD6-9DD0B4DDDC7B", "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
USER, PC = "user", "pc"

Keys = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Keys:
    """The registry by place and key; names of keys are compared as Windows does."""
    found: Keys = {}

    def values(place: str, key: str) -> dict[str, Any]:
        return next(
            (held for (where, name), held in found.items() if (where, name.lower()) == (place, key.lower())), {}
        )

    monkeypatch.setattr(registry, "values", lambda key: values(USER, key))
    monkeypatch.setattr(registry, "machine_values", lambda key: [values(PC, key), {}])
    return found


@pytest.mark.parametrize(
    ("place", "key", "name", "value", "state", "asked"),
    [
        (USER, EXCEL, "DisableAllAddins", 1, "禁止所有加载项", "取消“禁用所有应用程序加载项”"),
        (USER, EXCEL, "requireaddinsig", 1, "要求加载项有签名", "xl_addin.xlam 签名"),
        (USER, COMMON, "VBAOFF", 1, "停用了 Office 的 VBA", "禁用 VBA"),
        (PC, COMMON, "vbaoff", 1, "停用了 Office 的 VBA", "禁用 VBA"),
        (USER, rf"{EXCEL}\Trusted Locations", "AllLocationsDisabled", 1, "停用了受信任位置", "用组策略把"),
        (USER, rf"{COMMON}\Security\Trusted Locations", "Allow User Locations", 0, "只认组策略设的", "用组策略把"),
        (PC, ASR, WIN32, "1", "禁止 Office 宏调用 Windows 接口", "xl_addin.xlam"),
        (PC, ASR, WIN32.lower(), "6", "禁止 Office 宏调用 Windows 接口", "92e97fa1"),
        (PC, ASR, CHILDREN, "1", "禁止 Office 启动子进程", "pythonw.exe"),
    ],
)
def test_each_rule_is_told_once_with_the_sentence_to_send(
    keys: Keys, place: str, key: str, name: str, value: Any, state: str, asked: str
) -> None:
    keys[place, key] = {name: value}
    [found] = restrictions("16.0")
    assert state in found.state
    assert asked in found.request
    assert found.remedy.startswith("请把这句话发给单位的电脑管理员：“请")
    assert restrictions("15.0") == ([found] if key == ASR else [])


@pytest.mark.parametrize(
    ("place", "key", "name", "value"),
    [
        (USER, EXCEL, "DisableAllAddins", 0),
        (USER, rf"{COMMON}\Security\Trusted Locations", "Allow User Locations", 1),
        (PC, ASR, WIN32, "0"),
        (PC, ASR, CHILDREN, "2"),
        (PC, ASR, "be9ba2d9-53ea-4cdc-84e5-9b1eeee46550", "1"),
    ],
)
def test_rules_that_forbid_nothing_of_ours_are_no_trouble(
    keys: Keys, place: str, key: str, name: str, value: Any
) -> None:
    keys[place, key] = {name: value}
    assert restrictions("16.0") == []


def test_what_users_switched_off_themselves_they_can_switch_on(keys: Keys) -> None:
    keys[USER, OWN] = {"AllLocationsDisabled": 1}
    [found] = restrictions("16.0")
    assert "Excel 里停用了受信任位置" in found.state
    assert found.remedy.startswith("请在 Excel“文件-选项-信任中心")


def test_a_rule_for_the_user_goes_before_one_for_the_pc(keys: Keys) -> None:
    keys[PC, COMMON] = {"vbaoff": 1}
    keys[USER, COMMON] = {"VBAOff": 0}
    assert restrictions("16.0") == []


def test_the_diagnosis_names_every_rule_beside_what_is_right(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    keys[USER, options_key("16.0")] = {"OPEN": OURS}
    keys[USER, trusted_key("16.0")] = {"Path": f"{HOME}\\"}
    keys[PC, ASR] = {WIN32: "1", CHILDREN: "1"}
    monkeypatch.setattr(diagnosis, "excels", lambda: [Excel("16.0", 64)])
    lines = [item.line for item in diagnosis._excel()]
    assert [line.partition("。")[0] for line in lines] == [
        "有问题　Excel 2016/2019/2021/365（64 位）：Windows Defender 的规则禁止 Office 宏调用 Windows 接口",
        "有问题　Excel 2016/2019/2021/365（64 位）：Windows Defender 的规则禁止 Office 启动子进程",
    ]
    keys[PC, ASR] = {}
    assert [item.line for item in diagnosis._excel()] == [
        "正常　　Excel 2016/2019/2021/365（64 位）：已登记，位置受信任"
    ]


@pytest.mark.parametrize(
    ("path", "store"),
    [
        (STORE, True),
        (r"C:\Program Files\Microsoft Office\Root\Office16\EXCEL.EXE", False),
    ],
)  # fmt: skip
def test_an_excel_from_the_store_is_told(keys: Keys, monkeypatch: pytest.MonkeyPatch, path: str, store: bool) -> None:
    keys[PC, r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"] = {"": path}
    monkeypatch.setattr(diagnosis, "excels", list)
    assert is_from_store() is store
    [item] = diagnosis._excel()
    assert bool(item.remedy) is store
    assert ("应用商店" in item.state) is store


@pytest.mark.parametrize(("value", "forbidden"), [("1", True), ("6", True), ("0", False), ("2", False), (None, False)])
def test_the_second_way_is_taken_where_the_rule_blocks_or_warns(keys: Keys, value: str | None, forbidden: bool) -> None:
    keys[PC, ASR] = {} if value is None else {CHILDREN: value}
    assert may_start_nothing() is forbidden


@pytest.mark.parametrize(
    ("rule", "running", "state", "is_well"),
    [
        ("0", False, "由 Excel 启动", True),
        ("0", True, "由 Excel 启动；开始菜单启动的也在运行", True),
        ("1", True, "改用登录时启动的，正在运行", True),
        ("1", False, "登录时启动的没有运行", False),
    ],
)
def test_the_diagnosis_tells_who_starts_python_and_the_rule_is_no_fault_while_the_second_way_works(
    keys: Keys, monkeypatch: pytest.MonkeyPatch, rule: str, running: bool, state: str, is_well: bool
) -> None:
    keys[PC, ASR] = {CHILDREN: rule}
    monkeypatch.setattr(resident, "is_running", lambda: running)
    [item] = diagnosis._second_way()
    assert state in item.state
    assert (item.remedy == "") is is_well
    assert (restrictions("16.0") == []) is is_well
