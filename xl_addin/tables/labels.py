"""What a label says: headings, units, sum labels, notes and title lines of sheets as clerks type them.

Reads single texts only; where they stand is for :mod:`xl_addin.tables.headers`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final, NamedTuple

from xl_addin.values.memory import remembered
from xl_addin.values.texts import visible

_UNITS: Final = (
    r"(?:[百千万亿]?元(?:/(?:年|月|人|人年|年人))?|%|‰|人|票|户|天|日|月|年|岁"
    r"|个月|年月|年月日|年/月|年/月/日|小写|大写)"
)
_UNIT: Final = re.compile(rf"(?:金额)?(?:单位:?)?({_UNITS})")
_BRACKETS: Final = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】|〔([^〔〕]*)〕")
_FORMULA: Final = re.compile(r"((?<![^一-鿿])[^一-鿿=＝]*)[=＝][^一-鿿①-⑳⑴-⒇\d]*[①-⑳⑴-⒇\d][^一-鿿]*$")
"""What a numbered heading says of other columns: 计发月数⑥=②-①; group 1 is what stands before."""
_NUMERAL: Final = re.compile(r"[①-⑳⑴-⒇❶-❿]")
_ORDINAL: Final = re.compile(r"^(?:[(]?\d{1,2}[.、)]|[A-Z][.、]?)(?=[一-鿿])")
_PART: Final = re.compile(
    r"\d{4}年?度?(?:以|之)?[前后]|(?:以|之)[前后]|部分|个人|单位|企业|当地|本单位|已[发付]|未[发付]|不含|扣除|折算|\d倍|%|其中"
)
"""What a bracket says that makes a heading another one: 经济补偿金（2008年前）."""
_HAN: Final = re.compile("[一-鿿]")
_UNIT_SUFFIX: Final = re.compile(rf"[/,_:\-]({_UNITS})$")
_NOISE: Final = re.compile(r"^(?:其中:|[*#☆★]++)[*#☆★:、,。.]*+$|^(?:其中:|[*#☆★]+)|(?<![*#☆★:、,。.])[*#☆★:、,。.]+$")
YUAN: Final = {"元": 1, "百元": 100, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}
"""Units of money and the yuan that one of them is."""
_TITLE_UNIT: Final = re.compile(r"单位:?(?:人民币)?([百千万亿]?元)(?![一-鿿])")
_GAPS: Final = r"[ 　\t]{2,}|\n"
_SUM: Final = re.compile(
    r"(?:\d{2,4}年度?)?(?:(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?|第?[一二三四1-4]季度?|上半年|下半年|全年"
    r"|本页|本日|当日|本月|当月|本期|本季|本年|自年初|自?开户以来|借贷|累计|本表|本单位|单位|企业|全厂|全市|系统|部门|分|总"
    r"|[^,.;:]{0,12}(?:厂|公司|工业|商业|行业|局|社|车间)(?=小计))?"
    r"(?:小计|合计|总计|累计|共计)(?::?共?\d+(?:人|名|户|笔|项))?[:,]?(?:\(.*\))?"
    r"(?:人民币|大写)*:?[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]*"
    r"|[日月年]计|[日月]小计|本[日月季年]计|本[月年日]发生额|承前页|过次页|转次页|转下页|结转下[年页期]:?"
)
_OPENING: Final = (
    r"(?:加:?|由|从|[一二三]、|\d[.、])?(?:"
    r"(?:本?\d{0,4}[年月]?度?份?)?(?:上一?年度?末?|上期末?|上一?季度?末?|上一?月份?末?|[上昨前]日|年初|期初|月初|季初)"
    r"(?:账户|账面)?(?:结转|结余|结存|转入|余额|数)(?:余额|金额|数|下来|转入)?"
    r"|期初|上年年?末(?:余额|数)|上年转入|[承接]上年|\d{4}年?末?余额|\d{4}年\d{1,2}月\d{1,2}日余额|余额结转"
    r"|(?:启用|开户|初始|建账)余额|接[上前]页|承[前上]页|(?:承|转自)?[上前]页(?:结转|结余|余额|转来)|\d{4}年度?结转)(?:余额|数)?"
)
_PAGE_CARRY: Final = r"(?:承|接|转自)?[前上]页.{0,4}|[承接][前上]页"
_CLOSING: Final = (
    r"(?:截[至止].{1,12})?(?:\d{4}年)?(?:\d{1,2}月份?[末底]?|[期月年季日][末底]|本[年月日期季页]末?|[当][月日])"
    r"(?:账户|账面)?(?:余额|结余|结存)(?:余额|金额|数)?"
    r"|当前(?:合计|累计)|(?:银行存款|账户|专户|账面)(?:余额|结余|结存)|本?[月年日季]结|结转[下次至到]{1,2}[年页期月季]度?|转[下次]页|过[次下]页"
    r"|(?:本[年月日期季])?(?:累计)?发生额(?:及余额)?|(?:\d{1,2}月份?|本?[年月日季期]?累?计?)发生额(?:合计|累计|小计)|本[年月日期季]累?计?发生额"
)
_NOTE: Final = re.compile(
    r"(?:注|备注|说明|填表说明|附注|制表人?|填表人?|审核人?|复核人?|负责人|单位负责人|企业负责人|法定代表人"
    r"|主管领导|填报人?|填报单位|编制单位|联系人|联系电话|经办人?|编制人?|日期|填报日期|制表日期|填表日期|单位|盖章)"
    r"(?:\(盖章\)|\(公章\)|\(签字\))?\d?:"
)


class Heading(NamedTuple):
    """A heading as it is matched, the unit that stood in it ('' if none), and the heading with what brackets add."""

    key: str
    unit: str
    full: str


def plain(text: str) -> str:
    """Bring a text to NFKC without any spaces, line breaks or invisible characters.

    >>> plain("合　计（元）"), plain("姓名\\u200b")
    ('合计(元)', '姓名')
    """
    return "".join(unicodedata.normalize("NFKC", visible(text)).split())


@remembered(8192)
def heading(text: str) -> Heading:
    """Read a heading: spaces, line breaks, brackets, 的 and unit suffixes do not count, the unit is kept.

    >>> heading("补偿 金额（万元）")[:2], heading("标准(元/年)")[:2], heading("*身份证号：").key
    (('补偿金额', '万元'), ('标准', '元/年'), '身份证号')
    >>> heading("月平均工资（本企业）")
    Heading(key='月平均工资', unit='', full='月平均工资本企业')
    """
    key, unit = _ORDINAL.sub("", plain(_NUMERAL.sub("", _FORMULA.sub(r"\1", text)))), ""
    for groups in _BRACKETS.findall(key):
        found = _UNIT.fullmatch("".join(groups))
        unit = unit or (found[1] if found else "")
    bare, full = _BRACKETS.sub("", key), _BRACKETS.sub(_kept, key)
    bare, suffix = _without_suffix(bare)
    full, more = _without_suffix(full)
    return Heading(bare, unit or suffix or more, full)


def _kept(brackets: re.Match[str]) -> str:
    """What stands in brackets, unless it is a unit or a mark such as 18位."""
    words = "".join(filter(None, brackets.groups()))
    return "" if _UNIT.fullmatch(words) or not _HAN.search(words) else words


def _without_suffix(text: str) -> tuple[str, str]:
    bare = _NOISE.sub("", text).replace("的", "")
    suffix = _UNIT_SUFFIX.search(bare)
    return (_NOISE.sub("", bare[: suffix.start()]), suffix[1]) if suffix else (bare, "")


def names_part(text: str) -> bool:
    """Tell a heading whose brackets make it another one.

    >>> names_part("经济补偿金（2008年前）"), names_part("姓名（签字）"), names_part("补偿金额（元）")
    (True, False, False)
    """
    return any(_PART.search("".join(groups)) for groups in _BRACKETS.findall(plain(text)))


def is_bare_unit(text: str) -> bool:
    """Tell a text that is only a unit, as it stands below a heading: a single 月 or 日 may be a heading itself.

    >>> is_bare_unit("元/月"), is_bare_unit("年月日"), is_bare_unit("月")
    (True, True, False)
    """
    return _UNIT.fullmatch(text) is not None and (len(text) > 1 or text in "元%‰")


def title_unit(text: str) -> str:
    """Give the money unit that a title line states, '' if none; 填报单位 is no unit.

    >>> title_unit("填报单位：丰城市机械厂　　单位：万元　　填报日期：2011年"), title_unit("填报单位：万元贸易公司")
    ('万元', '')
    """
    # Wide gaps separate the labels of one line: 单位：万元　　填报日期：…
    pieces = [text, *re.split(_GAPS, text)]
    return next((found[1] for piece in pieces if (found := _TITLE_UNIT.search(plain(piece)))), "")


def is_unit_line(text: str) -> bool:
    """Tell a cell of a title line that says the unit and nothing else; as a heading it would be taken for 单位.

    >>> is_unit_line("单位：元"), is_unit_line("单位（元）")
    (True, False)
    """
    return _TITLE_UNIT.fullmatch(plain(text)) is not None


def stated_unit(text: str) -> str:
    """Give the money unit that a line over a table states: as 单位：万元, or in brackets behind a title.

    >>> stated_unit("专户收支台账（万元）"), stated_unit("注：单价（元）见附表"), stated_unit("甲厂台账")
    ('万元', '', '')
    """
    return title_unit(text) or (unit if (unit := heading(text).unit) in YUAN and not is_note(text) else "")


def _unmarked(text: str) -> str:
    """A label without the marks that programs put around it: *本月合计*, 【本月合计】."""
    return plain(text).strip("*★#【】[]<>《》=")


def is_sum(text: str) -> bool:
    """Tell whether a cell labels a row of sums, with inner spaces or not (C3 51).

    >>> [is_sum(t) for t in ("合　计", "本页小计", "累 计：", "机械厂小计", "过次页", "总工程师", "合计金额")]
    [True, True, True, True, True, False, False]
    >>> is_sum("合计　108 人　贰佰贰拾柒万伍仟壹佰壹拾叁元伍角壹分")
    True
    """
    return len(text) < 40 and _SUM.fullmatch(_unmarked(text)) is not None


def is_opening(text: str) -> bool:
    """Tell whether a cell labels the opening balance, which is no income.

    >>> [is_opening(t) for t in ("上年 结转", "月初余额", "承前页", "上期结余", "本月结余")]
    [True, True, True, True, False]
    """
    return len(text) < 20 and re.fullmatch(_OPENING, _unmarked(text)) is not None


def is_page_carry(text: str) -> bool:
    """Tell an opening that only carries what stands at the foot of the page before, sums and balance.

    >>> is_page_carry("承前页"), is_page_carry("上年结转")
    (True, False)
    """
    return is_opening(text) and re.fullmatch(_PAGE_CARRY, plain(text)) is not None


def is_closing(text: str) -> bool:
    """Tell whether a cell labels the balance at the end of a day, month, page or year in an account book: no entry.

    >>> [is_closing(t) for t in ("期末余额", "本月结余", "结转下年", "过次页", "3月末余额", "收利息结余")]
    [True, True, True, True, True, False]
    """
    return len(text) < 24 and re.fullmatch(_CLOSING, _unmarked(text)) is not None


def is_note(text: str) -> bool:
    """Tell whether a text begins a note, a title line or a signature line.

    >>> is_note("注：1.工龄截至2010年"), is_note("制表人：王三"), is_note("注册会计师审计")
    (True, True, False)
    """
    return _NOTE.match(plain(text)) is not None


def is_percent(value: Any) -> bool:
    """Tell a text written as a percentage.

    >>> is_percent("５０％ "), is_percent(0.5)
    (True, False)
    """
    return isinstance(value, str) and plain(value).endswith("%")
