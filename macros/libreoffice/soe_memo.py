"""Answers that are known, and a whole column computed when the same change comes to one of its rows.

Calc asks for one cell after the other. What was answered once is not computed again: a function gives the same for
the same arguments. When a policy or an average changes, every row of a column is asked about with that one change; at
the first of them all rows known so far are computed together, as columns. Only values are looked at, never the sheet,
so that nothing but speed hangs on a guess.
"""

MOST = 60_000
"""Answers kept of one function."""
LARGE = 3_000
"""Cells of a range above which its answer is not kept."""
PATIENCE = 256
"""Calls after which a change is looked for again, where none was found."""
FEW = 8
"""Known rows below which a change is not carried to them."""


class Memo:
    """``ask(name, rows, exact, behind)`` computes; ``columns`` are the functions that have columns."""

    def __init__(self, ask, columns):
        self.ask, self.columns = ask, columns
        self.known = {}
        self.patience, self.waited = {}, {}

    def answer(self, name, arguments, exact=False, behind=0):
        """Answer one call; ``behind`` is how many days the serials of its document lack to the usual ones."""
        key = (name, exact, behind)
        known = self.known.setdefault(key, {})
        try:
            return known[arguments]
        except KeyError:
            pass
        if _large(arguments):
            return self.ask(name, [arguments], exact, behind)[0]
        if len(known) > MOST:
            known.clear()
        if not exact and name in self.columns and self._carry(key, known, arguments):
            return known[arguments]
        found = known[arguments] = self.ask(name, [arguments], exact, behind)[0]
        return found

    def learn(self, name, rows, behind=0):
        """Compute many calls of one function together, because they will be asked about."""
        known = self.known.setdefault((name, False, behind), {})
        new = [row for row in dict.fromkeys(rows) if row not in known and not _large(row)][:MOST]
        if new:
            known.update(zip(new, self.ask(name, new, False, behind)))

    def _carry(self, key, known, arguments):
        """Compute all rows known with the change that this one shows; False if it shows none."""
        name, exact, behind = key
        waited = self.waited[name] = self.waited.get(name, 0) + 1
        if len(known) < FEW or waited < self.patience.get(name, 1):
            return False
        self.waited[name] = 0
        for at, before in changed_places(known, arguments).items():
            rows = [row for row in known if len(row) == len(arguments) and row[at] == before]
            new = [row[:at] + (arguments[at],) + row[at + 1 :] for row in rows]
            new = [row for row in new if row not in known]
            if len(new) >= FEW and arguments in new:
                known.update(zip(new, self.ask(name, new, exact, behind)))
                self.patience[name] = 1
                return True
        self.patience[name] = min(2 * self.patience.get(name, 1), PATIENCE)
        return False


def changed_places(known, arguments):
    """Give the places at which a known row differs and nowhere else, and what the latest such row has there."""
    count, found = len(arguments), {}
    for row in reversed(known):
        if len(row) == count:
            different = [place for place in range(count) if row[place] != arguments[place]]
            if len(different) == 1:
                found.setdefault(different[0], row[different[0]])
    return found


def _large(arguments):
    return any(type(one) is tuple and sum(map(len, one)) > LARGE for one in arguments)
