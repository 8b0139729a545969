"""Arguments that several functions share, declared once."""

from __future__ import annotations

from typing import Final

from xl_addin.functions.spec import ArgumentSpec

START: Final = ArgumentSpec("start_date", "参加工作时间", "日期", "参加工作（或进厂）日期；也可选多段工龄的区域：起、止、类别、是否计算、已补偿", "1985-07-01", "service")  # fmt: skip
END: Final = ArgumentSpec("end_date", "解除时间", "日期", "最后一个在册日；给了多段工龄时留空", "2011-09-28", "joined", blank_allowed=True)  # fmt: skip
WAGE: Final = ArgumentSpec("wage", "月平均工资", "元/月", "解除前12个月本人月平均应得工资", "1600", "money")
ENTERPRISE: Final = ArgumentSpec("enterprise_wage", "企业月平均工资", "元/月", "企业月平均工资，用于保底；没有就留空", "1500", "stated_average", default="不保底")  # fmt: skip
LOCAL: Final = ArgumentSpec("local_wage", "当地月平均工资", "元/月", "当地上年度职工月平均工资（设区的市公布），用于三倍封顶", "2300", "stated_average", default="不封顶")  # fmt: skip
GROUND: Final = ArgumentSpec("ground", "解除事由", "文字", "协商、医疗期满、不能胜任、客观变化、裁员、期满、破产关闭，或条文号如 40-3", "客观变化", "ground", default="客观变化")  # fmt: skip
POLICY: Final = ArgumentSpec("policy", "口径", "文字或区域", "政策口径名称，或政策表的区域（项目、值、起、止、地区、文号）", "SEG2008", "policy", default="SEG2008")  # fmt: skip
WORKER: Final = (START, END, WAGE, ENTERPRISE, LOCAL, GROUND, POLICY)
