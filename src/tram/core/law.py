"""Coverage of the law: the requirements with their clauses, and which of them the tests prove.

`docs/requirements.md` is parsed into `Requirement`s, a test report is judged against them, and
the judgement is printed as `docs/evidence/law.md` and read back from it. Pure: texts and mappings
in, values out.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["passed", "failed", "skipped"]
Report = Mapping[str, Mapping[str, Outcome]]
"""Clause code → test → its outcome."""


@dataclass(frozen=True)
class Clause:
    """One sentence that a test can prove or break, e.g. 25a."""

    code: str
    text: str


@dataclass(frozen=True)
class Requirement:
    """One numbered requirement of the law, restated in our own words."""

    number: int
    title: str
    clauses: tuple[Clause, ...]
    source: str


@dataclass(frozen=True)
class Standing:
    """How far one requirement is proved: its clauses, its tests, and the clauses that lack one."""

    number: int
    title: str
    clause_count: int
    test_count: int
    lacking: tuple[str, ...]

    @property
    def is_proved(self) -> bool:
        return not self.lacking

    @property
    def proved_clauses(self) -> int:
        return self.clause_count - len(self.lacking)


@dataclass(frozen=True)
class Evidence:
    """One run of the tests, judged: on which commit, how each requirement stands, what ran."""

    commit: str
    committed_on: str
    standings: tuple[Standing, ...]
    report: Report

    @property
    def proved_count(self) -> int:
        return sum(standing.is_proved for standing in self.standings)

    @property
    def missing(self) -> tuple[Standing, ...]:
        return tuple(standing for standing in self.standings if not standing.is_proved)

    def is_about(self, requirements: Sequence[Requirement]) -> bool:
        """Whether the run judged these very requirements and not an earlier edition of them."""
        judged = [(row.number, row.title, row.clause_count) for row in self.standings]
        return judged == [(one.number, one.title, len(one.clauses)) for one in requirements]


# --- docs/requirements.md ---

_HEADING = re.compile(r"### (\d+)\. (\S.*)")
_CLAUSE = re.compile(r"- \*\*(\d+[a-z])\*\* (\S.*)")
_SOURCE = re.compile(r"Source: (\S.*)")


def parse_requirements(text: str) -> tuple[Requirement, ...]:
    """Read the page; a ValueError names every line that breaks its form."""
    blocks = _blocks(text)
    faults = [fault for place, block in enumerate(blocks, 1) for fault in _faults(place, block)]
    if faults or not blocks:
        raise ValueError("\n".join(faults) or "no requirement found (### 1. Title)")
    return tuple(_requirement(block) for block in blocks)


def _blocks(text: str) -> list[list[str]]:
    """The lines of each requirement: from its heading to the next heading of any depth."""
    blocks: list[list[str]] = []
    inside = False
    for line in text.splitlines():
        if line.startswith("#"):
            inside = line.startswith("### ")
            blocks += [[]] if inside else []
        if inside and line.strip():
            blocks[-1].append(line)
    return blocks


def _faults(place: int, block: list[str]) -> list[str]:
    heading, *body = block
    *clauses, source = body or [""]
    faults = []
    title = _HEADING.fullmatch(heading)
    if title is None or int(title[1]) != place:
        faults.append(f"{heading!r}: expected '### {place}. Title'")
    if not clauses:
        faults.append(f"{heading!r}: has no clause")
    for letter, line in zip("abcdefghijklmnopqrstuvwxyz", clauses, strict=False):
        match = _CLAUSE.fullmatch(line)
        if match is None or match[1] != f"{place}{letter}":
            faults.append(f"{line!r}: expected '- **{place}{letter}** …'")
    if _SOURCE.fullmatch(source) is None:
        faults.append(f"{heading!r}: must end with 'Source: …', not {source!r}")
    return faults


def _requirement(block: list[str]) -> Requirement:
    heading, *clauses, source = block
    number, title = heading.removeprefix("### ").split(". ", 1)
    codes_and_texts = (line.removeprefix("- **").split("** ", 1) for line in clauses)
    return Requirement(
        number=int(number),
        title=title,
        clauses=tuple(Clause(code, sentence) for code, sentence in codes_and_texts),
        source=source.removeprefix("Source: "),
    )


def clause_codes(requirements: Iterable[Requirement]) -> frozenset[str]:
    """Every clause that a test may name."""
    return frozenset(clause.code for one in requirements for clause in one.clauses)


# --- Judging ---


def judge(requirements: Iterable[Requirement], report: Report) -> tuple[Standing, ...]:
    """How each requirement stands after a run."""
    return tuple(_standing(requirement, report) for requirement in requirements)


def is_proved(outcomes: Iterable[Outcome]) -> bool:
    """At least one test of a clause passes and none fails; a skipped test proves nothing."""
    seen = set(outcomes)
    return "passed" in seen and "failed" not in seen


def _standing(requirement: Requirement, report: Report) -> Standing:
    codes = [clause.code for clause in requirement.clauses]
    tests = {test for code in codes for test in report.get(code, {})}
    lacking = tuple(code for code in codes if not is_proved(report.get(code, {}).values()))
    return Standing(requirement.number, requirement.title, len(codes), len(tests), lacking)


def by_function(report: Report) -> Report:
    """The cases of a parametrised test as one: failed if any failed, else passed if any passed."""
    return {code: _merged(tests) for code, tests in report.items()}


def _merged(tests: Mapping[str, Outcome]) -> dict[str, Outcome]:
    cases: dict[str, set[Outcome]] = defaultdict(set)
    for test, outcome in tests.items():
        cases[test.split("[", 1)[0]].add(outcome)
    return {test: _whole(outcomes) for test, outcomes in cases.items()}


def _whole(outcomes: set[Outcome]) -> Outcome:
    if is_proved(outcomes):
        return "passed"
    return "failed" if "failed" in outcomes else "skipped"


# --- docs/evidence/law.md ---

_PAGE = """\
# How much of the law is proved

Written by `make evidence` from a run of the tests, never by hand. What each clause says stands in
[requirements.md](../requirements.md).

- Commit: {commit}
- Date of the commit: {committed_on}
- Proved: **{proved} of {total}** requirements, {proved_clauses} of {clauses} clauses

| No. | Requirement | Clauses proved | Tests | Not proved |
|---:|---|---:|---:|---|
{rows}

## The tests

{tests}
"""
_ROW = re.compile(r"^\| (\d+) \| (.+) \| (\d+)/(\d+) \| (\d+) \| ?(.*?) ?\|$", re.MULTILINE)
_TEST = re.compile(r"^- (\d+[a-z]): `(.+)` (passed|failed|skipped)$", re.MULTILINE)


def print_evidence(evidence: Evidence) -> str:
    """The page `docs/evidence/law.md`."""
    standings = evidence.standings
    return _PAGE.format(
        commit=evidence.commit,
        committed_on=evidence.committed_on,
        proved=evidence.proved_count,
        total=len(standings),
        proved_clauses=sum(row.proved_clauses for row in standings),
        clauses=sum(row.clause_count for row in standings),
        rows="\n".join(_printed_row(row) for row in standings),
        tests="\n".join(_printed_tests(evidence.report)) or "No test names a clause.",
    )


def _printed_row(row: Standing) -> str:
    counts = f"{row.proved_clauses}/{row.clause_count} | {row.test_count}"
    return f"| {row.number} | {row.title} | {counts} | {', '.join(row.lacking)} |"


def _printed_tests(report: Report) -> list[str]:
    in_order = sorted(report, key=lambda code: (int(code[:-1]), code))
    return [
        f"- {code}: `{test}` {outcome}"
        for code in in_order
        for test, outcome in sorted(report[code].items())
    ]


def parse_evidence(text: str) -> Evidence:
    """Read the page back; a ValueError says that it is not one."""
    standings = tuple(_read_row(row) for row in _ROW.finditer(text))
    if not standings:
        raise ValueError("no row of requirements found")
    return Evidence(
        commit=_fact(text, "Commit"),
        committed_on=_fact(text, "Date of the commit"),
        standings=standings,
        report=_read_tests(text),
    )


def _read_row(match: re.Match[str]) -> Standing:
    number, title, _, clauses, tests, lacking = match.groups()
    codes = tuple(lacking.split(", ")) if lacking else ()
    return Standing(int(number), title, int(clauses), int(tests), codes)


def _read_tests(text: str) -> Report:
    report: dict[str, dict[str, Outcome]] = defaultdict(dict)
    for code, test, outcome in _TEST.findall(text):
        report[code][test] = outcome
    return dict(report)


def _fact(text: str, name: str) -> str:
    match = re.search(rf"^- {name}: (.+)$", text, re.MULTILINE)
    if match is None:
        raise ValueError(f"no line '- {name}: …' found")
    return match[1]
