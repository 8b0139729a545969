"""What a diagnosis of an installed add-in has looked at, as its user reads it: one thing, and how all are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from xl_addin.values.errors import InputError


@dataclass(frozen=True, slots=True)
class Item:
    """One thing looked at. ``remedy`` says what to do; it is empty if all is well.

    >>> Item("服务", "没有运行", "请重新登录").line
    '有问题　服务：没有运行。请重新登录'
    """

    name: str
    state: str
    remedy: str = ""

    @property
    def line(self) -> str:
        """The line that users read."""
        if not self.remedy:
            return f"正常　　{self.name}：{self.state}"
        return f"有问题　{self.name}：{self.state}。{self.remedy}"


def looked(looks: Iterable[Callable[[], Iterator[Item]]], again: str, refused: str = "") -> list[Item]:
    """Look at everything; a look that fails is itself a problem, and the others go on.

    A look is named by the first sentence of its docstring. ``again`` is the remedy of one that fails; where refusals
    say themselves what to do, ``refused`` is the state beside them.
    """
    items: list[Item] = []
    for look in looks:
        name = (look.__doc__ or look.__name__).partition("。")[0]
        try:
            items.extend(look())
        except InputError as error:
            items.append(Item(name, refused, error.message) if refused else Item(name, error.message, again))
        except Exception as error:  # a diagnosis that breaks off helps nobody
            items.append(Item(name, f"检查时出错（{type(error).__name__}）", again))
    return items
