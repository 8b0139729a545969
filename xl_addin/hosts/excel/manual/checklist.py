"""What must be tried the first time the add-in meets a real Excel: each button, each function, each host.

``python -m xl_addin.hosts.excel.manual.checklist`` rewrites all generated documents of the Excel host in a checkout:
the checklist, the pictures and the generated parts of the clerk's manual; a test demands that they are current.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from xl_addin.commands.catalog import COMMANDS
from xl_addin.commands.spec import GROUPS
from xl_addin.functions import CATALOG
from xl_addin.hosts.excel.manual.clerk_manual import FILE as MANUAL
from xl_addin.hosts.excel.manual.clerk_manual import with_parts
from xl_addin.hosts.excel.manual.pictures import pictures

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
    f"函数向导有 {len({spec.category for spec in CATALOG.values()})} 个中文分类，各函数在自己的分类里，"
    "函数和每个参数都有中文说明（启动时不再登记，直接读自插件文件）",
    "单元格里的错误是真错误值（`=ISERROR(A1)` 为 TRUE），`SUM` 因此不会漏掉一个人",
    "整列引用（`A:H`）和只填了几十行的表一样快",
    "1904 日期系统的工作簿里日期正确",
    "表函数在 365/2021 自动展开；在 2016/2019 单独一格时是错误值，用“填充结果表”后正确",
    "数组区域比结果小时是错误值，不是截断",
    "没有打开任何工作簿时点每个按钮，得到中文提示",
    "功能区每个按钮都有图标、文字完整",
    "正在编辑单元格时点按钮，得到中文提示或按钮不可点",
    "点按钮后选定区域、筛选、计算方式不变；“清除标记”后与点之前一样",
    "工作表受保护、工作簿结构受保护时，提示写明是哪张表",
    "存盘后在另一台装了本插件的电脑上打开：没有链接提示，重算后数值相同",
    "存盘后在没有本插件的电脑上打开：数值仍在；“交付副本”没有链接提示",
    "文件版（命令行、“发送到”）写出的工作簿在 Excel 里打开：公式可重算，不显示 #NAME?",
    "直接打开 Excel（不带文件）：有一个空白工作簿，没有闪出或留下 xl_addin.xlam 的窗口",
    "打开程序写出的、公式没有接到插件的工作簿：公式变为可计算；表格（Ctrl+T）的其他行、带撇号的文字、文本格式的单元格不变",
    "名称、条件格式、数据有效性里用本插件函数：结果正确，或提示写明不支持",
    "单变量求解、模拟运算表里用本插件函数：求解结束后单元格不是 #N/A",
    "1904 日期系统的工作簿里，返回日期的函数（如 期限）显示的日期正确",
    "表函数结果里超过 255 个字的说明完整显示",
    "选中图片、图表时点按钮：做完后仍选中；成组选定多张工作表时只多出一张结果表，仍成组；图表工作表在前时仍在前",
    "最后一张工作表隐藏或深度隐藏（VeryHidden）时，“校验整簿”的结果表排在最后一张可见表之后",
    "有数据条、色阶、图标集的表：校验后底纹、颜色正确，清除标记后用户自己的规则与次序不变",
    "结果表的链接能跳到名称含空格、撇号、# 和汉字的工作表；结果表冻结首行、筛选、页面设置和图表正确",
    "处理上万人的表超过半分钟：没有“正在等待其他应用程序完成 OLE 操作”的对话框",
    "五百字以上、含生僻字的说明在消息框里完整显示，按钮没有出屏幕",
    "OneDrive 或共享盘上自动保存的工作簿：按钮可用，新文件的位置写在提示里",
    "交付副本：对方打开后计算方式是自动；加密、未存盘、.xls 的工作簿给出中文提示",
    "命令运行中结束 pythonw.exe：计算方式、事件、屏幕刷新都恢复，状态栏不残留文字",
    "按钮运行后 Ctrl+Z 不能撤销（Excel 的限制），“清除标记”能还原",
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


def files(docs: Path) -> dict[str, str]:
    """Every generated file under ``docs`` by its path there; the manual keeps what is written by hand."""
    manual = with_parts((docs / MANUAL).read_text(encoding="utf-8"))
    return {FILE: checklist(), MANUAL: manual, **{f"images/{name}": text for name, text in pictures().items()}}


def main() -> None:
    """Rewrite the generated files of the checkout."""
    docs = Path(__file__).parents[4] / "docs"
    for name, text in files(docs).items():
        (docs / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
