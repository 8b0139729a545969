"""The steps of a first run in a real Excel: what an office tries in one afternoon, numbered for the report.

A step says what must be seen. Those of part A are tried in every environment, the others once on one PC. New
steps go to the end of their part, so that a number means the same in every report.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from xl_addin.commands.catalog import COMMANDS
from xl_addin.commands.office.first_run import FAILED, NOT_TRIED, PASSED, SHEET
from xl_addin.commands.spec import GROUPS
from xl_addin.functions import CATALOG

ENVIRONMENTS: Final = (
    "Excel 2016 批量授权（VL），64 位",
    "Excel 2016 批量授权（VL），32 位",
    "Excel 2019，64 位",
    "Excel 2019，32 位",
    "Microsoft 365，64 位",
    "Microsoft 365，32 位",
    "WPS 表格（只做 A1、A11、A12）",
)
"""Every bitness once is enough where an office has no more; the order is that of importance."""
BOOK: Final = "首次核对.xlsx"
"""The workbook of the checklist in the bundle, with the self-test beside it."""
SELFTEST_BOOK: Final = "自检.xlsx"
SAMPLE_BOOK: Final = "改制测算示例.xlsx"


class Part(NamedTuple):
    """Some steps that are done together."""

    letter: str
    title: str
    minutes: int
    steps: tuple[str, ...]

    def numbered(self) -> list[tuple[str, str]]:
        """Give each step with its number.

        >>> Part("B", "细节", 5, ("看", "听")).numbered()
        [('B1', '看'), ('B2', '听')]
        """
        return [(f"{self.letter}{number}", step) for number, step in enumerate(self.steps, 1)]


_EVERYWHERE: Final = (
    "双击“安装.cmd”，看到“已装好”，其中写出的 Excel 版本、位数与本机相符（WPS：写明用“发送到”）",
    "直接打开 Excel（不带文件）：没有报错和安全提示，有一个空白工作簿，没有 xl_addin.xlam 的窗口，功能区有“改制测算”",
    f"打开“{SELFTEST_BOOK}”：几秒内出数；按 Ctrl+Alt+F9 全部重算后，“自检”表的结论是“全部通过”",
    '空白工作簿里输入 `=经济补偿金("1985-07-01","2011-09-28",1600,1500,2300)`，得 43200；函数向导里每个参数有中文说明',
    '输入 `=经济补偿金("错",1,1)`：单元格是错误值，`=ISERROR()` 为 TRUE，`SUM` 不会漏掉它',
    f"打开“{SAMPLE_BOOK}”，按“校验整簿”：有标记和“校验结果”表；按“清除标记”后与原来一样",
    "“生成测算表”“职工确认单”“口径比较”各按一次：写出并打开新工作簿，公式有数，图表完整",
    "表函数：365 自动展开；2016、2019 单独一格时是错误值，用“填充结果表”后正确",
    "存盘后在另一台装了本插件的电脑上打开：没有链接提示，重算后数值相同",
    "任务管理器里结束 pythonw.exe，再按 F9：数值恢复；关闭 Excel 后没有残留的 pythonw.exe（登录时启动的除外）",
    f"把“{SAMPLE_BOOK}”拖到桌面图标“改制测算”上：写出“-校验”副本，在 Excel（WPS）里打开不报损坏、不显示 #NAME?",
    "卸载：注册表、文件夹、“发送到”都不留东西（做完其他各项再做）",
)
_ONCE: Final = (
    "VBA 编辑器里“调试→编译”没有错误（安全性允许查看时）",
    f"函数向导有 {len({spec.category for spec in CATALOG.values()})} 个中文分类，各函数在自己的分类里，"
    "函数和每个参数都有中文说明（启动时不再登记，直接读自插件文件）",
    "整列引用（`A:H`）和只填了几十行的表一样快",
    "1904 日期系统的工作簿里，日期参数和返回日期的函数（如 期限）都正确",
    "数组区域比结果小时是错误值，不是截断；结果里超过 255 个字的说明完整显示",
    "没有打开任何工作簿时点每个按钮，得到中文提示；正在编辑单元格时点按钮，得到中文提示或按钮不可点",
    "点按钮后选定区域、筛选、计算方式不变；选中图片、图表时点按钮，做完后仍选中",
    "成组选定多张工作表时只多出一张结果表，仍成组；图表工作表在前时仍在前",
    "工作表受保护、工作簿结构受保护时，提示写明是哪张表",
    "在没有本插件的电脑上打开：数值仍在；“交付副本”没有链接提示，计算方式是自动",
    "打开程序写出的、公式没有接到插件的工作簿：公式变为可计算；表格（Ctrl+T）的其他行、带撇号的文字、文本格式的单元格不变",
    "名称、条件格式、数据有效性里用本插件函数：结果正确，或提示写明不支持",
    "单变量求解、模拟运算表里用本插件函数：求解结束后单元格不是 #N/A",
    "最后一张工作表隐藏或深度隐藏（VeryHidden）时，“校验整簿”的结果表排在最后一张可见表之后",
    "有数据条、色阶、图标集的表：校验后底纹、颜色正确，清除标记后用户自己的规则与次序不变",
    "结果表的链接能跳到名称含空格、撇号、# 和汉字的工作表；结果表冻结首行、筛选、页面设置和图表正确",
    "处理上万人的表超过半分钟：没有“正在等待其他应用程序完成 OLE 操作”的对话框",
    "五百字以上、含生僻字的说明在消息框里完整显示，按钮没有出屏幕",
    "OneDrive 或共享盘上自动保存的工作簿：按钮可用，新文件的位置写在提示里",
    "加密、未存盘、.xls 的工作簿按“交付副本”，给出中文提示",
    "命令运行中结束 pythonw.exe：计算方式、事件、屏幕刷新都恢复，状态栏不残留文字",
    "按钮运行后 Ctrl+Z 不能撤销（Excel 的限制），“清除标记”能还原",
    "Windows 用户名含中文、英文版 Windows（系统代码页不是 936）、没有打印机的电脑：能装能算（有哪种做哪种）",
    "同一台电脑的第二个用户：双击“安装.cmd”后能用",
    "功能区每个按钮都有图标、文字完整",
)
_BUTTONS: Final = tuple(f"{spec.name}：{spec.help}" for group in GROUPS for spec in COMMANDS if spec.group == group)
PARTS: Final = (
    Part("A", "每种环境都做", 20, _EVERYWHERE),
    Part("B", "只在一台上做：细节", 75, _ONCE),
    Part("C", f"只在一台上做：在“{SAMPLE_BOOK}”里逐个按按钮", 30, _BUTTONS),
)
HOW_TO_REPORT: Final = (
    f"每台电脑：在 Excel 里打开“{BOOK}”，“{SHEET}”表的“结果”列从下拉里选“{PASSED}”“{FAILED}”“{NOT_TRIED}”",
    "填好后按功能区“资料”组的“关于与诊断”，桌面上多出一个“改制测算诊断.txt”",
    "把这一个文件发给维护人员。里面只有版本、诊断、各项编号和结果、日志末尾，没有姓名、身份证号和单元格内容",
    "没有功能区时（装不上、WPS）：用开始菜单“改制测算→诊断”写出同名文件，连同填好的“首次核对.xlsx”一起发",
)
