"""Every disputed option tried with each of its values: what all persons would get under each.

One calculation for an option's value, for all persons together. An option that takes any number is compared with
its default only where the office has switched it on: there is no list of other numbers to try.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from xl_addin.commands.severance.amounts import Amounts, Line, compute, fen_of
from xl_addin.policy.options import OptionSpec, option_specs, with_options
from xl_addin.policy.profiles import Policy, option_value
from xl_addin.rules.severance.worker import OLD_LAW
from xl_addin.sheets.severance_persons import Person


@dataclass(frozen=True, slots=True)
class Alternative:
    """One value of one option, with the amount of every person under it (None: no result)."""

    option: OptionSpec
    value: str
    own: Sequence[bool]
    """For each person whether this is the value of the own policy."""
    fen: Sequence[int | None]

    @property
    def current(self) -> bool:
        """Whether everybody goes by this value."""
        return all(self.own)

    @property
    def word(self) -> str:
        """The value in plain words."""
        return self.option.values.get(self.value, self.value)


def values_to_try(policy: Policy, spec: OptionSpec) -> list[str]:
    """Give the values of an option that are worth comparing, the current one among them.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> values_to_try(shipped_policy(), option_specs()["end_date"])
    ['inclusive', 'exclusive']
    >>> values_to_try(shipped_policy(), option_specs()["multiplier"])
    ['1']
    """
    current = option_value(policy, spec.name)
    return list(dict.fromkeys(spec.values if spec.kind == "choice" else [current, spec.default]))


def alternatives(persons: Sequence[Person], computed: Amounts) -> list[list[Alternative]]:
    """Give the alternatives of every option in the options' order; one option is changed in each person's own policy.

    ``computed`` is what everybody comes to by the own policy.
    """
    current = fen_of(computed)
    # Nobody hired from 2008 on has service under the old law: its rule is no choice for them.
    young = [isinstance(one, Line) and not one.table.service.reaches_old[one.row] for one in computed]
    policies = [person.policy.policy for person in persons]
    distinct = list({id(policy): policy for policy in policies}.values())
    found = []
    for name, spec in option_specs().items():
        chosen = {id(policy): option_value(policy, name) for policy in distinct}
        values = dict.fromkeys(value for policy in distinct for value in values_to_try(policy, spec))
        group = []
        for value in values:
            own = [chosen[id(policy)] == value for policy in policies]
            others = {id(one): one if chosen[id(one)] == value else _with(one, name, value) for one in distinct}
            fen = current if all(own) else fen_of(compute(persons, [others[id(policy)] for policy in policies]))
            if (name, value) == OLD_LAW:
                fen = [now if new else one for now, new, one in zip(current, young, fen, strict=True)]
            group.append(Alternative(spec, value, own, fen))
        found.append(group)
    return found


def _with(policy: Policy, option: str, value: str) -> Policy:
    return replace(policy, options=with_options(policy.options, {option: value}))
