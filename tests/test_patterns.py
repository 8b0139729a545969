"""No pattern of ours takes more than linear time on any text that repeats what the pattern itself is made of.

A cell holds up to 32,767 characters and a part of a file up to 200 MB. For each pattern of a module texts are made
from its own characters, words and a whole match, repeated, with and without a beginning or an end that fits; a text
four times as long may take ten times as long, never sixteen times.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import re._parser as parser  # type: ignore[import-not-found]
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import xl_addin
from xl_addin.hosts.file.calc_ways import CALC_WAYS

ROOT: Final = Path(xl_addin.__file__).parent
SIZES: Final = (100, 400, 1_600)
STEP: Final = 10
"""Times that four times the text may take; a quadratic pattern takes sixteen."""
NOTICED: Final = 0.0004
"""Seconds of the processor below which nothing is measured."""
HANGING: Final = 0.1
"""Seconds of the processor for a short text that no linear pattern takes."""
UNITS: Final = 16
WHOLE: Final = frozenset({"match", "fullmatch"})
METHODS: Final = WHOLE | {"search", "sub", "subn", "split", "findall", "finditer"}
EXEMPT: Final = {
    "files.kept_tree._TOKEN": "reads parts that were parsed: every comment and tag is closed",
    "hosts.excel.vba.declarations._PARAMETER": "reads macros of ours",
    "hosts.service.site._INLINE": "reads pages of ours",
    "values.persons.clean_name": "asked of what ends in the closing bracket only",
}
LONGEST: Final = {
    "files.number_formats._LITERALS": 255,
    "tables.clock_times._TIME": 80,
    "checks.procedure.firms._FIRM": 400,
    "tables.day_spans._BETWEEN": 120,
    "tables.day_spans._TAIL": 120,
}
"""Characters of the longest text that is shown to a pattern, or is tried: the last one is only slow."""
Key = tuple[str, str]


def modules() -> Iterator[tuple[str, Any]]:
    for found in pkgutil.walk_packages(xl_addin.__path__, "xl_addin."):
        if not found.name.endswith("__main__"):
            yield found.name, importlib.import_module(found.name)


def inside(name: str, value: object, depth: int = 0) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The patterns of a name of a module, also those in its tables."""
    if isinstance(value, re.Pattern):
        yield name, value
    elif depth < 3 and isinstance(value, Mapping):
        for key, one in value.items():
            yield from inside(f"{name}[{key!r:.20}]", one, depth + 1)
    elif depth < 3 and isinstance(value, (list, tuple, set, frozenset)):
        for place, one in enumerate(value):
            yield from inside(f"{name}[{place}]", one, depth + 1)


def used() -> dict[Key, set[str]]:
    """By module and name the methods that are called of it; '' where it is passed on."""
    found: dict[Key, set[str]] = {}
    for path in ROOT.rglob("*.py"):
        module = ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__")
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        from_where = {
            one.asname or one.name: (node.module or "", one.name)
            for node in nodes
            if isinstance(node, ast.ImportFrom)
            for one in node.names
        }
        called = set()
        for node in nodes:
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in METHODS:
                found.setdefault(from_where.get(node.value.id, (module, node.value.id)), set()).add(node.attr)
                called.add(node.value)
        for node in nodes:
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node not in called:
                found.setdefault(from_where.get(node.id, (module, node.id)), set()).add("")
    return found


def written(tree: Any, characters: list[str], words: list[str]) -> str:
    """Collect the characters and words of a pattern; gives a text that it may match."""
    sample, run = "", ""
    for operator, value in [*tree, (None, None)]:
        kind = str(operator)
        if kind == "LITERAL":
            run += chr(value)
            sample += chr(value)
            characters.append(chr(value))
            continue
        words += [run] if len(run) > 1 else []
        run = ""
        if kind in ("IN", "ANY", "NOT_LITERAL"):
            some = members([(operator, value)] if kind != "IN" else value)
            characters += some
            sample += some[0]
        elif kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            sample += written(value[2], characters, words) * max(1, min(value[0], 20))
        elif kind in ("SUBPATTERN", "ATOMIC_GROUP"):
            sample += written(value[3] if kind == "SUBPATTERN" else value, characters, words)
        elif kind == "BRANCH":
            branches = [written(one, characters, words) for one in value[1]]
            sample += branches[0]
        elif kind in ("ASSERT", "ASSERT_NOT"):
            written(value[1], characters, words)
    return sample


def members(items: Any) -> list[str]:
    """A few characters of a class."""
    named = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "1"}
    found: list[str] = []
    for operator, value in items:
        kind = str(operator)
        if kind == "LITERAL":
            found.append(chr(value))
        elif kind == "RANGE":
            found.append(chr(value[0]))
        elif kind == "CATEGORY":
            found.append(named.get(str(value), "x"))
    if any(str(operator) in ("NEGATE", "NOT_LITERAL", "ANY") for operator, _ in items):
        return [next(one for one in "x1 甲y(" if one not in found)]
    return found[:3]


def texts(pattern: re.Pattern[Any]) -> Iterator[Callable[[int], Any]]:
    """Makers of texts of about a size."""
    characters: list[str] = []
    words: list[str] = []
    sample = written(parser.parse(pattern.pattern, pattern.flags), characters, words)
    units = [*dict.fromkeys(characters[: UNITS // 2] + words[: UNITS // 3]), sample, sample[:-1], sample[1:]]
    kinds = list(dict.fromkeys(characters))[:3]
    units += [one + other for one in kinds for other in kinds if one != other]
    around = dict.fromkeys([("", ""), ("", "\0"), (sample[: len(sample) // 2], "\0")])
    for unit in dict.fromkeys(filter(None, [*units, " ", "1", "甲"])):
        for head, tail in around:

            def made(size: int, unit: str = unit, head: str = head, tail: str = tail) -> Any:
                text = head + (unit * (size // len(unit) + 1))[:size] + tail
                return text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text

            yield made


def cost(ask: Callable[[Any], object], text: Any, times: int = 1) -> float:
    found = []
    for _ in range(times):
        begun = time.process_time()
        ask(text)
        found.append(time.process_time() - begun)
    return min(found)


def _steep(ask: Callable[[Any], object], make: Callable[[int], Any], size: int) -> bool:
    return cost(ask, make(size), 5) > STEP * max(cost(ask, make(size // 4), 5), NOTICED / 20)


def grows(pattern: re.Pattern[Any], methods: set[str], longest: int) -> str:
    """A text on which the pattern takes more than linear time, told by its beginning; '' where there is none."""
    asked: list[Callable[[Any], object]] = [getattr(pattern, one) for one in sorted(methods & WHOLE)]
    if methods - WHOLE or not methods:
        asked.append(lambda text: sum(1 for _ in pattern.finditer(text)))
    for make in texts(pattern):
        for ask in asked:
            for size in SIZES:
                if size > longest or (spent := cost(ask, make(size))) < NOTICED:
                    continue
                if size == SIZES[0]:  # some of ours look at 30 characters from each one: too short to tell growth
                    if spent > HANGING:
                        return repr(make(24))
                elif all(_steep(ask, make, size) for _ in range(3)):  # a busy machine may be slow once
                    return repr(make(24))
    return ""


def patterns() -> dict[re.Pattern[Any], tuple[str, set[str]]]:
    """Every pattern of a module with its first name, and what is called of it."""
    calls = used()
    found: dict[re.Pattern[Any], tuple[str, set[str]]] = {}
    for module, content in modules():
        for variable, value in list(vars(content).items()):
            for name, pattern in inside(f"{module.removeprefix('xl_addin.')}.{variable}", value):
                methods = calls.get((module, variable), set()) if name.endswith(variable) else {""}
                found.setdefault(pattern, (name, set()))[1].update(methods)
    return found


def test_no_pattern_takes_more_than_linear_time() -> None:
    faulty: dict[str, str] = {}
    found = patterns()
    assert len(found) > 350
    for pattern, (name, methods) in found.items():
        if name not in EXEMPT and (text := grows(pattern, methods, LONGEST.get(name, max(SIZES)))):
            faulty[name] = text
    assert faulty == {}


def written_inside() -> tuple[dict[re.Pattern[Any], tuple[str, set[str]]], set[str]]:
    """Patterns that stand inside functions, and the functions that make one from what they are given."""
    found: dict[re.Pattern[Any], tuple[str, set[str]]] = {}
    made: set[str] = set()
    for module, content in modules():
        short = module.removeprefix("xl_addin.")
        tree = ast.parse(Path(content.__file__).read_text(encoding="utf-8"))
        for function in (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.Lambda)):
            name = f"{short}.{getattr(function, 'name', 'lambda')}"
            for method, given in _asked_of_re(function):
                try:
                    pattern = eval(compile(given, "", "eval"), vars(content))
                except NameError:
                    made.add(name)
                    continue
                pattern = pattern if isinstance(pattern, re.Pattern) else re.compile(pattern)
                found.setdefault(pattern, (name, set()))[1].add("" if method == "compile" else method)
    return found, made


def _asked_of_re(function: ast.AST) -> Iterator[tuple[str, ast.Expression]]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id == "re" and node.func.attr in {*METHODS, "compile"}:
                yield node.func.attr, ast.Expression(node.args[0])


def test_no_pattern_written_inside_a_function_takes_more_than_linear_time() -> None:
    found, _ = written_inside()
    assert len(found) > 60
    known = patterns()
    faulty = {
        name: text
        for pattern, (name, methods) in found.items()
        if pattern not in known and name not in EXEMPT and (text := grows(pattern, methods, max(SIZES)))
    }
    assert faulty == {}


MADE: Final = frozenset(
    {
        "checks.policy_rows._is_fetched",
        "checks.remarks.speaks_of",
        "commands.papers.postings._rows",
        "files.handover.freezing._elements_by",
        "files.handover.freezing._plain_columns",
        "files.handover.freezing._without",
        "files.sheet_xml.element",
        "files.sheet_xml.frame",
        "files.sheet_xml.patterns",
        "hosts.excel.bundle.download._links",
        "hosts.excel.manual.clerk_manual.with_parts",
        "hosts.file.calc_ways.reason_of",
        "policy.fund_purposes._read",
        "tables.kind_choice.is_meant",
        "tables.kind_marks.is_marked",
        "tables.kind_marks.names",
    }
)
"""Functions that make a pattern of a name that is escaped, or of data of ours."""


def test_functions_that_make_a_pattern_are_known() -> None:
    _, made = written_inside()
    assert made == MADE


def test_no_way_of_calcs_takes_more_than_linear_time_to_find() -> None:
    assert [way for way in CALC_WAYS if grows(re.compile(way.pattern), {"search"}, max(SIZES))] == []


def test_a_quadratic_pattern_is_found() -> None:
    for faulty in (r"\d+人", r"材料[^。]*送", r"\S*(?:公司|厂)", "(?:甲|乙)+$"):
        assert grows(re.compile(faulty), {"search"}, 1_600), faulty
    assert not grows(re.compile(r"(?<!\d)\d+人"), {"search"}, 1_600)
