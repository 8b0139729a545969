"""The catalog: every worksheet function, declared once, in the order users meet them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from xl_addin.functions import roster, severance, utilities
from xl_addin.functions.spec import ArgumentSpec, FunctionSpec

_START = ArgumentSpec(
    "start_date", "参加工作时间", "日期", "参加工作（或进厂）日期；也可选多段工龄的区域：起、止、类别、是否计算、已补偿",
    "1985-07-01", "either",
)  # fmt: skip
_END = ArgumentSpec("end_date", "解除时间", "日期", "最后一个在册日；给了多段工龄时留空", "2011-09-28")
_WAGE = ArgumentSpec("wage", "月平均工资", "元/月", "解除前12个月本人月平均应得工资", "1600")
_ENTERPRISE = ArgumentSpec(
    "enterprise_wage", "企业月平均工资", "元/月", "企业月平均工资，用于保底；没有就留空", "1500", default="不保底"
)
_LOCAL = ArgumentSpec(
    "local_wage",
    "当地月平均工资",
    "元/月",
    "当地上年度职工月平均工资（设区的市公布），用于三倍封顶",
    "2300",
    default="不封顶",
)
_GROUND = ArgumentSpec(
    "ground", "解除事由", "文字", "协商、医疗期满、不能胜任、客观变化、裁员、期满、破产关闭，或条文号如 40-3", "客观变化",
    default="客观变化",
)  # fmt: skip
_POLICY = ArgumentSpec(
    "policy", "口径", "文字或区域", "政策口径名称，或政策表的区域（项目、值、起、止、地区、文号）", "SEG2008", "either",
    default="SEG2008",
)  # fmt: skip
_WORKER = (_START, _END, _WAGE, _ENTERPRISE, _LOCAL, _GROUND, _POLICY)

_SPECS: Final = (
    FunctionSpec(
        "SOE_SERVICE_MONTHS", "工龄月数", "工龄与补偿",
        "两个日期之间满整月的工龄月数，首尾两日都计入，不足一个月的天数舍去。",
        "Completed months of service, both days counted.",
        (
            _START,
            ArgumentSpec("end_date", "截止时间", "日期", "最后一个计算日；给了多段工龄时留空", "2011-09-28", default=""),
            ArgumentSpec("deducted_months", "扣除月数", "个月", "不计工龄的整月数（如停薪留职）", "12", default="0"),
            _POLICY,
        ),
        "整月数", '=SOE_SERVICE_MONTHS("1985-07-01","2011-09-28")', severance.service_months,
    ),
    FunctionSpec(
        "SOE_SEVERANCE", "经济补偿金", "工龄与补偿",
        "一名职工的经济补偿金：2008年前后分段计算，保底、封顶、年限上限按口径。",
        "Economic compensation of one worker, in yuan.",
        _WORKER, "元，精确到分", '=SOE_SEVERANCE("1985-07-01","2011-09-28",1600,1500,2300,"客观变化")',
        severance.severance_amount,
    ),
    FunctionSpec(
        "SOE_SEVERANCE_MONTHS", "补偿月数", "工龄与补偿",
        "一名职工的计发月数（每满一年一个月，含尾数和上限，不含倍数）。",
        "Payable months of pay.",
        _WORKER, "个月", '=SOE_SEVERANCE_MONTHS("1985-07-01","2011-09-28",1600,1500,2300)', severance.severance_months,
    ),
    FunctionSpec(
        "SOE_EXPLAIN", "补偿说明", "工龄与补偿",
        "逐行说明一名职工的补偿金怎样算出，写明条文、起作用的保底封顶和有争议的选项。",
        "Derivation with citations.",
        _WORKER, "文字，多行", '=SOE_EXPLAIN("1985-07-01","2011-09-28",1600,1500,2300)', severance.explain,
    ),
    FunctionSpec(
        "SOE_SEVERANCE_TABLE", "经济补偿金表", "工龄与补偿",
        "整张职工表一次算完：选带标题行的区域，每人一行，列出月数、基数、金额和说明。",
        "Whole roster in, one computed row per person out.",
        (
            ArgumentSpec(
                "roster", "职工表", "区域",
                "带标题行：姓名、参加工作时间、解除时间、前12个月月平均工资，可有企业和当地月平均工资、解除事由",
                "花名册!A3:H303", "range",
            ),
            _POLICY,
        ),
        "区域：标题行加每人一行", "=SOE_SEVERANCE_TABLE(花名册!A3:H303,政策!A1:B20)", roster.severance_table,
        row_errors=True,
    ),
    FunctionSpec(
        "SOE_RATE", "政策参数", "政策",
        "某个政策参数在某日某地的数值，如养老单位费率；没有数值时给出 #N/A，不用相邻年份代替。",
        "Value of a legal parameter on a date at a place.",
        (
            ArgumentSpec("parameter", "参数", "文字", "参数名称，如 养老单位费率、缴费基数下限、滞纳金日率", "养老单位费率"),
            ArgumentSpec("on_date", "日期", "日期", "查哪一天的数值", "2005-06-01"),
            ArgumentSpec("place", "地区", "文字", "地区名称，空白为全国", "宜春市", default="全国"),
            _POLICY,
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
            _POLICY,
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

CATALOG: Final[Mapping[str, FunctionSpec]] = MappingProxyType({spec.name: spec for spec in _SPECS})
"""Every function by its ASCII name."""
