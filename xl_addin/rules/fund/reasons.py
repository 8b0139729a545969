"""Why each line of the city plan stands there: short Chinese sentences with the operands, for staff and auditors."""

from __future__ import annotations

from xl_addin.values.money import yuan_text


def transfer_reason(giver: str, receiver: str, amount_fen: int, surplus_fen: int, approval: str) -> str:
    """Say why one enterprise gives to another.

    >>> transfer_reason("甲厂", "乙厂", 100, 500, "")
    '甲厂付清本企业应付项目后结余 5.00 元，在本系统内调给乙厂 1.00 元'
    """
    where = f"经 {approval} 批准跨系统" if approval else "在本系统内"
    return (
        f"{giver}付清本企业应付项目后结余 {yuan_text(surplus_fen)} 元，{where}调给{receiver} {yuan_text(amount_fen)} 元"
    )


def payment_reason(tier: int, need_fen: int, paid_fen: int, moved_fen: int, higher_lacks: bool) -> str:
    """Say why a need is paid in full, in part or not at all.

    >>> payment_reason(1, 500, 200, 0, False)
    '本企业资金不足以付清第1层，本项付 2.00 元，缺 3.00 元'
    """
    if need_fen == 0:
        return "没有未付"
    means = "本企业资金加调入资金" if moved_fen > 0 else "本企业资金"
    if paid_fen == need_fen:
        return f"{means}足额支付"
    if higher_lacks:
        return f"前面各层尚未付清，第{tier}层不支付，缺 {yuan_text(need_fen)} 元"
    lacking = yuan_text(need_fen - paid_fen)
    return f"{means}不足以付清第{tier}层，本项付 {yuan_text(paid_fen)} 元，缺 {lacking} 元"


def enterprise_reason(position_fen: int, moved_fen: int, gap_fen: int, break_even_fen: int, held: str = "") -> str:
    """Say how an enterprise stands before and after balancing, the sale price at which it needs nobody, and why its
    money is held.

    >>> enterprise_reason(-500, 200, 300, 900)
    '自有资金缺 5.00 元，调入 2.00 元，缺口 3.00 元；成交价达到 9.00 元时不需调剂'
    """
    parts = [f"自有资金{'结余' if position_fen >= 0 else '缺'} {yuan_text(abs(position_fen))} 元"]
    if moved_fen:
        parts.append(f"调{'入' if moved_fen > 0 else '出'} {yuan_text(abs(moved_fen))} 元")
    if gap_fen:
        parts.append(f"缺口 {yuan_text(gap_fen)} 元")
    enough = f"成交价达到 {yuan_text(break_even_fen)} 元时" if break_even_fen else "没有变现款也"
    return "，".join(parts) + f"；{enough}不需调剂" + (f"；{held}" if held else "")
