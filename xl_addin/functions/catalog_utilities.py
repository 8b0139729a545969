"""Declarations of the policy look-ups and of the small tools."""

from __future__ import annotations

from typing import Final

from xl_addin.functions import utilities
from xl_addin.functions.arguments import POLICY
from xl_addin.functions.spec import ArgumentSpec, FunctionSpec

SPECS: Final = (
    FunctionSpec(
        "SOE_RATE", "政策参数", "政策",
        "某个政策参数在某日某地的数值，如养老单位费率；没有数值时给出 #N/A，不用相邻年份代替。",
        "Value of a legal parameter on a date at a place.",
        (
            ArgumentSpec("parameter", "参数", "文字", "参数名称，如 养老单位费率、缴费基数下限、滞纳金日率", "养老单位费率"),
            ArgumentSpec("on_date", "日期", "日期", "查哪一天的数值", "2005-06-01"),
            ArgumentSpec("place", "地区", "文字", "地区名称，空白为全国", "宜春市", default="全国"),
            POLICY,
        ),
        "比例、倍数或元/月", '=SOE_RATE("养老单位费率","2005-06-01")', utilities.rate,
    ),
    FunctionSpec(
        "SOE_RATE_SOURCE", "政策依据", "政策",
        "某个政策参数在某日某地的依据：文件、条文、原文和可靠程度。",
        "Citation of a legal parameter's value.",
        (
            ArgumentSpec("parameter", "参数", "文字", "参数名称，同 SOE_RATE", "养老单位费率"),
            ArgumentSpec("on_date", "日期", "日期", "查哪一天的依据", "2005-06-01"),
            ArgumentSpec("place", "地区", "文字", "地区名称，空白为全国", "宜春市", default="全国"),
            POLICY,
        ),
        "文字", '=SOE_RATE_SOURCE("养老单位费率","2005-06-01")', utilities.rate_source,
    ),
    FunctionSpec(
        "SOE_DATE", "规范日期", "工具",
        "把 1985.07、85年7月、八五年七月 等写法转成日期；1985.1 有两种读法时提问（#N/A）。",
        "A date from what a clerk typed.",
        (
            ArgumentSpec("text", "日期文字", "文字或数字", "要转换的日期", "1985.07"),
            ArgumentSpec(
                "month_decimal", "年月写法", "文字", "ask 提问；month_two_digits 表示本列月份写两位，1985.1 即十月", "ask",
                default="ask",
            ),
        ),
        "日期", '=SOE_DATE("85年7月")', utilities.date_of,
    ),
)  # fmt: skip
