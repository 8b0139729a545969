"""An exact, slow oracle of the severance rules, written from the settled points alone (their ids stand in brackets).

It knows nothing of the product: dates are `datetime.date`, money is `fractions.Fraction` in yuan, months are counted by
walking the calendar (`calendar_walk`). One worker at a time, one rule after the other, nothing clever.

Sources: 劳部发〔1994〕481号 arts 5-9; 劳动合同法 arts 46, 47, 87, 97; 劳动合同法实施条例 arts 10, 25, 27.
Where several things are wrong at once, which error comes first is not part of the rules: compare codes only for
inputs with a single fault.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tests.oracle.calendar_walk import Piece, Span, added
from tests.oracle.oracle_policy import OracleError, Policy, known_ground
from tests.oracle.oracle_service import Service, half_up, payable, service_of

__all__ = [
    "OracleError",
    "OracleResult",
    "Piece",
    "service_months",
    "severance",
    "severance_by_service",
    "unlawful",
]

CAPPED_GROUNDS = ("协商", "不能胜任")
FLOORED_GROUNDS = ("医疗期满", "客观变化", "裁员", "破产关闭")


@dataclass(frozen=True)
class OracleResult:
    """Payable months and bases on each side of 2008, and the amount in yuan."""

    months_pre: Fraction
    months_post: Fraction
    months: Fraction
    base_pre: Fraction | None
    base_post: Fraction | None
    amount: Fraction


@dataclass(frozen=True)
class Wages:
    """Monthly yuan: the worker's own, the enterprise's and the place's average (None = not given)."""

    own: Fraction
    enterprise: Fraction | None
    local: Fraction | None


# --- bases -----------------------------------------------------------------------------------------------------------


def base(wages: Wages, floors: Sequence[Fraction | None], caps: Sequence[Fraction | None], policy: Policy) -> Fraction:
    """Lift by the floors, then cut by the caps, then round if the base is rounded first (S-16)."""
    value = max([wages.own, *(one for one in floors if one is not None)])
    value = min([value, *(one for one in caps if one is not None)])
    return half_up(value, 2) if policy["base_round"] == "first" else value


def threefold(wage: Fraction | None) -> Fraction | None:
    """Give three times a wage, if there is one."""
    return None if wage is None else 3 * wage


def minimum_of_old_law(policy: Policy) -> Fraction | None:
    """The minimum wage where no law of 2008 counts: only if it is a floor of every year (S-24)."""
    return policy.numbers.get("local_floor") if policy["local_floor_scope"] == "all" else None


def base_by_481(wages: Wages, ground: str, policy: Policy) -> Fraction:
    """Base of the years under 481号 (S-07, S-24, S-33)."""
    floored = ground in FLOORED_GROUNDS and policy["enterprise_floor"] in ("pre2008", "both")
    capped = policy["pre2008_base"] == "local_cap"
    floors = [wages.enterprise if floored else None, minimum_of_old_law(policy)]
    return base(wages, floors, [threefold(wages.local) if capped else None], policy)


def base_by_art47(wages: Wages, ground: str, policy: Policy) -> Fraction:
    """Base of the years under art 47 (S-17, S-20, S-24)."""
    floored = ground in FLOORED_GROUNDS and policy["enterprise_floor"] == "both"
    floors = [wages.enterprise if floored else None, policy.numbers.get("local_floor")]
    return base(wages, floors, [threefold(wages.local)], policy)


def earns_above_limit(wages: Wages) -> bool:
    """Tell whether the *own* wage is strictly above three times the local one (S-17)."""
    return wages.local is not None and wages.own > 3 * wages.local


# --- profiles --------------------------------------------------------------------------------------------------------

TWELVE = Fraction(12)
NOTHING = Fraction(0)


def months_by_481(spans: list[Span], service: Service, ground: str, policy: Policy) -> Fraction:
    """Payable months under 481号 with its cap of twelve (S-07, S-31)."""
    if ground == "期满":
        return NOTHING
    months = payable(spans, policy["fraction"], service, policy)
    return min(months, TWELVE) if ground in CAPPED_GROUNDS else months


def months_by_art47(spans: list[Span], service: Service, wages: Wages, policy: Policy) -> Fraction:
    """Payable months under art 47 with its limit of twelve years (S-17, S-31)."""
    months = payable(spans, "half_year", service, policy)
    return min(months, TWELVE) if earns_above_limit(wages) else months


def by_481(service: Service, wages: Wages, ground: str, policy: Policy) -> OracleResult:
    """Whole service under 481号 (S-10, S-11)."""
    months = months_by_481(service.whole, service, ground, policy)
    return settle(months, NOTHING, base_by_481(wages, ground, policy), NOTHING, policy)


def by_art47(service: Service, spans: list[Span], wages: Wages, ground: str, policy: Policy) -> OracleResult:
    """Years under art 47 only (S-10, S-12)."""
    months = months_by_art47(spans, service, wages, policy)
    return settle(NOTHING, months, NOTHING, base_by_art47(wages, ground, policy), policy)


def split_at_2008(service: Service, wages: Wages, ground: str, policy: Policy) -> OracleResult:
    """Art 97: each side of 2008 by the rules of its time (S-18, S-19)."""
    pre = months_by_481(service.pre, service, ground, policy)
    post = months_by_art47(service.post, service, wages, policy)
    if policy["limit12"] == "all" and earns_above_limit(wages) and service.post:
        pre = min(pre, TWELVE)
        post = min(post, TWELVE - pre)
    if policy["joint_cap12"] == "joint" and ground in CAPPED_GROUNDS and pre > 0:
        post = min(post, TWELVE - pre)
    return settle(pre, post, base_by_481(wages, ground, policy), base_by_art47(wages, ground, policy), policy)


def restructuring(service: Service, wages: Wages, policy: Policy) -> OracleResult:
    """RGZ: floor and threefold cap by the enterprise's average, the ground does not matter (S-13)."""
    months = payable(service.whole, policy["fraction"], service, policy)
    lifts = policy["enterprise_floor"] != "none"
    floors = [wages.enterprise if lifts else None, minimum_of_old_law(policy)]
    return settle(months, NOTHING, base(wages, floors, [threefold(wages.enterprise)], policy), NOTHING, policy)


def city_standard(service: Service, wages: Wages, policy: Policy) -> OracleResult:
    """PRORATE: the wage argument is the city's standard (S-14)."""
    months = payable(service.whole, policy["fraction"], service, policy)
    return settle(months, NOTHING, base(wages, [minimum_of_old_law(policy)], [], policy), NOTHING, policy)


def settlement_of_bankruptcy(wages: Wages, policy: Policy) -> OracleResult:
    """BANKRUPT3X: three average years of the city, as thirty-six months (S-15)."""
    assert wages.local is not None
    return settle(Fraction(36), NOTHING, wages.local, NOTHING, policy)


def settle(
    pre: Fraction, post: Fraction, base_pre: Fraction, base_post: Fraction, policy: Policy, times: int = 1
) -> OracleResult:
    """Multiply, add, apply the multiplier and round once (S-16, S-21, S-28)."""
    multiplier = policy.numbers["multiplier"]
    assert multiplier is not None
    exact = (pre * base_pre + post * base_post) * multiplier * times
    amount = half_up(exact, 0 if policy["round_to"] == "yuan" else 2)
    shown_pre, shown_post = (base_pre if pre > 0 else None), (base_post if post > 0 else None)
    return OracleResult(pre, post, pre + post, shown_pre, shown_post, amount)


def checked_wages(own: Fraction | None, enterprise: Fraction | None, local: Fraction | None, policy: Policy) -> Wages:
    """Refuse what S-22 and S-23 refuse; cut the enterprise's average by `enterprise_wage_cap` (S-27)."""
    cap = policy.numbers.get("enterprise_wage_cap")
    cap_matters = policy.profile not in ("PRORATE", "BANKRUPT3X")
    if own is None:
        raise OracleError("#VALUE!", "wage missing")
    if policy.profile == "RGZ" and enterprise is None:
        raise OracleError("#VALUE!", "enterprise wage missing")
    if policy.profile == "BANKRUPT3X" and local is None:
        raise OracleError("#VALUE!", "local wage missing")
    if cap is not None and cap_matters and enterprise is not None and local is None:
        raise OracleError("#VALUE!", "local wage missing for enterprise_wage_cap")
    if own < 0 or (enterprise is not None and enterprise <= 0) or (local is not None and local <= 0):
        raise OracleError("#NUM!", "impossible wage")
    if cap is not None and enterprise is not None and local is not None:
        enterprise = min(enterprise, cap * local)
    return Wages(own, enterprise, local)


def amount_due(service: Service, wages: Wages, ground: str, policy: Policy) -> OracleResult:
    """Choose the rules of the profile (S-10 to S-15)."""
    match policy.profile:
        case "R481":
            return by_481(service, wages, ground, policy)
        case "RGZ":
            return restructuring(service, wages, policy)
        case "PRORATE":
            return city_standard(service, wages, policy)
        case "BANKRUPT3X":
            return settlement_of_bankruptcy(wages, policy)
        case "RLCL":
            if not service.post and not service.blank_day:
                raise OracleError("#N/A", "no service from 2008")
            return by_art47(service, service.post, wages, ground, policy)
    if service.post and policy["segmentation"] == "merged_481":
        return by_481(service, wages, ground, policy)
    if service.post and policy["segmentation"] == "merged_art47":
        return by_art47(service, service.whole, wages, ground, policy)
    return split_at_2008(service, wages, ground, policy)


# --- the four questions ----------------------------------------------------------------------------------------------


def severance(
    pieces: Sequence[Piece],
    wage: Fraction | None,
    enterprise: Fraction | None,
    local: Fraction | None,
    ground: str,
    profile: str,
    options: Mapping[str, str],
) -> OracleResult:
    """Economic compensation of one worker; a single service is one piece.

    >>> from datetime import date
    >>> whole_life = [Piece(date(1985, 8, 15), date(2004, 3, 31))]
    >>> severance(whole_life, Fraction(600), Fraction(720), None, "客观变化", "SEG2008", {}).amount
    Fraction(13680, 1)
    """
    policy = Policy(profile, options)
    short_ground = known_ground(ground)
    service = service_of(pieces, policy)
    wages = checked_wages(wage, enterprise, local, policy)
    return amount_due(service, wages, short_ground, policy)


def severance_by_service(
    months_pre: int | None,
    months_post: int | None,
    wage: Fraction | None,
    enterprise: Fraction | None,
    local: Fraction | None,
    ground: str,
    profile: str,
    options: Mapping[str, str],
) -> OracleResult:
    """Economic compensation for approved months on each side of 2008 (S-36); a blank side is no service there.

    >>> severance_by_service(200, 41, Fraction(2000), None, None, "", "SEG2008", {}).months
    Fraction(41, 2)
    """
    policy = Policy(profile, options)
    short_ground = known_ground(ground)
    if months_pre is None and months_post is None:
        raise OracleError("#VALUE!", "no service")
    before, after = months_pre or 0, months_post or 0
    if before < 0 or after < 0:
        raise OracleError("#NUM!", "negative service")
    pre, post, whole = ([Span(one, 0)] if one else [] for one in (before, after, before + after))
    wages = checked_wages(wage, enterprise, local, policy)
    return amount_due(Service(pre, post, whole), wages, short_ground, policy)


def unlawful(
    pieces: Sequence[Piece], wage: Fraction | None, local: Fraction | None, options: Mapping[str, str]
) -> Fraction:
    """Twice art 47 over the whole service, not cut at 2008, rounded once (S-36). `multiplier` has no say in it.

    >>> from datetime import date
    >>> unlawful([Piece(date(2020, 3, 1), date(2024, 8, 15))], Fraction(9000), None, {})
    Fraction(81000, 1)
    """
    policy = Policy("SEG2008", {name: value for name, value in options.items() if name.strip().lower() != "multiplier"})
    service = service_of(pieces, policy)
    wages = checked_wages(wage, None, local, policy)
    if not service.post and not service.blank_day:
        raise OracleError("#N/A", "ended before 2008")
    months = months_by_art47(service.whole, service, wages, policy)
    return settle(NOTHING, months, NOTHING, base_by_art47(wages, "协商", policy), policy, times=2).amount


def service_months(pieces: Sequence[Piece], deducted: Fraction | int | None, options: Mapping[str, str]) -> int:
    """Completed whole months less deducted ones; the days left over are dropped (S-01).

    >>> from datetime import date
    >>> service_months([Piece(date(1985, 8, 15), date(2004, 3, 31))], 3, {})
    220
    """
    policy = Policy("SEG2008", options)
    less = Fraction(deducted or 0)
    if less.denominator != 1:
        raise OracleError("#VALUE!", "deducted months are not whole")
    service = service_of(pieces, policy)
    months = added(service.whole).months if service.whole else 0
    if not 0 <= less <= months:
        raise OracleError("#NUM!", "deducted months")
    return months - int(less)
