"""What the words of a row say about it: a sum of some rows, an average, an example, a hint, the heading of a group.

Reads single cells; which cells of a row are asked is for :mod:`xl_addin.tables.record_rows`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from xl_addin.tables.labels import is_sum, plain

_PEOPLE: Final = r"(?:\(?(?:共计?|计)?:?\d+(?:\.0)?(?:人|户|名|个)\)?)?"
_SUBTOTAL: Final = re.compile(
    rf".{{0,24}}?(?:小计|合计|总计|共计|累计|汇总|总和|总额|总数|合计数){_PEOPLE}:?(?:\(.*\))?"
    rf"|.{{1,16}}(?:厂|车间|公司|部|科|组|处|队|店|站|社|单位|系统)计数?:?|(?:总|合)?计数|人数:?"
    rf"|计:?|(?:合计|总计|小计|共|共计|总共|总人数){_PEOPLE}:?|.{{0,24}}Total",
    re.IGNORECASE,
)
_AVERAGE: Final = re.compile(
    r".{0,16}(?:人均|平均|均值|平均每人)(?:补偿|补偿金|金额|数额|数|额|值|工资|费用|水平){0,2}(?:\(.*\))?:?"
)
_CAPITALS: Final = re.compile(r".{0,12}大写.*")
_CAPITAL_SUM: Final = re.compile(
    r"(?:人民币|计|合计|总计|\(大写\)|:|大写)*[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2}[^元圆\n]*[元圆].*"
)
_MARKS: Final = "例|示例|样例|范例|举例|例子|参考|填写示例"
_EXAMPLE: Final = re.compile(
    rf"\(?(?:{_MARKS}|例如|样表|模板|样本|填写例|Example|eg|e\.g)(?:\d{{0,2}}\)?[:.、]?|行|数据|:.{{0,12}})",
    re.IGNORECASE,
)
_EXAMPLE_NAME: Final = re.compile(rf".{{1,6}}\((?:{_MARKS})\)|\(?(?:{_MARKS}|如)\)?:.+|\((?:{_MARKS})\).+")
_HINT: Final = re.compile(
    r"必填项?|选填项?|必须填写|不可为空|可不填|可为空|自动计算|自动生成|公式计算|从?下拉.{0,6}"
    r"|(?:文本|数字|数值|日期|整数)(?:格式|型|类型)?|.{0,6}[yY]{4}[-/.年]?[mM]{1,2}.{0,8}"
    r"|请?(?:填写?|输入|录入|选择)(?!报单位).{1,20}|\(?填.{1,16}|格式[:为].{1,20}"
    r"|(?:例|如|例如|比如):?.{2,20}|(?:18|十八)位.{0,10}|(?:精确|保留)到?.{1,10}|单选.{0,10}|.{0,10}(?:必填|选填|可空)\)?"
)
_GROUP_WORDS: Final = (
    r"(?:.{1,30}(?:人员|职工|员工|车间|科室|分厂|工厂|机关|班组|工段|公司|企业|门市部|商店|商场|供销社|粮站|系统|:)"
    r"|.{3,30}(?:名单|部分|类|组|批|科|部|班)|\S{1,20}厂)"
)
"""Endings that no name of a person has; the short ones only behind more than a name has."""
_GROUP: Final = re.compile(
    rf"(?:[一二三四五六七八九十]{{1,3}}[、.:,]|\([一二三四五六七八九十]{{1,3}}\)).{{1,30}}"
    rf"|第[一二三四五六七八九十\d]{{1,3}}(?:批|组|部分|类|车间|分厂|期|车队|班|部).{{0,20}}|其中:.{{1,20}}"
    rf"|(?:\(?[\dA-Za-z]{{1,2}}[、.)])?{_GROUP_WORDS}|\(?\d{{1,2}}[、.)].{{4,30}}"
)

_NUMERAL: Final = r"[一二三四五六七八九十百\d]+"
_CONTINUED: Final = re.compile(
    rf"[(\[【]?(?:续表|续页|续前[页表]?|续上[页表]|接上[页表]|上接第?{_NUMERAL}页|续)(?:之?{_NUMERAL})?[)\]】]?$"
    rf"|^[(\[【]?(?:续表?|接上[页表])(?:{_NUMERAL})?[)\]】:]?"
)
_PAGE_NUMBER: Final = re.compile(rf"第({_NUMERAL})页")
_PAGE: Final = re.compile(rf"[(\[【]?第{_NUMERAL}页(?:[/,、]?共{_NUMERAL}页)?[)\]】]?|[(\[【]?共{_NUMERAL}页[)\]】]?")

_PAGE_NOTE: Final = re.compile(
    r"\(?以[上下](?:为|是|空白|无).{0,12}\)?|以[上下]\S{0,8}人员?|[接转过][上下次]页|此?[页行表处]?空白"
)
_ITEM: Final = re.compile(
    r"(?:已|尚|应|未|实|需|本次|本期|上次|前期){1,2}(?:预付|支付|拨付|付|需支付|发放|到位|需)(?:款|资金|金额|数)?"
    r"|(?:不可预见|预备|备用|管理|工作|办公|其他|其它)(?:费用?|金|款项?|支出)|差额|差异|上报数|核定数|审核数|审定数|核减数?|核增数?"
)

_AMOUNT: Final = r"[-+]?¥?[\d,]+(?:\.\d+)?元?"
_COLUMN_MARK: Final = r"[甲乙丙丁戊己庚辛]|(?!.*\d{3})[\d()=+\-×*/÷]+"
_LIST_TITLE: Final = re.compile(r"(?:.{0,20}(?:花名册|名册|清册|名单|台账)|.{3,20}表)(?:\([^()]*\))?")


def is_list_title(text: str) -> bool:
    """Tell the title of a list, which is nobody's name where it stands alone in its line.

    >>> [is_list_title(text) for text in ("安置费测算表（二）", "花名册", "王表")]
    [True, True, False]
    """
    return _LIST_TITLE.fullmatch(plain(text)) is not None


def is_amount(value: object) -> bool:
    """Tell a cell that holds an amount, as a number or as a text.

    >>> is_amount(12.5), is_amount("￥1,200元"), is_amount(True), is_amount("12人")
    (True, True, False, False)
    """
    if isinstance(value, str):
        return re.fullmatch(_AMOUNT, plain(value)) is not None
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_numbering(marks: Sequence[str]) -> bool:
    """Tell a line of column numbers from the first record.

    >>> is_numbering(["1", "2", "3=1+2"]), is_numbering(["甲", "乙", "1.0", "2.0"]), is_numbering(["1", "王三", "800"])
    (True, True, False)
    """
    marks = [mark.removesuffix(".0") for mark in marks]
    numbers = [int(mark) for mark in marks if mark.isdecimal() and len(mark) < 3]
    rising = all(later - earlier == 1 for earlier, later in pairwise(numbers))
    return len(marks) >= 3 and rising and all(re.fullmatch(_COLUMN_MARK, mark) for mark in marks)


def is_page_note(text: str) -> bool:
    """Tell 以下空白, 接上页 or （以上为一车间）.

    >>> is_page_note("以下空白"), is_page_note("（以上为一车间）"), is_page_note("以诚")
    (True, True, False)
    """
    return _PAGE_NOTE.fullmatch(plain(text)) is not None


def is_item(text: str) -> bool:
    """Tell an amount that stands in a list of persons and is nobody's: 已预付, 不可预见费, 差额.

    >>> is_item("已预付"), is_item("不可预见费"), is_item("应付军")
    (True, True, False)
    """
    return _ITEM.fullmatch(plain(text)) is not None


def is_subtotal(text: str) -> bool:
    """Tell whether a cell that leads a row says that the row is a sum, whatever stands before the word.

    >>> [is_subtotal(t) for t in ("在岗职工小计", "化肥厂 汇总", "合计3人", "总  额", "合计（大写）", "王小计划")]
    [True, True, True, True, True, False]
    """
    folded = plain(text)
    return len(folded) <= 40 and (is_sum(text) or _SUBTOTAL.fullmatch(folded) is not None)


def is_average(text: str) -> bool:
    """Tell a row of averages, which is no person and no sum.

    >>> is_average("人均补偿金额"), is_average("平均"), is_average("王平均章")
    (True, True, False)
    """
    return _AVERAGE.fullmatch(plain(text)) is not None


def is_capitals(text: str) -> bool:
    """Tell an amount in Chinese capitals, or the label before it.

    >>> is_capitals("合计（大写）"), is_capitals("人民币壹拾柒万元整"), is_capitals("万元")
    (True, True, False)
    """
    folded = plain(text)
    return _CAPITALS.fullmatch(folded) is not None or _CAPITAL_SUM.fullmatch(folded) is not None


def is_example(text: str) -> bool:
    """Tell the number or name of a row that only shows how to fill in the sheet.

    >>> [is_example(t) for t in ("例", "示例1", "例：", "张三（示例）")]
    [True, True, True, True]
    >>> is_example("张三"), is_example("12")
    (False, False)
    """
    folded = plain(text)
    return _EXAMPLE.fullmatch(folded) is not None or _EXAMPLE_NAME.fullmatch(folded) is not None


def is_hint(text: str) -> bool:
    """Tell what stands under a heading to say how the column is filled in.

    >>> [is_hint(t) for t in ("必填", "yyyy-mm-dd", "填18位号码", "如：1985-07", "下拉选择", "王三")]
    [True, True, True, True, True, False]
    """
    return _HINT.fullmatch(plain(text)) is not None


def is_group(text: str) -> bool:
    """Tell the heading of a group of rows, where nothing else stands in the row.

    >>> [is_group(t) for t in ("一、在岗职工", "（二）内退人员", "第二批", "示例市虚构机械厂", "其中：女职工", "王三")]
    [True, True, True, True, True, False]
    """
    return _GROUP.fullmatch(plain(text)) is not None


def without_page_marks(text: str) -> str:
    """Take off a title what only says the page.

    >>> [without_page_marks(t) for t in ("经济补偿金测算表（续）", "测算表 第2页 共3页", "续表")]
    ['经济补偿金测算表', '测算表', '']
    """
    return _PAGE.sub("", _CONTINUED.sub("", plain(text)))


def is_page_mark(text: str) -> bool:
    """Tell 续表 or 第2页 from the title of a table.

    >>> is_page_mark("（续表二）"), is_page_mark("花名册（续）"), is_page_mark("")
    (True, False, False)
    """
    return bool(plain(text)) and not without_page_marks(text)


def goes_on(text: str) -> bool:
    """Tell a title that says to go on with the table above.

    >>> [goes_on(t) for t in ("经济补偿金测算表（续）", "第3页", "测算表 第2页", "测算表 第1页", "经济补偿金测算表")]
    [True, True, True, False, False]
    """
    folded = plain(text)
    page = _PAGE_NUMBER.search(folded)
    later = page is not None and page[1] not in ("1", "一")
    return later or is_page_mark(text) or _CONTINUED.search(folded) is not None
