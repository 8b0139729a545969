"""The reasons of the city plan (``rules.fund.reasons``) as formulas, so that they follow figures that change."""

from __future__ import annotations


def _yuan(expression: str) -> str:
    return f'TEXT({expression},"#,##0.00")&" 元"'


def firm_reason(position: str, transfer: str, gap: str, price: str, row: int) -> str:
    """The sentence of ``rules.fund.reasons.enterprise_reason`` as a formula."""
    position, transfer, gap, price = (f"{letters}{row}" for letters in (position, transfer, gap, price))
    return _joined(
        f'"自有资金"&IF({position}<0,"缺 ","结余 ")&{_yuan(f"ABS({position})")}',
        f'IF({transfer}=0,"",IF({transfer}>0,"，调入 ","，调出 ")&{_yuan(f"ABS({transfer})")})',
        f'IF({gap}=0,"","，缺口 "&{_yuan(gap)})',
        f'IF({price}=0,"；没有变现款也","；成交价达到 "&{_yuan(price)}&"时")&"不需调剂"',
    )


def item_reason(transfer: str, row: int, first: int, last: int) -> str:
    """The sentence of ``rules.fund.reasons.payment_reason`` as a formula."""
    higher = f'SUMIFS($F${first}:$F${last},$D${first}:$D${last},"<"&INT(D{row}))>0'
    means = f'IF({transfer}>0,"本企业资金加调入资金","本企业资金")'
    tier = f'"第"&INT(D{row})&"层"'
    short = _joined(means, '"不足以付清"', tier, '"，本项付 "', _yuan(f"E{row}"), '"，缺 "', _yuan(f"F{row}"))
    none = _joined('"前面各层尚未付清，"', tier, '"不支付，缺 "', _yuan(f"C{row}"))
    return f'IF(C{row}=0,"没有未付",IF(F{row}=0,{means}&"足额支付",IF({higher},{none},{short})))'


def _joined(*parts: str) -> str:
    return "&".join(parts)
