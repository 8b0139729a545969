"""Declarations of the policy look-ups and of the small tools."""

from __future__ import annotations

from typing import Final

from xl_addin.functions.kinds import DeferredModule
from xl_addin.functions.spec import POLICY, ArgumentSpec, FunctionSpec

utilities = DeferredModule("xl_addin.functions.tools.functions")

SPECS: Final = (
    FunctionSpec(
        "SOE_RATE", "政策参数", "政策",
        "某个政策参数在某日某地的数值，如养老单位费率；没有数值时给出 #N/A，不用相邻年份代替。",
        "Value of a legal parameter on a date at a place.",
        (
            ArgumentSpec("parameter", "参数", "文字", "参数名称，如 养老单位费率、缴费基数下限、滞纳金日率", "养老单位费率", "parameter"),
            ArgumentSpec("on_date", "日期", "日期", "查哪一天的数值", "2005-06-01", "day_first"),
            ArgumentSpec("place", "地区", "文字", "地区名称，空白为全国", "宜春市", "text", default="全国"),
            POLICY,
        ),
        "比例、倍数或元/月", '=SOE_RATE("养老单位费率","2005-06-01")', utilities.rate,
    ),
    FunctionSpec(
        "SOE_RATE_SOURCE", "政策依据", "政策",
        "某个政策参数在某日某地的依据：文件、条文、原文和可靠程度。",
        "Citation of a legal parameter's value.",
        (
            ArgumentSpec("parameter", "参数", "文字", "参数名称，同 SOE_RATE", "养老单位费率", "parameter"),
            ArgumentSpec("on_date", "日期", "日期", "查哪一天的依据", "2005-06-01", "day_first"),
            ArgumentSpec("place", "地区", "文字", "地区名称，空白为全国", "宜春市", "text", default="全国"),
            POLICY,
        ),
        "文字", '=SOE_RATE_SOURCE("养老单位费率","2005-06-01")', utilities.rate_source,
    ),
    FunctionSpec(
        "SOE_POLICY_VERSION", "政策版本", "政策",
        "本次计算所用口径的名称、状态（已确认或未确认口径）和内容校验码。",
        "Profile, status and content hash of a policy.",
        (POLICY,), "文字", "=SOE_POLICY_VERSION(政策!A1:F20)", utilities.policy_version,
    ),
    FunctionSpec(
        "SOE_VOTE", "职代会表决", "程序",
        "职代会表决是否有效：实到须达应到的三分之二，同意须过全体应到代表的半数。",
        "Whether a workers' congress vote passes.",
        (
            ArgumentSpec("delegates", "应到人数", "人", "全体代表人数", "120", "whole"),
            ArgumentSpec("attended", "实到人数", "人", "到会代表人数", "100", "whole"),
            ArgumentSpec("in_favour", "同意人数", "人", "投同意票的人数", "80", "whole"),
        ),
        "通过 / 不足三分之二 / 未过半数", "=SOE_VOTE(120,100,80)", utilities.vote,
    ),
    FunctionSpec(
        "SOE_WORKDAYS", "工作日数", "程序",
        "两个日期之间的工作日数，首尾都计入，调休上班日算工作日。",
        "Working days between two dates, both counted.",
        (
            ArgumentSpec("from_date", "开始日期", "日期", "第一天", "2011-09-05", "day_first"),
            ArgumentSpec("to_date", "结束日期", "日期", "最后一天", "2011-10-08", "day_last"),
        ),
        "天", '=SOE_WORKDAYS("2011-09-05","2011-10-08")', utilities.workdays,
    ),
    FunctionSpec(
        "SOE_DEADLINE", "期限", "程序",
        "从起算日的次日起数若干工作日、日或月，得出期限的最后一天。",
        "Last day of a period counted from the next day.",
        (
            ArgumentSpec("start_date", "起算日", "日期", "期限从次日起算", "2011-03-01", "day_last"),
            ArgumentSpec("n", "期限", "个数", "几个工作日、日或月", "15", "count"),
            ArgumentSpec("unit", "单位", "文字", "工作日、日、月", "日", "time_unit", default="工作日"),
        ),
        "日期", '=SOE_DEADLINE("2011-03-01",15,"日")', utilities.deadline,
    ),
    FunctionSpec(
        "SOE_DATE", "规范日期", "工具",
        "把 1985.07、85年7月、八五年七月 等写法转成日期；1985.1 有两种读法时提问（#N/A）。",
        "A date from what a clerk typed.",
        (
            ArgumentSpec("text", "日期文字", "文字或数字", "要转换的日期", "1985.07", "typed_date"),
            ArgumentSpec(
                "month_decimal", "年月写法", "文字", "ask 提问；month_two_digits 表示本列月份写两位，1985.1 即十月", "ask", "joined",
                default="ask",
            ),
        ),
        "日期", '=SOE_DATE("85年7月")', utilities.date_of,
    ),
    FunctionSpec(
        "SOE_RMB_UPPER", "金额大写", "工具",
        "把金额写成人民币大写。",
        "An amount in Chinese capitals.",
        (ArgumentSpec("amount", "金额", "元", "要写成大写的金额", "43200", "figure"),),
        "文字", "=SOE_RMB_UPPER(43200)", utilities.rmb_capitals,
    ),
    FunctionSpec(
        "SOE_ID_CHECK", "身份证校验", "工具",
        "身份证号是否正确：位数、出生日期、校验码；存成数字的会丢失末位。",
        "Whether an ID number is right, or what is wrong.",
        (ArgumentSpec("id_number", "身份证号", "文字", "18位身份证号（文本）", "11010519491231002X", "cell"),),
        "正确，或问题说明", '=SOE_ID_CHECK("11010519491231002X")', utilities.id_check,
    ),
    FunctionSpec(
        "SOE_ID_MASK", "身份证脱敏", "工具",
        "隐去身份证号中间八位，用于公示。",
        "An ID number with its middle hidden.",
        (ArgumentSpec("id_number", "身份证号", "文字", "18位身份证号（文本）", "11010519491231002X", "cell"),),
        "文字", '=SOE_ID_MASK("11010519491231002X")', utilities.id_mask,
    ),
)  # fmt: skip
