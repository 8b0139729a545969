"""What must be tried the first time the add-in meets a real Excel: each button, each function, each host.

``python -m xl_addin.hosts.excel.manual.checklist`` rewrites all generated documents of the Excel host in a checkout:
the checklist, the pictures and the generated parts of the clerk's manual; a test demands that they are current.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from xl_addin.functions import CATALOG
from xl_addin.hosts.excel.manual.clerk_manual import FILE as MANUAL
from xl_addin.hosts.excel.manual.clerk_manual import with_parts
from xl_addin.hosts.excel.manual.first_run import ENVIRONMENTS, HOW_TO_REPORT, PARTS, SELFTEST_BOOK
from xl_addin.hosts.excel.manual.pictures import pictures

FILE: Final = "excel-first-run.zh-CN.md"
_HEAD: Final = """# 第一次在真 Excel 里运行：核对清单

本页由命令目录和函数目录自动生成。**到目前为止，本插件没有在真正的 Excel 或 WPS 里运行过**：
VBA 工程由多个独立程序解析过，Python 部分在 Wine 里经 64 位和 32 位两个连接库逐个函数对过，其余见下表。

安装包的“首次核对”文件夹里有这张清单的工作簿、自检和示例。一个下午做得完：
第一台电脑 {first} 分钟，以后每种环境 {each} 分钟。

## 一、环境（有哪种做哪种，64 位和 32 位至少各一种）
"""


def checklist() -> str:
    """The checklist in Markdown."""
    each, everything = PARTS[0].minutes, sum(part.minutes for part in PARTS)
    lines = [_HEAD.format(first=everything, each=each).rstrip("\n")]
    lines += [f"{number}. {environment}" for number, environment in enumerate(ENVIRONMENTS, 1)]
    lines += ["", "## 二、怎样记、怎样发回"]
    lines += [f"{number}. {step}" for number, step in enumerate(HOW_TO_REPORT, 1)]
    for ordinal, part in zip("三四五", PARTS, strict=True):
        lines += [
            "",
            f"## {ordinal}、{part.title}（{part.minutes} 分钟）",
            "| 编号 | 核对什么 | 结果 |",
            "|---|---|---|",
        ]
        lines += [f"| {number} | {step} |  |" for number, step in part.numbered()]
    lines += [
        "",
        "## 六、函数",
        f"“{SELFTEST_BOOK}”（A3）已经逐个核对；有未通过项时，用下面的例子看是哪一个：",
    ]
    lines += ["| 函数 | 中文名 | 例 |", "|---|---|---|"]
    lines += [
        f"| {spec.name} | {spec.alias} | `{spec.example.replace('|', chr(92) + '|')}` |" for spec in CATALOG.values()
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
