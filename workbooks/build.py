"""The only writer of the binaries in this folder: ``python -m workbooks.build`` makes them again, byte for byte.

Writes ``samples/``, ``templates/``, ``papers/``, ``selftest.xlsx`` and ``checklist.xlsx``. Nothing here computes a
severance: the cells that call our functions are left without a value, and ``xl-addin run`` or a spreadsheet program
with the add-in fills them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from workbooks import checklist, papers, sample, sample_ledger, sample_whole, selftest, templates

HERE = Path(__file__).parent
SAMPLE = HERE / "samples" / "改制测算示例.xlsx"
FUND_SAMPLE = HERE / "samples" / "专户资金示例.xlsx"
WHOLE_SAMPLE = HERE / "samples" / "全程示例.xlsx"
SELFTEST = HERE / "selftest.xlsx"
CHECKLIST = HERE / "checklist.xlsx"
BOOKS: Mapping[Path, Callable[[Path], None]] = {
    SAMPLE: sample.write,
    FUND_SAMPLE: sample_ledger.write,
    WHOLE_SAMPLE: sample_whole.write,
    SELFTEST: selftest.write,
    CHECKLIST: checklist.write,
    **templates.books(),
    **papers.books(),
}


def main() -> None:
    """Write every workbook of this folder."""
    for path, write in BOOKS.items():
        path.parent.mkdir(exist_ok=True)
        write(path)
        print(path.relative_to(HERE.parent))


if __name__ == "__main__":
    main()
