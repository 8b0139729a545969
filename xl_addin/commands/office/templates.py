"""新建模板: blank workbooks that an office starts from, built in memory so that an installed package has them.

What stands on which sheet is data (``templates.toml``); the 29 steps, the accounts and the words of drop-downs come
from the policy. Results stand right of the inputs that they use, and rows that nobody has filled in show nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from xl_addin.commands.office.policy_table import policy_book, policy_rows
from xl_addin.commands.office.template_data import LEVEL, Template, template_file, templates
from xl_addin.commands.plan import BookPlan
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.files.building.draft import SheetDraft
from xl_addin.files.building.model import NewBook, NewCell, NewSheet, PrintSetup, Value
from xl_addin.files.building.paper import first_page, fitted
from xl_addin.policy.options import closest
from xl_addin.policy.procedure import procedure
from xl_addin.policy.procedure_limits import limit, procedure_limits
from xl_addin.policy.profiles import shipped_policy
from xl_addin.tables.grid import column_letters
from xl_addin.values.errors import InputError

POLICY: Final = "政策"
WHOLE_SET: Final = "全套"
WHOLE_TITLE: Final = "改制测算模板"
STEPS: Final = "改制程序核查表"
_POLICY_RANGE: Final = f"{POLICY}!$A$1:$F$200"
_TITLE_ROWS: Final = 2
_HEAD_HEIGHT, _LEAST_HEIGHT = 30.0, 20.0
_SIGNATURES: Final = "&L制表：　　　　审核：&C第 &P 页　共 &N 页&R&A"
_SUM: Final = "合计"
_REPEATED: Final = 3
"""Columns that every page of a wide sheet repeats."""
_AVERAGE: Final = "职工月平均工资"
_YEARS: Final = 12
"""Rows of 政策 for the average wages of so many years, which rows of templates look up."""
_FIRM_CELLS: Final = 4
"""Cells for the name of the one enterprise that a sheet is about."""


def kinds() -> list[str]:
    """Give what ``xl-addin new`` knows.

    >>> kinds()[-2:]
    ['政策', '全套']
    """
    return [*templates(), POLICY, WHOLE_SET]


def find_kind(word: str) -> str:
    """Read a kind, also a part of its name that fits one alone; InputError lists the kinds.

    >>> find_kind("信访台账"), find_kind("花名册"), find_kind("改制测算模板")
    ('信访台账', '职工花名册', '全套')
    """
    wanted = "".join(word.split())
    fitting = [kind for kind in kinds() if wanted and wanted in kind]
    if wanted in kinds():
        return wanted
    if wanted == WHOLE_TITLE:
        return WHOLE_SET
    if len(fitting) == 1:
        return fitting[0]
    raise InputError(f"没有模板“{word.strip()}”；可用：{'、'.join(kinds())}{closest(wanted, kinds())}")


def template_book(kind: str) -> NewBook:
    """Build the workbook of a kind; with 政策 where its formulas need it."""
    found = find_kind(kind)
    chosen = list(templates().values()) if found == WHOLE_SET else [t for t in templates().values() if t.kind == found]
    sheets = [_sheet(template) for template in chosen]
    if not chosen or any(template.policy for template in chosen):
        averages = [(_AVERAGE, None)] * _YEARS if any(_AVERAGE in str(template.columns) for template in chosen) else []
        sheets += policy_book(policy_rows(shipped_policy(), averages)).sheets
    return NewBook(WHOLE_TITLE if found == WHOLE_SET else found, sheets)


def plan_new_template(book: CommandBook, context: CommandContext) -> BookPlan:
    """新建模板: the whole set in one workbook, beside the user's."""
    made = template_book(WHOLE_SET)
    return BookPlan(made, template_text(made), "-模板")


def template_text(made: NewBook) -> str:
    """Say of a blank workbook what is in it and how it is used."""
    return f"空白模板：{'、'.join(sheet.title for sheet in made.sheets)}；蓝字栏录入，公式自动计算"


def _sheet(template: Template) -> NewSheet:
    columns, head = template.columns, _TITLE_ROWS + template.levels
    draft = SheetDraft(template.kind, [column.width for column in columns])
    setup = PrintSetup(landscape=True, repeat=(_TITLE_ROWS + 1, head), footer=_SIGNATURES, repeat_columns=_REPEATED)
    setup = fitted(draft.widths, setup, whole=_inside_headings(template))
    draft.page = first_page(draft.widths, setup)
    draft.add([NewCell(template.note, "aside")], 18)
    _title(draft, template)
    for cells in _headings(template):
        draft.add(cells, _HEAD_HEIGHT)
    draft.merges += [*_merges(template), *_block_merges(template, head)]
    for cells in _step_rows(template) if template.kind == STEPS else _blank_rows(template, head):
        draft.add(cells)
    draft.fit(_LEAST_HEIGHT)
    draft.choices = {
        f"{column_letters(col)}{head + 1}:{column_letters(col)}{len(draft.rows)}": column.words
        for col, column in enumerate(columns, start=1)
        if column.words
    }
    if template.rows:
        draft.add(_sums(template, head + 1, len(draft.rows)), _LEAST_HEIGHT)
    area = f"A{_TITLE_ROWS}:{column_letters(len(columns))}{len(draft.rows)}"
    return draft.sheet(replace(setup, area=area))


def _title(draft: SheetDraft, template: Template) -> None:
    """The title; for a sheet of one enterprise also the place of its name, last, so that no text follows it."""
    named = any(column.head in ("企业名称", "所属企业") for column in template.columns)
    first, last = draft.page
    if not named:
        draft.page = (first, last - _FIRM_CELLS)
    draft.headline(template.title)
    if not named:
        draft.rows[-1] += [NewCell("企业名称："), *[NewCell()] * (_FIRM_CELLS - 1)]
        draft.page = (first, last)


def _inside_headings(template: Template) -> set[int]:
    """Columns that stand under the same upper heading as the one before: no page begins between them."""
    tops = [column.head.partition(LEVEL)[0] for column in template.columns]
    return {col for col in range(2, len(tops) + 1) if tops[col - 1] == tops[col - 2]}


def _sums(template: Template, first: int, last: int) -> list[NewCell]:
    """The line of sums: blank again where a list goes on over it, so that nobody is given the sum of the others."""
    row, cells = last + 1, []
    for col, column in enumerate(template.columns, start=1):
        letters = column_letters(col)
        area = f"{letters}{first}:{letters}{last}"
        if col == 1:
            cells.append(NewCell(_SUM, "sum"))
        elif column.sum:
            formula = f'IF($A{row}="{_SUM}",{column.sum}({area}),"")'
            cells.append(NewCell(0, "sum_count" if column.style == "entry" else "sum_money", formula))
        else:
            cells.append(NewCell(None, "sum"))
    return cells


def _headings(template: Template) -> list[list[NewCell]]:
    """One or two rows of headings; of two levels the upper one stands once over its columns."""
    if template.levels == 1:
        return [[NewCell(column.head, "head") for column in template.columns]]
    pairs = [column.head.partition(LEVEL) for column in template.columns]
    upper = [NewCell(None if top == pairs[i - 1][0] and sub else top, "head") for i, (top, _, sub) in enumerate(pairs)]
    return [upper, [NewCell(sub or None, "head") for _, _, sub in pairs]]


def _merges(template: Template) -> list[str]:
    if template.levels == 1:
        return []
    pairs = [column.head.partition(LEVEL) for column in template.columns]
    merges = []
    for i, (top, _, sub) in enumerate(pairs, start=1):
        span = sum(other == top for other, _, _ in pairs)
        first, row = column_letters(i), _TITLE_ROWS + 1
        if not sub:
            merges.append(f"{first}{row}:{first}{row + 1}")
        elif pairs[i - 2][0] != top and span > 1:
            merges.append(f"{first}{row}:{column_letters(i + span - 1)}{row}")
    return merges


def _blank_rows(template: Template, head: int) -> list[list[NewCell]]:
    return [
        [NewCell(None, column.style, template.formula(column, row, head, _POLICY_RANGE)) for column in template.columns]
        for row in range(head + 1, head + 1 + template.rows)
    ]


def _block_merges(template: Template, head: int) -> list[str]:
    """One cell over the rows of a record in every column that does not have its own ones."""
    if template.block == 1:
        return []
    tops = range(head + 1, head + 1 + template.rows, template.block)
    letters = [column_letters(col) for col, column in enumerate(template.columns, start=1) if not column.own]
    return [f"{one}{top}:{one}{top + template.block - 1}" for top in tops for one in letters]


def _step_rows(template: Template) -> list[list[NewCell]]:
    """The 29 steps: who, what proves it, what it must keep, and the source."""
    rows = []
    for number, step in enumerate(procedure().steps.values(), start=1):
        known: dict[str, Value] = {
            "序号": number,
            "步骤编号": step.id,
            "步骤（事项）": step.title,
            "责任单位": step.body,
            "应有材料": step.evidence,
            "要求": step_rules(step.id),
            "出处": step.citation,
        }
        rows.append([NewCell(known.get(column.head), column.style) for column in template.columns])
    return rows


def step_rules(step_id: str) -> str:
    """Say when a step is needed, what it must follow, and the figures that it must keep.

    >>> step_rules("D24")
    '必经；须在“发放一补二险”之后；出具证明、移交档案期限15日'
    """
    steps = procedure().steps
    step = steps[step_id]
    rules = ["必经" if step.always_required else _when(step.trace)]
    earlier = [order.earlier for order in procedure_limits().orders if order.later == step_id] or list(step.after[:1])
    rules += [f"须在“{steps[one].title}”之后" for one in dict.fromkeys(earlier)]
    rules += [f"{limit(name).name}{limit(name).text}" for name in template_file()["step_limits"].get(step_id, ())]
    return "；".join(rules)


def _when(trace: Sequence[str]) -> str:
    return f"涉及{'、'.join(trace[:3])}的需要" if trace else "有此情形的需要"
