"""What made-up books for LibreOffice are written with: every native function that is trusted, over any argument.

A word in braces stands for one of the choices of its lines, taken at random; those of its first line end the nesting.
Words of one letter are columns; ``{r}``, ``{l}`` and ``{tier}`` stay open: the formula's row, the last one of the data
and one of the tiers, ``{z}`` is the column of an earlier formula. Left out is what Calc is known to compute otherwise than
Excel (:data:`xl_addin.hosts.file.calc_ways.CALC_WAYS`): logicals as data above all, and XLOOKUP, which 7.4 has not.
"""

from __future__ import annotations

import random
import re
from typing import Final

_WORD: Final = re.compile(r"\{(\w+)\}")
_CHOICE: Final = re.compile(r'(?:"[^"]*"|[^ "])+')
"""Choices stand apart by a space that is in no quotes."""
_DEPTH: Final = 3
_DEEPER: Final = 0.7

_TEXT: Final = """\
number: 0 1 2 3 -1 7 10 12 0.5 0.1 2.675 1.005 -2.5 100 1234.5 33.335 99999.99 1e3 系数 底数
number: {n}{r} {n}{r} {n}{r} {n}{r} {z}{r} {z}{r} 数据!$H$3 档次!B{tier}
number: {number}+{number} {number}-{number} {number}*{number} {number}/{number} {number}^2 2^{small} -{number} {number}% +{number}
number: ({number}+{number})*{number} ({number}-{number})/{number} {date}-{date} {truth}*1 --{truth} 1-{number}*{number}
number: SUM({range}) SUM({range},{number}) SUM({number},{number}) SUM({n}{r}:{m}{r}) SUM({n}$2:{n}{r}) SUM({column}) SUM(工资列)
number: AVERAGE({range}) MAX({range}) MIN({range}) MAX({number},{number}) MIN({number},{range}) COUNT({range}) COUNTA({range})
number: COUNTBLANK({range}) MEDIAN({range}) PRODUCT({range}) AVERAGE({number},{number}) MEDIAN({number},{number},{number})
number: SUMPRODUCT({n}$2:{n}${l},{m}$2:{m}${l}) SUMPRODUCT(({line}={word})*{n}$2:{n}${l}) SUMPRODUCT(({n}$2:{n}${l}{op}{number})*1)
number: SUMPRODUCT(--({n}$2:{n}${l}{op}{number}),{m}$2:{m}${l}) SUMPRODUCT(({line}={text})*({n}$2:{n}${l}{op}{number})*{m}$2:{m}${l})
number: SUMPRODUCT((YEAR({d}$2:{d}${l})=2005)*{n}$2:{n}${l}) SUMPRODUCT(LEN({line})) SUMPRODUCT(ROUND({n}$2:{n}${l}*0.08,2))
number: SUMPRODUCT(({line}<>"")/COUNTIF({line},{line}&"")) SUMPRODUCT(--ISNUMBER({line})) SUMPRODUCT({n}$2:{m}${l}*{number})
number: SUMIF({line},{criterion},{n}$2:{n}${l}) SUMIF({n}$2:{n}${l},{numeric}) SUMIF({column},{criterion},数据!{n}:{n}) SUMIF({line},{criterion},{n}$2)
number: AVERAGEIF({line},{criterion},{n}$2:{n}${l}) AVERAGEIF({n}$2:{n}${l},{numeric}) COUNTIF({line},{criterion}) COUNTIF({range},{numeric})
number: COUNTIF({t}$2:{t}${l},{word}) COUNTIF({t}$2:{t}${l},{wild}) COUNTIF({n}$2:{n}${l},{numeric}) COUNTIFS({t}$2:{t}${l},{word},{n}$2:{n}${l},{numeric})
number: SUMIF({t}$2:{t}${l},{word},{n}$2:{n}${l}) SUMIF({t}$2:{t}${l},{wild},{n}$2:{n}${l}) SUMIFS({n}$2:{n}${l},{t}$2:{t}${l},{wild},{m}$2:{m}${l},{numeric}) SUMIFS({n}$2:{n}${l},{t}$2:{t}${l},{t}{r})
number: COUNTIFS({t}$2:{t}${l},{t}{r},{t}$2:{t}${l},{wild}) AVERAGEIFS({n}$2:{n}${l},{t}$2:{t}${l},{word}) SUMIF({n}$2:{n}${l},{numeric}) SUMIFS({n}$2:{n}${l},{d}$2:{d}${l},">="&{d}{r})
number: COUNTIF({line},{x}{r}) SUMIFS({n}$2:{n}${l},{line},{criterion},{line},{criterion}) COUNTIFS({line},{criterion},{n}$2:{n}${l},{numeric})
number: AVERAGEIFS({n}$2:{n}${l},{line},{criterion},{m}$2:{m}${l},{numeric}) COUNTIFS({line},{criterion}) SUMIFS({n}$2:{n}${l},{n}$2:{n}${l},{numeric})
number: LARGE({range},{rank}) SMALL({range},{rank}) LARGE({n}$2:{n}${l},{rank}) RANK(LARGE(F$2:F${l},{rank}),F$2:F${l}) RANK(SMALL(G$2:G${l},{rank}),G$2:G${l},{bit}) RANK(MAX(H$2:H${l}),数据!H:H,{bit})
number: ROUND({number},{digits}) ROUND({number},2) ROUNDUP({number},{digits}) ROUNDDOWN({number},{digits}) TRUNC({number}) TRUNC({number},{digits})
number: INT({number}) ABS({number}) SIGN({number}) SQRT({number}) MOD({number},{number}) MOD({h}{r},{small}) CEILING({number},{number}) FLOOR({number},{number})
number: CEILING({h}{r},{small}) FLOOR({h}{r},{small}) ROUND({n}{r}*{number},2) ROUND({n}{r}/3,{digits}) ROUND({n}{r}*0.06*12,2)
number: LEN({text}) FIND({text},{text}) FIND({letter},{text}) FIND({letter},{text},{small}) VALUE({text}) VALUE({j}{r}) VALUE({digitstext})
number: YEAR({date}) MONTH({date}) DAY({date}) DATEDIF({date},{date},{unit}) DATEDIF({d}{r},{e}{r},{unit}) YEAR({x}{r}) {date}+{number}
number: VLOOKUP({number},{tiers},{rank}) VLOOKUP({number},{tiers},{rank},{bit}) VLOOKUP({text},{people},{rank},FALSE) VLOOKUP({a}{r},{people},6,0)
number: HLOOKUP({number},档次!$E$1:$I$3,{rank}) HLOOKUP({number},档次!$E$1:$I$3,{rank},{bit}) MATCH({number},档次!$A$2:$A$6,{way}) MATCH({text},{line},0)
number: MATCH({number},{n}$2:{n}${l},0) MATCH({number},档次!$A$2:$A$6) INDEX({n}$2:{n}${l},{rank}) INDEX({people},{rank},{rank}) INDEX({people},{small},{number})
number: INDEX({n}$2:{n}${l},MATCH({a}{r},数据!$A$2:$A${l},0)) INDEX({x}{r}:{y}{r},{small}) INDEX(F{r}:I{r},{rank}) MATCH({x}{r},{x}$2:{x}${l},0) VLOOKUP({x}{r},{people},2,0)
number: ROW() COLUMN() ROW({n}{r}) COLUMN({n}{r}) ROWS({range}) COLUMNS({range}) SUBTOTAL({code},{range}) SUBTOTAL({code},{n}$2:{n}${l})
number: IF({truth},{number},{number}) IF({truth},,{number}) IFERROR({number},{number}) IFERROR({number},0) _xlfn.IFNA({number},{number})
number: _xlfn.IFS({truth},{number},TRUE,{number}) _xlfn.IFS({truth},{number},{truth},{number}) CHOOSE({small},{number},{number},{number}) N0
text: "" "协商" "示例一厂" "ABC" "１２" "12" " 空 格 " "一" {t}{r} {t}{r} {x}{r} {z}{r} 系数
text: {text}&{text} {number}&"" {text}&{number} LEFT({text},{rank}) RIGHT({text},{small}) MID({text},{rank},{rank}) MID({text},{small},{h}{r}) TRIM({text}) UPPER({text})
text: LOWER({text}) SUBSTITUTE({text},{letter},{text}) REPT({text},{small}) CONCATENATE({text},{number},{text}) TEXT({number},{form}) TEXT({date},{dateform})
text: IF({truth},{text},{text}) IFERROR({text},{text}) LEFT({text}) RIGHT({text}) CHOOSE({small},{text},{text}) VLOOKUP({text},{people},2,0) TEXT({x}{r},{form})
text: INDEX({line},{rank}) VLOOKUP({number},{tiers},3) {date}&"" LEFT({number},{small}) TRIM({x}{r}) {x}{r}&{x}{r} LEFT({x}{r},1)
date: {d}{r} {d}{r} {e}{r} {e}{r} DATE(2008,2,29) DATE(1999,12,31) DATE(2005,{small},31) DATE(2007,{h}{r},{h}{r})
date: DATE(YEAR({date})+{small},MONTH({date}),DAY({date})) EDATE({date},{number}) EOMONTH({date},{number}) EDATE({date},{h}{r}) EOMONTH({date},-1)
date: {date}+{small} {date}-{h}{r} MAX({date},{date}) MIN({d}$2:{d}${l}) IF({truth},{date},{date}) MAX({e}$2:{e}${l}) {x}{r}+0 IFERROR({date},{date})
truth: TRUE FALSE {x}{r}={x}{r} {n}{r}{op}{number}
truth: {number}{op}{number} {text}={text} {text}<>{text} {date}{op}{date} {x}{r}{op}{x}{r} {x}{r}{op}{number} {number}={text} {x}{r}=""
truth: AND({truth},{truth}) OR({truth},{truth}) NOT({truth}) ISBLANK({x}{r}) ISNUMBER({any}) ISTEXT({any}) ISLOGICAL({x}{r}) ISERROR({any}) ISERR({any})
truth: ISNA({any}) EXACT({text},{text}) EXACT({x}{r},{x}{r}) OR({number}) AND({number},{x}{r}) NOT({n}{r}) TRUE() FALSE() NOT({number})
truth: IF({truth},{truth},{truth}) IF({number},{truth})  IF({n}{r},{truth}) ISERROR({x}{r}) ISNA({x}{r}) ISNUMBER({x}{r}) ISTEXT({x}{r}) ISBLANK({any}) OR({truth},{x}{r})
any: {number} {text} {date} {x}{r}
any: NA() 1/0 IF({truth},{number},{text}) IFERROR({any},{any}) CHOOSE({small},{number},{text}) IF({truth},{x}{r},{x}{r}) _xlfn.IFS({truth},{any},{truth},{any})
any: INDEX({people},{rank},{rank}) INDEX({people},{h}{r},{rank}) VLOOKUP({a}{r},{people},{rank},FALSE) {number} {text} {date} _xlfn.IFNA({any},{any})
range: {n}$2:{n}${l} {n}$2:{n}{r} {n}{r}:{m}{r} {x}$2:{x}${l} {x}{r}:{y}{r} {n}$2:{m}${l} {column} 工资列 数据!$L$2:$L$4 档次!$A$2:$B$6
line: {t}$2:{t}${l} {t}$2:{t}${l} {x}$2:{x}${l}
column: 数据!{c}:{c} 数据!${c}:${c}
people: 数据!$A$2:$L${l} 数据!$A:$L 名单
tiers: 档次!$A$2:$C$6 档次!$A:$C 档次!$A$2:$C$4
criterion: {numeric} {word} {word} {x}{r} {t}{r} "<>" "=" "<>示例一厂" "<>0" "" ">一" "=示例*" "<>*厂" {wild} {wild} TRUE "TRUE" "12" "１２" "#N/A" "=12" {d}{r} ">="&{d}{r}
word: "协商" "示例一厂" "ABC" "abc" "期满" "没有" "ａｂｃ" "=协商" "一厂"
wild: "示例*" "*厂" "?厂" "*" "?*" "~*号" "*~?" "A*" "1*" "示例?厂" "*一*" "<>*" "=?"
numeric: 0 5 ">0" "<=5" "<>5" ">100" ">="&{n}{r} "<"&{number} {n}{r} "=0" "=" ">1.5" "5" ">=-1"
rank: 1 2 3 12
small: 1 2 3 0 4 1.9 -1 12 {h}{r}
digits: 2 0 1 -1 -2 3 1.5 {h}{r}
bit: 0 1 TRUE FALSE
way: 0 1 1 -1
op: = <> < > <= >=
unit: "Y" "M" "D" "y" "YM" "MD" "YD"
code: 1 2 3 4 5 9 109 101 103 6
form: "0.00" "0" "#,##0.00" "0%" "0.0%" "#,##0" "General" "0.000" "@" "#" "00"
dateform: "yyyy-mm-dd" "yyyy年m月d日" "yyyymmdd" "yyyy/m/d" "yyyy" "yyyy-mm" "m月d日" "YYYY-MM-DD"
letter: "厂" "一" "a" "B" " " "" "12" "*"
digitstext: "12" " 12.5 " "1,234" "12%" "１２" "-3" "1e2" "2005-1-1" "abc" "" ".5" "5."
n: F G H I
m: G H I J
t: A B C J
x: A B C D E F G H I J K L
y: K L M
c: F G L H
d: D
e: E
h: H
a: A
j: J
"""


def _grammar() -> dict[str, tuple[list[str], list[str]]]:
    """For each word what ends the nesting, and what goes on."""
    words: dict[str, tuple[list[str], list[str]]] = {}
    for line in _TEXT.splitlines():
        word, _, choices = line.partition(": ")
        ends, more = words.setdefault(word, ([], []))
        (more if ends else ends).extend(_CHOICE.findall(choices))
    return words


GRAMMAR: Final = _grammar()


def formula(dice: random.Random, word: str, depth: int = _DEPTH) -> str:
    """A formula text in which only the rows (``{r}``, ``{l}``, ``{t}``) are still open."""
    ends, more = GRAMMAR[word]
    chosen = dice.choice(more if more and depth > 0 and dice.random() < _DEEPER else ends)

    def inner(match: re.Match[str]) -> str:
        return formula(dice, match[1], depth - 1) if match[1] in GRAMMAR else match[0]

    return _WORD.sub(inner, chosen)
