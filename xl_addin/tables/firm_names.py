"""Names of enterprises in the lines over a table: behind a label, before the kind of sheet, in brackets behind it.

A name that no label announces counts only where it ends as the name of an enterprise does, and says more than 企业.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from xl_addin.tables.labels import plain

_ENDING: Final = (
    r"(?:公司|集团|企业|厂|供销社|联社|合作社|社|矿|场|站|店|酒店|宾馆|饭店|旅社|招待所|中心|商场|市场|库|医院|研究所|研究院|设计院"
    r"|车队|运输队|工程队|施工队|门市部|经营部|批发部|服务部|营业部|印刷所|修理所)"
)
_REGION: Final = r"(?:[一-鿿]{0,7}?(?:省|市|县|区))"
_ANY: Final = (
    r"(?:国有|国营|集体|大集体|改制|市属|县属|区属|省属|工业|商业|中小|小型|大中型|大型|中型|困难|破产|关闭|特困|停产|试点|重点"
    r"|全[市县省区厂]|各|本|我|该|下属|所属|系统|地方|城镇|公有制|和|及|、|厂办|办|已|拟|未|多|家|等|户|控股|参股|流通|粮食|商贸)"
)
_NO_NAME: Final = re.compile(
    rf"{_REGION}?{_ANY}+(?:{_ENDING}|单位)|(?:企业|公司|厂|中心|站|店|社|场|矿|集团)|{_REGION}(?:企业|单位)|.*(?:下属|所属).*"
)
"""Enterprises in general: 丰城市国有企业, 改制企业, 本厂."""
_NAMED: Final = re.compile(rf"[^:;,。\d《》()][^:;,。《》()]{{0,29}}?{_ENDING}(?:\([^()]{{1,12}}\))?")
_FOLLOWING: Final = re.compile(
    r"\d{4}|第[一二三四五六七八九十\d]+[批次]|[男女已离退内下在改破关全职员人解终依协经置身安一国企各补养医工伤遗固合临欠参社应拟拨发资清"
    r"债劳用花名一补再分]|$"
)
"""What a title says behind the name of an enterprise: 甲厂2011年度职工…, 甲厂解除劳动合同…"""
_KIND: Final = re.compile(
    r"花名册|名册|名单|安置费|经济补偿|补偿金|一补二险|养老|医疗|欠费|欠缴|测算|明细|台账|核查|清册|汇总|公示|一览表|审核|核定|登记"
    r"|发放|支付|统计|进度|程序|表$"
)
_NUMBERED: Final = re.compile(r"^[(]?(?:附表|附件|表)[一二三四五六七八九十\d]*(?:[-—.]\d+)?[)]?[:、.,\-—]*")
"""What numbers a sheet: 附件2：甲厂职工花名册."""
_BEHIND: Final = re.compile(r"(?:表|册|名单|台账)(?:[-—:]+|\()([^()]{2,30}(?:\([^()]*\))?)\)?")

_NUMBER: Final = re.compile(r"^[(]?[一二三四五六七八九十\d]{1,3}[)、.:,]+")
_PEOPLE: Final = re.compile(r"(?:全体|在岗|在职|下岗|内退|离?退休)?(?:职工|人员|员工)$")
_GAPS: Final = re.compile(r"[ 　\t]{2,}|\n")
_WORDS: Final = (
    "企业名称", "填报单位", "填报企业", "填表单位", "单位名称", "编制单位", "编报单位", "报送单位", "上报单位",
    "制表单位", "改制企业名称", "改制企业", "改制单位名称", "改制单位", "用人单位", "企业", "单位全称", "企业全称",
)  # fmt: skip
_SEALED: Final = r"(?:\s*\([^)]*\))?"
_SPACED: Final = "|".join(r"\s*".join(word) for word in _WORDS)
_LABEL: Final = re.compile(rf"(?:{_SPACED}){_SEALED}\s*:")
_UNIT_LABEL: Final = re.compile(rf"(?<![一-鿿])单\s*位{_SEALED}\s*:")
"""单位：甲厂 names an enterprise, 单位：元 does not."""
_BARE: Final = re.compile(rf"(?:{'|'.join(_WORDS)}|单位)(?:\([^)]*\))?")
_SEAL: Final = re.compile(r"\((?:盖章|公章|章|签章|单位公章|盖公章|印章)\)|[(]?(?:盖章|公章)[)]?$")
_NEXT: Final = re.compile(
    r"(?:金额|计量)?单位(?=:|\(|人民币|$)|填报|填表|制表|编制|报送|上报|日期|时间|主管|截至|截止|解除|终止|改制(?:基准|时间|形式|方式)"
    r"|基准日|计算|企业(?:月|年|平均|上年|性质|代码|编码|法人|负责|职工|类型|地址|在职|名称|人数)|本(?:企业|单位|厂)"
    r"|单位(?:月|平均|性质|代码|负责|名称|地址|人数)|法定?人?代表|法人|负责人|经办|联系|电话|职工(?:总|人|平均|月|代表)"
    r"|在[册职岗](?:职工|人)|当地|社平|社会平均|上年度?|所属(?:系统|行业)|地址|人数|审核|复核|页|共\d|第\d|\d{4}[年.\-/]|\d{1,2}月"
    r"|[百千万亿]?元$"
)


def is_firm(text: str) -> bool:
    """Tell the name of an enterprise, by its ending.

    >>> [is_firm(text) for text in ("丰城市机械厂", "甲公司（本部）", "丰城市国有企业", "解除劳动关系", "元")]
    [True, True, False, False, False]
    """
    folded = _SEAL.sub("", plain(text))
    return _NAMED.fullmatch(folded) is not None and not _NO_NAME.fullmatch(folded)


def titled_firm(title: str) -> str:
    """The enterprise that a title names before or behind the kind of sheet, '' if none.

    >>> titled_firm("丰城市机械厂2011年度职工解除劳动合同经济补偿金测算表"), titled_firm("解除劳动关系经济补偿金测算表")
    ('丰城市机械厂', '')
    >>> titled_firm("经济补偿金测算表（丰城市机械厂）"), titled_firm("改制企业职工花名册")
    ('丰城市机械厂', '')
    """
    folded = _SEAL.sub("", _NUMBERED.sub("", plain(title)))
    kind = _KIND.search(folded)
    if kind is None and is_firm(bare := _PEOPLE.sub("", _NUMBER.sub("", folded))):
        return bare
    before = folded[: kind.start()] if kind else ""
    for end in range(2, len(before) + 1):
        if re.search(rf"{_ENDING}(?:\([^()]*\))?$", before[:end]) and _FOLLOWING.match(before[end:]):
            name = re.sub(r"^(?:\d{4}年度?|关于)", "", before[:end])
            if is_firm(name) and not _continues(before[end:]):
                return re.sub(rf"\((?![^()]*(?:{_ENDING}|部)\)$)[^()]*\)$", "", name)
    behind = _BEHIND.search(folded)
    return _SEAL.sub("", behind[1]) if behind and is_firm(behind[1]) else ""


def names_block(text: str) -> bool:
    """Tell a text that stands over the list of one enterprise.

    >>> [names_block(text) for text in ("乙面粉公司", "二、乙面粉公司职工", "单位名称：乙厂", "乙厂职工补偿表", "王三")]
    [True, True, True, True, False]
    """
    return bool(titled_firm(text) or title_enterprise(text))


def _continues(rest: str) -> bool:
    """Tell whether a longer name follows, as in 丰城市化工总公司|化肥分厂, or enterprises in general."""
    bare = re.sub(r"^\([^()]*\)", "", rest)
    longer = _NAMED.match(bare)
    return longer is not None and not re.match(r"(?:下岗|再就业)", bare)


def title_enterprise(text: str) -> str:
    """Give the enterprise that a title line names under a label, '' if none.

    >>> title_enterprise("填报单位：丰城市机械厂　　　　　　单位：元"), title_enterprise("企业名称:")
    ('丰城市机械厂', '')
    >>> title_enterprise("填报单位：丰城市机械厂 解除时间：2011年9月28日"), title_enterprise("单位：丰城市机械厂")
    ('丰城市机械厂', '丰城市机械厂')
    """
    folded = unicodedata.normalize("NFKC", _GAPS.sub("\n", text.strip()))
    for label in _LABEL.finditer(folded):
        if name := _name(folded[label.end() :].lstrip()):
            return name
    for label in _UNIT_LABEL.finditer(folded):
        if is_firm(name := _name(folded[label.end() :].lstrip())):
            return name
    sealed = plain(folded)
    return _SEAL.sub("", sealed) if _SEAL.search(sealed) and ":" not in sealed and is_firm(sealed) else ""


def _name(rest: str) -> str:
    """What stands behind a label, up to the next label."""
    piece = re.split(r"[;,。\n]", rest.lstrip("_ "))[0]
    words = piece.split()
    stop = next((i for i, word in enumerate(words) if ":" in word), len(words))
    labelled = stop < len(words)
    kept = "".join(words[:stop]) if stop else words[0].partition(":")[0] if words else ""
    kept = _SEAL.sub("", kept)
    following = _NEXT.search(kept)
    if following and (following.start() or labelled):
        kept, labelled = kept[: following.start()], True
    ends = [found.end() for found in re.finditer(rf"{_ENDING}(?:\([^()]*\))?", kept)]
    if labelled and ends and is_firm(kept[: ends[-1]]):
        kept = kept[: ends[-1]]
    return _SEAL.sub("", kept).strip("_,;、")


def without_seal(text: str) -> str:
    """Take 盖章 off the name of who fills in a sheet.

    >>> without_seal("丰城市机械厂（盖章）"), without_seal("丰城市机械厂")
    ('丰城市机械厂', '丰城市机械厂')
    """
    folded = unicodedata.normalize("NFKC", text)
    return _SEAL.sub("", folded).strip() if _SEAL.search(folded) else text


def announces(text: str, following: str) -> bool:
    """Tell whether a cell only announces the enterprise that stands in the next cell.

    >>> announces("填报单位：", "甲厂"), announces("填报单位", "甲厂"), announces("单位", "元")
    (True, True, False)
    """
    folded = plain(text)
    bare = _BARE.fullmatch(folded.removesuffix(":")) is not None
    if bare and folded.endswith(":") and _LABEL.fullmatch(folded):
        return True
    return bare and is_firm(following)
