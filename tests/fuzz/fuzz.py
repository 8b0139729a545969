"""Search for bytes that break a target, guided by the coverage of our code: ``python -m tests.fuzz.fuzz scan``.

Further arguments are libFuzzer's (``-max_total_time=180``, folders of inputs). What is found lies in ``out/fuzz``.
Needs atheris, which only ``make fuzz`` installs.
"""

from __future__ import annotations

import sys
from pathlib import Path

SEEDS = Path(__file__).parent / "seeds"
WORDS = Path(__file__).parent / "words.dict"


def main(name: str, options: list[str]) -> None:
    """Run a target until it breaks or its time is over."""
    import atheris

    with atheris.instrument_imports(include=["xl_addin", "openpyxl.formula", "csv"]):
        from tests.fuzz.targets import TARGETS
    found = Path("out/fuzz") / name
    found.mkdir(parents=True, exist_ok=True)
    given = [f"-artifact_prefix={found}/", f"-dict={WORDS}", "-timeout=20", "-rss_limit_mb=1500", "-max_len=4096"]
    atheris.Setup([sys.argv[0], *given, *options, str(found), str(SEEDS / name)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
