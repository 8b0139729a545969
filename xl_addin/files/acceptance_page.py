"""The page of the manual that says what is read, what is repaired with a notice, and what is refused and why."""

from __future__ import annotations

from xl_addin.files.acceptance import file_kinds, repair_kinds
from xl_addin.files.container import MAX_ENTRIES, MAX_PART_BYTES, MAX_TOTAL_BYTES

_NAME = "某文件"


def formats_page() -> str:
    """The page in Chinese, from the table of kinds and repairs."""
    kinds = file_kinds().values()
    lines = [
        "# 能读哪些文件，读时改了什么，哪些不读",
        "",
        "本页由程序的数据自动生成。文件是什么，看的是内容，不看扩展名：网页存成的 .xls、改了扩展名的 .et 照样认得。",
        "",
        "## 能读的文件",
        "",
        "| 文件 | 读到什么 |",
        "|---|---|",
        *(f"| {kind.title} | {kind.read} |" for kind in kinds if kind.read),
        "",
        "`check`、各个出新工作簿的命令和 Python 接口对它们一样。`run`、校验标记、清除标记、交付副本要写回原表的样子，",
        "所以 .xlsx 以外的文件先转成 .xlsx 副本：装有 LibreOffice 的由它转换（公式和格式保留），再逐格与读到的值核对；",
        "没有装的，按读到的值重建（只有值、列宽、日期格式和合并单元格）。用了哪一种，结果里有一行说明。",
        "",
        f"一个 .xlsx 最多 {MAX_ENTRIES:,} 个部件，展开后一个部件最多 {MAX_PART_BYTES // 10**6} MB、"
        f"合计最多 {MAX_TOTAL_BYTES // 10**6} MB，超过的拒绝读取。",
        "",
        "## 照样读取、但要提示的毛病",
        "",
        "| 毛病 | 提示 | 怎么办 |",
        "|---|---|---|",
        *(
            f"| {one.title} | {one.message.format(sheet='某表', count='若干', first='C5')} | {one.remedy} |"
            for one in repair_kinds().values()
        ),
        "",
        "## 不读的文件",
        "",
        "| 文件 | 提示 |",
        "|---|---|",
        *(f"| {kind.title} | {kind.refusal.format(name=_NAME)} |" for kind in kinds if kind.refusal),
        "",
    ]
    return "\n".join(lines)
