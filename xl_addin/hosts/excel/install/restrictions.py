"""What an office's administrators have forbidden that the add-in needs, each with the sentence to send to them.

A user cannot change these rules, and Excel says nothing of them: the ribbon is missing, or every cell is an error.
Read are the places of Office's group policies, of the user's own trust centre, and of Defender's rules against attacks
by Office macros.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from xl_addin.hosts.excel import resident
from xl_addin.hosts.excel.install import registry
from xl_addin.hosts.excel.install.places import HOME, policy_key

_ASR_KEYS: Final = (
    r"SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
    r"SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules",
)
_ASR_EXCEPTION: Final = "在“攻击面减少规则”里把 {} 列为例外（规则 {}）"
_NO_CHILDREN: Final = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
_ASR_RULES: Final = {
    "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b": ("禁止 Office 宏调用 Windows 接口", f"{HOME}\\xl_addin.xlam"),
    _NO_CHILDREN: ("禁止 Office 启动子进程", f"{HOME}\\python\\pythonw.exe"),
}
_BLOCKING: Final = frozenset({"1", "6"})
"""Block, and warn until the user confirms; 0 is off and 2 only writes a log."""

_INNER_MARKS: Final = str.maketrans("“”", "‘’")


class Restriction(NamedTuple):
    """What is forbidden, and what to ask of the administrators, or what users undo themselves."""

    state: str
    request: str
    by_user: bool = False

    @property
    def remedy(self) -> str:
        """What the user does."""
        if self.by_user:
            return f"请{self.request}"
        inner = self.request.translate(_INNER_MARKS)
        return f"请把这句话发给单位的电脑管理员：“请{inner}，改制测算插件要用”"


def restrictions(version: str) -> list[Restriction]:
    """List what is forbidden to this version of Excel (``16.0``) or on this PC."""
    return [*_of_excel(version), *_of_defender()]


def _of_excel(version: str) -> Iterator[Restriction]:
    office = rf"Software\Policies\Microsoft\Office\{version}"
    rules = _rules(policy_key(version))
    trust = f"用组策略把 {HOME} 设为 Excel 的受信任位置"
    if rules.get("disablealladdins") == 1:
        yield Restriction("单位策略禁止所有加载项", "在 Excel 组策略里取消“禁用所有应用程序加载项”")
    if rules.get("requireaddinsig") == 1:
        yield Restriction(
            "单位策略要求加载项有签名", f"为 {HOME}\\xl_addin.xlam 签名，或取消“要求应用程序加载项由受信任的发布者签名”"
        )
    if any(_rules(rf"{office}\Common").get(name) == 1 for name in ("vbaoff", "disablevba")):
        yield Restriction("单位策略停用了 Office 的 VBA", "在 Office 组策略里取消“为 Office 应用程序禁用 VBA”")
    if _rules(rf"{policy_key(version)}\Trusted Locations").get("alllocationsdisabled") == 1:
        yield Restriction("单位策略停用了受信任位置", f"取消“禁用所有受信任位置”，并{trust}")
    elif _own(version).get("alllocationsdisabled") == 1:
        yield Restriction(
            "Excel 里停用了受信任位置",
            "在 Excel“文件-选项-信任中心-受信任位置”里取消“禁用所有受信任位置”",
            by_user=True,
        )
    if _rules(rf"{office}\Common\Security\Trusted Locations").get("allow user locations") == 0:
        yield Restriction("单位策略只认组策略设的受信任位置", trust)


def may_start_nothing() -> bool:
    """Tell whether this PC lets Excel start no other program; another way to Python is needed then."""
    return _is_in_force(_NO_CHILDREN)


def _is_in_force(rule: str) -> bool:
    found = [view for key in _ASR_KEYS for view in registry.machine_values(key)]
    return any(str(value) in _BLOCKING for view in found for name, value in view.items() if name.lower() == rule)


def _of_defender() -> Iterator[Restriction]:
    for rule, (state, path) in _ASR_RULES.items():
        if rule == _NO_CHILDREN and resident.is_running():
            continue  # the second way is in use
        if _is_in_force(rule):
            yield Restriction(f"Windows Defender 的规则{state}", _ASR_EXCEPTION.format(path, rule))


def _rules(key: str) -> dict[str, object]:
    """Rules for this user, else for the whole PC, by names in small letters."""
    views = [*reversed(registry.machine_values(key)), registry.values(key)]
    return {name.lower(): value for view in views for name, value in view.items()}


def _own(version: str) -> dict[str, object]:
    key = rf"Software\Microsoft\Office\{version}\Excel\Security\Trusted Locations"
    return {name.lower(): value for name, value in registry.values(key).items()}
