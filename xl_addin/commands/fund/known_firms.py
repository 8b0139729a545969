"""The enterprises of every sheet as a ledger that may not be there yet: dues are read and owed with or without one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xl_addin.commands.fund.ledger_copy import Entry, LedgerCopy
from xl_addin.sheets.cells import enterprise_key


@dataclass(frozen=True, slots=True)
class KnownFirms:
    """The entries of the ledger, if there is one, with the enterprises of all sheets."""

    ledger: LedgerCopy | None
    firms: list[str]

    @property
    def entries(self) -> Sequence[Entry]:
        """All entries; none without a ledger."""
        return self.ledger.entries if self.ledger else ()

    def of(self, firm: str) -> Sequence[Entry]:
        """The entries of an enterprise; none where it has no row."""
        return self.ledger.of(firm) if self.ledger else ()


def known_firms(ledger: LedgerCopy | None, names: Mapping[str, str]) -> KnownFirms:
    """The enterprises as the ledger writes them, then those of other sheets."""
    written = {enterprise_key(name): name for name in ledger.firms} if ledger else {}
    return KnownFirms(ledger, [*written.values(), *(name for key, name in names.items() if key not in written)])
