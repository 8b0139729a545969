"""The ribbon's buttons as commands: ``xl-addin 校验整簿 BOOK`` is ``xl-addin command 校验整簿 BOOK``.

Their names and helps are the catalog's; nothing is declared a second time.
"""

from __future__ import annotations

import copy
from functools import partial
from pathlib import Path
from typing import Any, Final

from xl_addin.cli.help_page import ChineseGroup
from xl_addin.values.errors import InputError
from xl_addin.values.shown_texts import one_line

COMMAND: Final = "command"


class ButtonGroup(ChineseGroup):
    """The commands of ``xl-addin``, and after them a command for each button."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All names, the buttons in the order of the ribbon."""
        from xl_addin.commands.catalog import BY_NAME

        return [*self.commands, *BY_NAME]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is meant; a workbook alone says nothing of what to do with it."""
        if not args[0].startswith("-") and not ctx.resilient_parsing and Path(args[0]).is_file():
            book = one_line(args[0])
            raise InputError(
                f"“{book}”前面要写做什么，如 {ctx.command_path} run {book}；全部命令见 {ctx.command_path} -h"
            )
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name; None if there is none."""
        if cmd_name in self.commands or cmd_name.isascii():
            return self.commands.get(cmd_name)
        from xl_addin.commands.catalog import BY_NAME

        spec = BY_NAME.get(cmd_name)
        return None if spec is None else _button(self.commands[COMMAND], spec)


def _button(base: Any, spec: Any) -> Any:
    """The command ``command`` for one button; what the button does not heed is refused as ever, but not offered."""
    made = copy.copy(base)
    made.name, made.help = spec.name, spec.help
    made.callback = partial(base.callback, name=spec.name)
    from xl_addin.commands.plan import BookPlan, MessagePlan

    heeded = {
        "output": spec.makes is not MessagePlan,
        "masked": spec.can_mask,
        "take": spec.can_take,
        "cell": spec.one_cell,
        "pdf": spec.makes is BookPlan,
        "without_alternatives": spec.can_omit,
        "today": spec.by_day,
    }
    made.params = [_copied(one, heeded.get(one.name, True)) for one in base.params if one.name != "name"]
    return made


def _copied(parameter: Any, shown: bool) -> Any:
    made = copy.copy(parameter)
    made.hidden = not shown
    made.required = parameter.name == "book"
    return made
