"""Severance of a million workers, exact, beside OpenFisca-Core on its comparable formula: CPU seconds and ratio.

Synthetic, seeded rosters with mixed dates, floors, caps, grounds and segmentation. OpenFisca computes a simpler
rule (one segment, no floors, float32 money) with its own model of arrays; the ratio is printed, never asserted.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
from cpu_clock import RUNS, cpu_seconds
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from xl_addin.policy.lookup import lookup_coded
from xl_addin.policy.profiles import shipped_policy
from xl_addin.policy.schema import DatedValue
from xl_addin.policy.store import national
from xl_addin.rules.severance.blocks import mixed_amounts, severance_in_blocks
from xl_addin.rules.severance.wages import Wages
from xl_addin.values.dates import day_number
from xl_addin.values.money import MICRO

WORKERS = 1_000_000
SEED = 20111


def roster() -> dict[str, np.ndarray]:
    """A seeded roster: starts 1965–2011, ends 2004–2015, wages 500–30,000 yuan, all seven grounds."""
    rng = np.random.default_rng(SEED)
    start = rng.integers(-1800, 15_000, WORKERS).astype(np.int32)
    end = np.maximum(start, rng.integers(12_400, 16_500, WORKERS)).astype(np.int32)
    return {
        "start": start,
        "end": end,
        "own": rng.integers(50_000, 3_000_000, WORKERS) * (MICRO // 100),
        "enterprise": rng.integers(80_000, 400_000, WORKERS) * (MICRO // 100),
        "local": rng.integers(150_000, 600_000, WORKERS) * (MICRO // 100),
        "ground": rng.integers(0, 7, WORKERS).astype(np.int8),
    }


def ours(data: dict[str, np.ndarray], profile: str) -> Callable[[], object]:
    """The whole calculation under one profile."""
    policy = shipped_policy(profile)
    wages = Wages(data["own"], data["enterprise"], data["local"])
    return lambda: severance_in_blocks(data["start"], data["end"], wages, data["ground"], policy)


def openfisca(data: dict[str, np.ndarray]) -> Callable[[], object]:
    """Months of pay (six months count as a year, else half), base capped at three local averages, twelve at most."""
    person = build_entity(key="person", plural="persons", label="", is_person=True)

    def variable(name: str, kind: type, formula: object = None) -> type:
        body = {"value_type": kind, "entity": person, "definition_period": DateUnit.ETERNITY, "label": name}
        return type(name, (Variable,), body | ({"formula": formula} if formula else {}))

    def months_of_pay(persons, period):  # type: ignore[no-untyped-def]
        first = persons("start", period).astype("datetime64[D]")
        last = persons("end", period).astype("datetime64[D]") + 1
        months = last.astype("datetime64[M]").astype(int) - first.astype("datetime64[M]").astype(int)
        day = (first - first.astype("datetime64[M]")).astype(int)
        months = months - ((last - last.astype("datetime64[M]")).astype(int) < day)
        rest = months % 12
        return months // 12 + (rest >= 6) + 0.5 * ((rest > 0) & (rest < 6))

    def compensation(persons, period):  # type: ignore[no-untyped-def]
        own, local = persons("own", period), persons("local", period)
        months = persons("months_of_pay", period)
        capped = np.where(own > 3 * local, np.minimum(months, 12), months)
        return capped * np.minimum(own, 3 * local)

    system = TaxBenefitSystem([person])
    for name, kind, formula in (
        ("start", date, None),
        ("end", date, None),
        ("own", float, None),
        ("local", float, None),
        ("months_of_pay", float, months_of_pay),
        ("compensation", float, compensation),
    ):
        system.add_variable(variable(name, kind, formula))
    start, end = data["start"].astype("datetime64[D]"), data["end"].astype("datetime64[D]")

    def job() -> object:
        simulation = SimulationBuilder().build_default_simulation(system, count=WORKERS)
        simulation.set_input("start", "2011", start)
        simulation.set_input("end", "2011", end)
        simulation.set_input("own", "2011", data["own"] / MICRO)
        simulation.set_input("local", "2011", data["local"] / MICRO)
        return simulation.calculate("compensation", "2011")

    return job


def mixed(data: dict[str, np.ndarray]) -> Callable[[], object]:
    """Each row with its own profile, ground and place; the local average is looked up by date and place."""
    rng = np.random.default_rng(SEED + 1)
    policies = [shipped_policy(name) for name in ("SEG2008", "R481", "RGZ", "RLCL", "PRORATE")]
    chosen = rng.integers(0, len(policies), WORKERS).astype(np.int8)
    names = [f"虚构{number}市" for number in range(5)]
    places = rng.integers(0, len(names), WORKERS).astype(np.int16)
    parameter = national().parameters["职工月平均工资"]
    years = [(day_number(date(year, 1, 1)), day_number(date(year, 12, 31))) for year in range(2003, 2017)]
    local = [
        DatedValue(first, last, place, (2000 + 100 * number) * MICRO, "虚构", "", "", "local")
        for place in names
        for number, (first, last) in enumerate(years)
    ]

    def job() -> object:
        average = lookup_coded(parameter, data["end"], places, names, local)
        wages = Wages(data["own"], data["enterprise"], average.micro)
        return mixed_amounts(data["start"], data["end"], wages, data["ground"], policies, chosen)

    return job


def main() -> None:
    data = roster()
    peer = cpu_seconds(openfisca(data))
    print(f"{WORKERS:,} workers, best of {RUNS} runs, CPU seconds")
    print(f"OpenFisca-Core, one segment, float32   {peer:.3f}")
    for profile in ("SEG2008", "R481", "RGZ", "RLCL"):
        seconds = cpu_seconds(ours(data, profile))
        print(f"xl_addin {profile:<8} exact, all columns  {seconds:.3f}   ratio to OpenFisca {seconds / peer:.2f}")
    seconds = cpu_seconds(mixed(data))
    print(f"xl_addin profile, ground, place by row  {seconds:.3f}   ratio to OpenFisca {seconds / peer:.2f}")


if __name__ == "__main__":
    main()
