"""The function table of the README and the Chinese function manual, rendered from the catalog.

``python -m xl_addin.functions.manual`` rewrites both in a checkout; a test demands that they are current.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Final

from xl_addin.files.acceptance_page import formats_page
from xl_addin.functions.catalog import CATALOG
from xl_addin.functions.spec import FunctionSpec
from xl_addin.tables.accepted import headings_page

BEGIN: Final = "<!-- functions: begin -->"
END: Final = "<!-- functions: end -->"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def function_table() -> str:
    """One row a function: name, alias, what it gives.

    >>> function_table().splitlines()[0]
    '| function | alias | gives |'
    """
    rows = ["| function | alias | gives |", "|---|---|---|"]
    rows += [f"| {spec.name} | {spec.alias} | {_cell(spec.help_en)} {_cell(spec.help)} |" for spec in CATALOG.values()]
    return "\n".join(rows)


def _entry(spec: FunctionSpec) -> list[str]:
    lines = [f"### {spec.alias} `{spec.name}`", "", spec.help, "", "| 参数 | 单位 | 说明 | 例 |", "|---|---|---|---|"]
    for argument in spec.arguments:
        default = f"；可省略，省略时{argument.default or '为空'}" if argument.optional else ""
        name = f"[{argument.name}]" if argument.optional else argument.name
        cells = (name, argument.unit, argument.help + default, argument.example)
        lines.append(f"| {' | '.join(_cell(cell) for cell in cells)} |")
    return [*lines, "", f"结果：{spec.result}。例：`{spec.example}`", ""]


def manual() -> str:
    """The whole manual of functions in Chinese, by category."""
    lines = [
        "# 工作表函数手册",
        "",
        "本页由函数目录自动生成。英文名不分大小写，中文别名等效；日期可写 1985-07-01、1985.07、85年7月。",
        "",
    ]
    for category, specs in groupby(CATALOG.values(), key=lambda spec: spec.category):
        lines += [f"## {category}", ""]
        for spec in specs:
            lines += _entry(spec)
    return "\n".join(lines).rstrip() + "\n"


def with_table(readme: str) -> str:
    """Put the current function table between the two markers of a README."""
    head, _, rest = readme.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{function_table()}\n{END}{tail}"


def main() -> None:
    """Rewrite README.md and the generated pages of the manual in docs/ of the checkout."""
    root = Path(__file__).parents[2]
    readme = root / "README.md"
    readme.write_text(with_table(readme.read_text(encoding="utf-8")), encoding="utf-8")
    (root / "docs" / "functions.zh-CN.md").write_text(manual(), encoding="utf-8")
    (root / "docs" / "headings.zh-CN.md").write_text(headings_page(), encoding="utf-8")
    (root / "docs" / "formats.zh-CN.md").write_text(formats_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
