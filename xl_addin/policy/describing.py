"""A policy profile and a parameter as lines for people: values, options, documents."""

from __future__ import annotations

from xl_addin.policy.lookup import interval_text
from xl_addin.policy.options import option_specs
from xl_addin.policy.profiles import Policy, Profile
from xl_addin.policy.schema import CERTAINTIES, UNITS, Parameter
from xl_addin.policy.store import national
from xl_addin.values.money import MICRO, decimal_text


def describe_parameter(parameter: Parameter) -> str:
    """Write a parameter with all its dated values.

    >>> print(describe_parameter(national().parameters["滞纳金日率"]).splitlines()[1])
    0.002：1999-01-22至2011-06-30，《社会保险费征缴暂行条例》（国务院令第259号）第十三条（原文）
    """
    lines = [f"{parameter.name}（{UNITS[parameter.unit]}）：{parameter.description}"]
    for value in parameter.values:
        document = national().documents[value.document]
        certainty = CERTAINTIES[value.certainty]
        figure = decimal_text(value.micro, MICRO)
        lines.append(f"{figure}：{interval_text(value)}，{document.name}{value.article}（{certainty}）")
    return "\n".join(lines)


def describe_profile(profile: Profile) -> str:
    """Write a profile with its basis and every option.

    >>> from xl_addin.policy.profiles import find_profile
    >>> describe_profile(find_profile("R481")).splitlines()[0]
    'R481  全部工龄按481号'
    """
    return describe_policy(Policy(profile, profile.options))


def describe_policy(policy: Policy, *, keyed: bool = True) -> str:
    """Write what a calculation goes by: the profile with its basis, every option as it is set, the facts stated.

    ``keyed`` says also how an office's file spells each option.
    """
    profile = policy.profile
    lines = [f"{profile.id}  {profile.title}", f"依据：{profile.basis}（{CERTAINTIES[profile.certainty]}）"]
    lines += [f"{name}：{value}" for name, value in policy.facts.items()]
    for name, spec in option_specs().items():
        value = getattr(policy.options, name)
        key = "none" if value is None else str(value)
        spelt = f"{name} = {key}  " if keyed else ""
        lines.append(f"{spelt}{spec.label}：{spec.values.get(key, key)}")
    lines.append(f"政策版本：{policy.version}")
    return "\n".join(lines)
