"""`python -m tests.oracles.evidence`: 100,000 cases by the rules and by hand, told in docs/evidence/due.md."""

import subprocess
import sys
from pathlib import Path

from tests.oracles.cases import cases
from tests.oracles.comparing import Comparison, compare
from tests.oracles.due import Province

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "evidence" / "due.md"
CASES, SEED = 100_000, 61_2018

HEAD = """# Due times, counted twice

Written by `make evidence`. The rules of `tram.dossiers.rules.deadlines` against a model that counts one day, or one
minute, after another and imports nothing of `tram` (`tests/oracles/due.py`): all units, seasons, holidays, swapped
Saturdays, closures of a unit, hours of its own, up to three pauses.

"""


def page(told: Comparison, commit: str) -> str:
    """The evidence as a page."""
    rows = [f"| {what} | {count:,} |" for what, count in sorted(told.counts.items())]
    verdict = f"**{told.compared:,} due times compared, {len(told.wrong):,} differ.**"
    lines = [
        verdict,
        "",
        f"Commit {commit}, seed {SEED}.",
        "",
        "| limit in | compared |",
        "|---|--:|",
    ]
    wrong = ["", "## The first that differ", "", *(f"- {each}" for each in told.wrong[:20])]
    return HEAD + "\n".join([*lines, *rows, *(wrong if told.wrong else []), ""])


def main(count: int = CASES) -> int:
    """Compare, write the page; 1 if anything differs or nothing was compared."""
    commit, province = _commit(), Province.read()
    told = compare(cases(count, SEED, province), province)
    PAGE.write_text(page(told, commit), encoding="utf-8")
    sys.stderr.write(f"{told.compared:,} due times compared, {len(told.wrong):,} differ.\n")
    return 1 if told.wrong or not told.compared else 0


def _commit() -> str:
    words = ["git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True).stdout.strip() or "none"


if __name__ == "__main__":
    raise SystemExit(main())
