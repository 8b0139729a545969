"""What must be tried the first time the add-in meets a real Excel: each button, each function, each host.

``python -m xl_addin.hosts.excel.checklist`` rewrites the checklist and the pictures of the manual in a checkout; a
test demands that they are current.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from xl_addin.commands.catalog import COMMANDS
from xl_addin.commands.spec import GROUPS
from xl_addin.functions import CATALOG
from xl_addin.hosts.excel.pictures import pictures

FILE: Final = "excel-first-run.zh-CN.md"
_HEAD: Final = """# 第一次在真 Excel 里运行：核对清单

本页由命令目录和函数目录自动生成。**到目前为止，本插件没有在真正的 Excel 或 WPS 里运行过**：
VBA 工程由多个独立程序解析过，Python 部分在 Wine 里经同一个 DLL 逐个函数对过，其余见下表。
哪一项不对，请把 `%LOCALAPPDATA%\\xl_addin\\xl_addin.log` 和“关于与诊断”的文字发给维护人员（都不含姓名、身份证号）。

## 一、环境（每种各做一遍）
| 环境 | 安装 | 打开 Excel 无报错、无安全提示 | 功能区有“改制测算” | 结果 |
|---|---|---|---|---|
"""
_HOSTS: Final = (
    "Excel 2016 64 位（批量授权）",
    "Excel 2019 64 位",
    "Excel 2021 64 位",
    "Excel 365 64 位",
    "Excel 2016–365 32 位（应提示：单元格函数不可用，可用“发送到”）",
    "WPS 表格（应提示：单元格函数不可用，可用“发送到”）",
    "Windows 用户名含中文",
    "英文版 Windows（系统代码页不是 936）",
    "没有打印机的电脑",
    "同一台电脑的第二个用户",
)
_STEPS: Final = (
    "VBA 编辑器里“调试→编译”没有错误（安全性允许查看时）",
    "函数向导里分类“改制测算”下能看到全部函数，每个参数有中文说明",
    "单元格里的错误是真错误值（`=ISERROR(A1)` 为 TRUE），`SUM` 因此不会漏掉一个人",
    "整列引用（`A:H`）和只填了几十行的表一样快",
    "1904 日期系统的工作簿里日期正确",
    "表函数在 365/2021 自动展开；在 2016/2019 单独一格时是错误值，用“填充结果表”后正确",
    "数组区域比结果小时是错误值，不是截断",
    "没有打开任何工作簿时点每个按钮，得到中文提示",
    "正在编辑单元格时点按钮，得到中文提示或按钮不可点",
    "点按钮后选定区域、筛选、计算方式不变；“清除标记”后与点之前一样",
    "工作表受保护、工作簿结构受保护时，提示写明是哪张表",
    "存盘后在另一台装了本插件的电脑上打开：没有链接提示，重算后数值相同",
    "存盘后在没有本插件的电脑上打开：数值仍在；“交付副本”没有链接提示",
    "文件版（命令行、“发送到”）写出的工作簿在 Excel 里打开：公式可重算，不显示 #NAME?",
    "任务管理器里结束 pythonw.exe 后，下一次重算自动恢复",
    "关闭 Excel 后没有残留的 pythonw.exe",
    "卸载后注册表、文件夹、“发送到”都不留东西",
)


def checklist() -> str:
    """The checklist in Markdown."""
    lines = [_HEAD.rstrip("\n")]
    lines += [f"| {host} |  |  |  |  |" for host in _HOSTS]
    lines += ["", "## 二、行为", "| 核对什么 | 结果 |", "|---|---|"]
    lines += [f"| {step} |  |" for step in _STEPS]
    lines += ["", "## 三、按钮", "| 组 | 按钮 | 应当 | 结果 |", "|---|---|---|---|"]
    for group in GROUPS:
        lines += [f"| {group} | {spec.name} | {spec.help} |  |" for spec in COMMANDS if spec.group == group]
    lines += [
        "",
        "## 四、函数",
        "打开 `workbooks/selftest.xlsx`，按 Ctrl+Alt+F9 全部重算，“自检”表应当全部“通过”。逐个核对：",
    ]
    lines += ["| 函数 | 中文名 | 例 | 结果 |", "|---|---|---|---|"]
    lines += [
        f"| {spec.name} | {spec.alias} | `{spec.example.replace('|', chr(92) + '|')}` |  |" for spec in CATALOG.values()
    ]
    return "\n".join(lines) + "\n"


def files() -> dict[str, str]:
    """Every generated file under ``docs`` by its path there."""
    return {FILE: checklist(), **{f"images/{name}": text for name, text in pictures().items()}}


def main() -> None:
    """Rewrite the generated files of the checkout."""
    docs = Path(__file__).parents[3] / "docs"
    for name, text in files().items():
        (docs / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
