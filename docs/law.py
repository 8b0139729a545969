"""The page of legal parameters, docs/law.zh-CN.md: every value with its days, its article and how sure it is.

``python -m docs.law`` rewrites it from the data by which amounts are computed; a test demands that it is current.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from xl_addin.policy.lookup import interval_text
from xl_addin.policy.options import OptionSpec, option_specs
from xl_addin.policy.profiles import Profile, profiles
from xl_addin.policy.schema import CERTAINTIES, UNITS, Document, Parameter
from xl_addin.policy.store import national
from xl_addin.values.money import MICRO, decimal_text

PAGE: Final = Path(__file__).parent / "law.zh-CN.md"
_HEAD: Final = """# 法律参数和出处

本页由政策数据自动生成，数据版本 `{version}`，与 `xl-addin policy check` 和“关于与诊断”所写的一致。
**原文**：查过文件原文；**转引，待确认**：只见到公开网页上的转述；**待确认**：知道有这项规定，没有找到文本。
后两种用之前请对照原件。
没有列出数值的参数，各地不同，由单位在“政策”表填写；不填就是缺口，函数给出 `#N/A`，不借用别的年份。

## 文件
"""
_SCOPES: Final = {"nationwide": "全国一致", "typical": "各省可能不同，须核对", "local": "没有全国数值"}


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _document(one: Document) -> str:
    repealed = f"，由{one.repealed_by}废止" if one.repealed_by else ""
    until = f"{one.effective_to.isoformat()}{repealed}" if one.effective_to else "现行"
    return _row(f"`{one.id}`", one.name, one.issuer, one.effective_from.isoformat(), until, CERTAINTIES[one.certainty])


def _parameter(one: Parameter) -> Iterator[str]:
    yield from (f"### {one.name} `{one.id}`", "")
    yield from (f"{one.description}。单位：{UNITS[one.unit]}；{_SCOPES[one.scope]}。", "")
    if one.values:
        yield from (_row("数值", "何时", "文件和条文", "原文", "可靠程度"), "|---|---|---|---|---|")
        for value in one.values:
            source = f"{national().documents[value.document].name}{value.article}"
            figure = decimal_text(value.micro, MICRO)
            yield _row(figure, interval_text(value), source, value.quote, CERTAINTIES[value.certainty])
        yield ""


def _profile(one: Profile) -> Iterator[str]:
    yield from (f"### {one.title} `{one.id}`", "", f"依据：{one.basis}（{CERTAINTIES[one.certainty]}）。", "")


def _words(one: OptionSpec) -> str:
    return "；".join([*one.values.values(), *(["或填数值"] if one.kind != "choice" else [])])


def page() -> str:
    """The whole page.

    >>> page().splitlines()[0]
    '# 法律参数和出处'
    """
    store = national()
    lines = [_HEAD.format(version=store.version), _row("编号", "文件", "发文机关", "施行", "效力", "可靠程度")]
    lines += ["|---|---|---|---|---|---|", *map(_document, store.documents.values()), ""]
    lines += ["## 参数", "", *(line for one in store.parameters.values() for line in _parameter(one))]
    lines += ["## 口径", "", *(line for one in profiles().values() for line in _profile(one))]
    lines += ["## 有争议的选项", "", "“政策”表里改；每个选项的第一个值是默认值。", ""]
    lines += [_row("选项", "可填的值"), "|---|---|"]
    lines += [_row(spec.label, _words(spec)) for spec in option_specs().values()]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Rewrite the page of the checkout."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
