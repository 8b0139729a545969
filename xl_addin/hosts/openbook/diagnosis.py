"""One thing that a diagnosis of an installed add-in has looked at, as its user reads it."""

from __future__ import annotations

from dataclasses import dataclass


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
