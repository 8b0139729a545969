"""The papers of a workbook as data: for each enterprise and kind of paper every fact that a template may ask for.

The same facts are made again to see whether a paper still agrees (:mod:`xl_addin.commands.papers.comparing`). Cells in
which the checks find an error are named on the paper's last page: what is wrong there is wrong here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xl_addin.commands.checking.examination import examine
from xl_addin.commands.choosing import chosen_persons
from xl_addin.commands.papers.bank_list import bank_facts
from xl_addin.commands.papers.catalog import PaperSpec
from xl_addin.commands.papers.enterprise import (
    done_rows,
    enterprise_facts,
    group_rows,
    headcount_fact,
    source_rows,
)
from xl_addin.commands.papers.insurance import Insured, added, amounts_of, insured_row, read_insured
from xl_addin.commands.papers.postings import posting_facts
from xl_addin.commands.papers.retirement import retirement_facts
from xl_addin.commands.papers.settled import INTERNAL_GROUP, RETIRED_GROUP, settled_people
from xl_addin.commands.papers.spans import span_of_sources
from xl_addin.commands.papers.workers import Worker, last_days, total_fact, worker_row, workers
from xl_addin.commands.severance.amounts import compute
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.files.papers.model import Fact, PaperData, Row, blank
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import enterprise_key
from xl_addin.sheets.package_sheet import severance_lists
from xl_addin.sheets.persons import enterprises
from xl_addin.sheets.steps import enterprise_names
from xl_addin.values.errors import InputError
from xl_addin.values.findings import Severity
from xl_addin.values.money import yuan_text
from xl_addin.values.persons import mask_text
from xl_addin.values.rmb import rmb_upper

_OWN_ITEMS = {"经济补偿": "经济补偿金", "养老": "养老保险费", "医疗": "医疗保险费", "内退": "内退费用"}
"""Items of costs that lists of persons state, and what a paper calls them."""
_NO_INSURANCE = "工作簿没有这家企业的养老、医疗测算表，补上后重新生成"
_NO_SEVERANCE = "工作簿没有这家企业的经济补偿金测算表，补上后重新生成"


@dataclass(frozen=True, slots=True)
class Sources:
    """What the papers of a workbook are made from, read once for all of them."""

    book: CommandBook
    context: CommandContext
    workers: Sequence[Worker]
    insured: Sequence[Insured]
    notes: tuple[str, ...]
    wrong: Mapping[str, str] = field(default_factory=dict)
    """Cell (``表!A1``) to what the checks find wrong there, once they were asked."""


def read_sources(book: CommandBook, context: CommandContext) -> Sources:
    """Read the sheets; a workbook without a severance sheet can still have the other papers."""
    book.usable_policy()
    people: list[Worker] = []
    notes: list[str] = []
    if any(map(len, severance_lists(book))):
        persons, choice = chosen_persons(book, context)
        people = workers(book, persons, compute(persons))
        notes += [choice.note] if choice.note else []
    insured, unread = read_insured(book)
    return Sources(book, context, people, insured, (*notes, *unread))


def examined(sources: Sources) -> Sources:
    """The same with what the checks find wrong in cells of the workbook."""
    found = examine(sources.book, calls=sources.book.recalculation).findings
    wrong = {f"{one.sheet}!{one.cell}": one.message for one in found if one.severity is Severity.ERROR and one.cell}
    return replace(sources, wrong=wrong)


def firms_of(sources: Sources) -> list[str]:
    """Every enterprise with persons, or under way, in the order of the sheets."""
    found: dict[str, str] = {}
    for name in _firm_names(sources):
        found.setdefault(enterprise_key(name), name)
    return [name for key, name in found.items() if key or len(found) == 1]


def _firm_names(sources: Sources) -> Iterator[str]:
    book: SheetBook = sources.book
    yield from (worker.person.enterprise for worker in sources.workers)
    yield from (person.enterprise for person in sources.insured)
    for table in book.of_kind("roster"):
        yield from book.derive(enterprises, table)
    for table in book.of_kind("progress"):
        yield from enterprise_names(table)


def papers_of(sources: Sources, specs: Sequence[PaperSpec]) -> list[PaperData]:
    """Every paper that the workbook has something for; InputError where it has nothing for any."""
    people: dict[str, list[Worker]] = {}
    for worker in sources.workers:
        people.setdefault(enterprise_key(worker.person.enterprise), []).append(worker)
    insured: dict[str, list[Insured]] = {}
    for person in sources.insured:
        insured.setdefault(enterprise_key(person.enterprise), []).append(person)
    made: list[PaperData] = []
    for firm in firms_of(sources):
        key = enterprise_key(firm)
        made += _firm_papers(sources, firm, specs, people.get(key, []), insured.get(key, []))
    if not made:
        lacking = "、".join(spec.name for spec in specs)
        raise InputError(f"工作簿里没有写“{lacking}”要用的数据：需要经济补偿金测算表，或养老、医疗测算表，并有职工")
    return made


def _firm_papers(
    sources: Sources, firm: str, specs: Sequence[PaperSpec], people: Sequence[Worker], insured: Sequence[Insured]
) -> Iterator[PaperData]:
    there = {"": True, "severance": bool(people), "insurance": bool(insured), **_settled(sources.book, firm)}
    made: dict[tuple[bool, bool], _Facts] = {}
    for spec in specs:
        if there[spec.needs]:
            masked = spec.posted or sources.context.masked
            listed = [worker for worker in people if not (spec.leaving and worker.person.settled)]
            key = spec.leaving, masked
            if key not in made:
                made[key] = _facts(sources, firm, bool(people), listed, insured, masked)
            single, groups = made[key]
            single = single | posting_facts(sources.book, firm, spec.subject)
            wrong = dict(sources.wrong)
            yield masked_paper(PaperData(spec.name, firm, single, groups, spec.pages, sources.notes, masked, wrong))


def _settled(book: CommandBook, firm: str) -> dict[str, bool]:
    """Whether anybody of the enterprise is 内退, retired, or either."""
    key = enterprise_key(firm)
    groups = {one.group for one in book.gather(settled_people).values() if enterprise_key(one.firm) == key}
    return {INTERNAL_GROUP: INTERNAL_GROUP in groups, RETIRED_GROUP: RETIRED_GROUP in groups, "settled": bool(groups)}


_Facts = tuple[dict[str, Fact], dict[str, Sequence[Row]]]
"""Single facts and groups of rows that the papers of an enterprise share."""


def _facts(
    sources: Sources,
    firm: str,
    with_people: bool,
    listed: Sequence[Worker],
    insured: Sequence[Insured],
    masked: bool,
) -> _Facts:
    rows: list[Row] = [worker_row(worker, number, masked) for number, worker in enumerate(listed, 1)]
    insurance: list[Row] = [insured_row(person, number, masked) for number, person in enumerate(insured, 1)]
    kinds = group_rows(sources.book, firm)
    single = enterprise_facts(sources.book, firm, sources.context.time.date())
    single["职工人数"] = headcount_fact(sources.book, firm, kinds)
    single |= _totals(rows, listed, insurance)
    pay, lists = bank_facts(sources.book, firm, listed, rows, len(firms_of(sources)) == 1, masked)
    settled, more = retirement_facts(sources.book, firm, insured, masked)
    single |= settled
    costs = _costs(sources.book, firm, single, with_people, bool(insured), more[INTERNAL_GROUP])
    funds = source_rows(sources.book, firm, "source")
    single |= pay | _balance(costs, funds)
    steps = done_rows(sources.book, firm)
    groups = {"职工": rows, "两险": insurance, "类别": kinds, "费用": costs, "来源": funds, "步骤": steps}
    return single, {**groups, **lists, **more}


def masked_paper(paper: PaperData) -> PaperData:
    """A masked paper shows no ID number anywhere: neither in remarks nor in names of sheets or enterprises."""
    if not paper.masked:
        return paper
    groups = {name: [_masked(row) for row in rows] for name, rows in paper.groups.items()}
    wrong = {mask_text(cell): told for cell, told in paper.wrong.items()}
    return replace(
        paper, enterprise=mask_text(paper.enterprise), single=_masked(paper.single), groups=groups, wrong=wrong
    )


def _masked(facts: Mapping[str, Fact]) -> Row:
    return {
        name: replace(fact, text=mask_text(fact.text), source=mask_text(fact.source)) for name, fact in facts.items()
    }


def _totals(rows: Sequence[Row], listed: Sequence[Worker], insurance: Sequence[Row]) -> dict[str, Fact]:
    fen = [worker.line.fen if worker.line else None for worker in listed]
    total = total_fact(rows, fen, "补偿金额") if rows else blank(_NO_SEVERANCE)
    paid_rows = [row for row in rows if not row["补偿金额"].is_blank and row["补偿金额"].text != "—"]
    pending = [row for row in rows if row["补偿金额"].is_blank]
    names = span_of_sources([row["姓名"].source for row in (*paid_rows, *pending)]).replace("之和", "人数")
    facts = {
        "补偿人数": Fact(str(len(paid_rows) + len(pending)), names) if rows else blank(_NO_SEVERANCE),
        "待查人数": Fact(str(len(pending)), names) if rows else blank(_NO_SEVERANCE),
        "补偿合计": total,
        "补偿合计大写": _in_words(total),
        "两险人数": _counted(insurance),
        "工龄截止时间": last_days(listed) if rows else blank(_NO_SEVERANCE),
    }
    for name, column in (
        ("养老保险费合计", "养老保险费"),
        ("医疗保险费合计", "医疗保险费"),
        ("其他保险费合计", "其他保险费"),
        ("两险总计", "两险合计"),
    ):
        some = [row[column] for row in insurance if row[column].text != "—"]
        facts[name] = added(some) if some else Fact("—") if insurance else blank(_NO_INSURANCE)
    return facts


def _in_words(total: Fact) -> Fact:
    if total.is_blank:
        return blank("补偿合计查清后填写")
    return Fact(rmb_upper(next(amounts_of([total]), 0)), total.source)


def _counted(insurance: Sequence[Row]) -> Fact:
    if not insurance:
        return blank(_NO_INSURANCE)
    return Fact(str(len(insurance)), span_of_sources([row["姓名"].source for row in insurance]).replace("之和", "人数"))


def _costs(
    book: CommandBook,
    firm: str,
    single: Mapping[str, Fact],
    with_people: bool,
    with_insured: bool,
    internal: Sequence[Row],
) -> list[Row]:
    """The costs: what lists of persons come to, then other rows of costs; two sums of one item are a question."""
    stated = source_rows(book, firm, "cost")
    # Where no sheet lists the costs, what no list of persons says is asked about: a total without it is too low.
    asked = not stated and (with_people or with_insured)
    own = {
        "经济补偿": single["补偿合计"] if with_people or asked else None,
        "养老": single["养老保险费合计"] if with_insured or asked else None,
        "医疗": single["医疗保险费合计"] if with_insured or asked else None,
        "内退": single["内退费用合计"] if _listed(internal, stated) else None,
    }
    rows: list[Row] = []
    for item, fact in own.items():
        typed = [row["金额"] for row in stated if row["归类"].text == item]
        if fact is None or fact.text == "—":
            rows += [{"项目": Fact(_OWN_ITEMS[item]), "金额": one} for one in typed]
            continue
        if (
            typed
            and not fact.is_blank
            and not any(one.is_blank for one in typed)
            and sum(amounts_of(typed)) != sum(amounts_of([fact]))
        ):
            said = yuan_text(sum(amounts_of(typed)))
            fact = blank(f"{typed[0].source} 写 {said}，{fact.source} 为 {fact.text}，查清后重新生成")
        rows.append({"项目": Fact(_OWN_ITEMS[item]), "金额": fact})
    others = single["其他保险费合计"]
    if with_insured and others.text != "—":
        rows.append({"项目": Fact("其他保险费"), "金额": others})
    rows += [{"项目": row["项目"], "金额": row["金额"]} for row in stated if row["归类"].text not in own]
    return [{"序号": Fact(str(number)), **row} for number, row in enumerate(rows, 1)]


def _listed(internal: Sequence[Row], stated: Sequence[Row]) -> bool:
    """Whether the cost of 内退 is the sum of the persons: they have a list of it, or nothing else says what it is."""
    listed = any(row["内退费用"].source for row in internal)
    return listed or (bool(internal) and not any(row["归类"].text == INTERNAL_GROUP for row in stated))


def _balance(costs: Sequence[Row], funds: Sequence[Row]) -> dict[str, Fact]:
    facts = {}
    for name, rows in (("费用合计", costs), ("来源合计", funds)):
        facts[name] = (
            added([row["金额"] for row in rows]) if rows else blank("工作簿没有费用和资金来源表，填写后重新生成")
        )
    needed, there = facts["费用合计"], facts["来源合计"]
    if needed.is_blank or there.is_blank:
        facts["资金缺口"] = blank("费用合计和来源合计查清后填写")
    else:
        gap = max(0, sum(amounts_of([needed])) - sum(amounts_of([there])))
        facts["资金缺口"] = Fact(yuan_text(gap), f"{needed.source}；{there.source}")
    return facts
