"""pytest plugin: which clauses of docs/requirements.md each test proves.

A test names them with `@pytest.mark.law("25a", "25b")`; a clause that is not in the page is an
error of collection. `--law-report=FILE` writes JSON {clause: {test: passed | failed | skipped}},
also from xdist's workers, because the clauses travel in the `user_properties` of the reports.
After an error of collection no report is written: it would not be whole.
"""

import json
from collections import defaultdict
from collections.abc import Generator, Iterable
from pathlib import Path

import pytest

from tram.core.law import clause_codes, parse_requirements

PROPERTY = "law"
PAGE = Path("docs/requirements.md")
KNOWN = pytest.StashKey[frozenset[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--law-report", metavar="FILE", help="write which clauses the tests proved")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "law(*clauses): the clauses this test proves")
    report = config.getoption("--law-report")
    if report and not hasattr(config, "workerinput"):
        config.pluginmanager.register(LawReport(Path(report)), "law-report")


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Refuse the marks here and not later: only errors of collection reach xdist's controller."""
    report = yield
    tests = [node for node in report.result or () if isinstance(node, pytest.Item)]
    faults = [fault for test in tests for fault in _read_marks(test)]
    if faults:
        report.outcome, report.longrepr, report.result = "failed", "\n".join(faults), []
    return report


def _read_marks(test: pytest.Item) -> list[str]:
    """Note on the test the clauses its marks name; what is wrong with them."""
    marks = list(test.iter_markers(PROPERTY))
    if not marks:
        return []
    clauses = dict.fromkeys(clause for mark in marks for clause in mark.args)
    test.user_properties += [(PROPERTY, clause) for clause in clauses]
    return list(_faults(test, clauses))


def _faults(test: pytest.Item, clauses: Iterable[str]) -> Iterable[str]:
    known = _known_clauses(test.config)
    if not all(mark.args for mark in test.iter_markers(PROPERTY)):
        yield f"{test.nodeid}: a law mark names its clauses, e.g. law('25a')"
    for clause in clauses:
        if clause not in known:
            yield f"{test.nodeid}: clause {clause!r} is not in {PAGE}"


def _known_clauses(config: pytest.Config) -> frozenset[str]:
    if KNOWN not in config.stash:
        text = (config.rootpath / PAGE).read_text(encoding="utf-8")
        config.stash[KNOWN] = clause_codes(parse_requirements(text))
    return config.stash[KNOWN]


class LawReport:
    """Gathers the outcome of each marked test and writes the report when the session ends."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.file.unlink(missing_ok=True)
        self.is_whole = True
        self.outcomes: dict[str, str] = {}
        self.clauses: dict[str, list[str]] = {}

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.is_whole = self.is_whole and not report.failed

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        named = [str(value) for name, value in report.user_properties if name == PROPERTY]
        if named:
            self.clauses[report.nodeid] = named
        if report.when != "teardown" or not report.passed:
            self.outcomes[report.nodeid] = self._outcome(report)

    def _outcome(self, report: pytest.TestReport) -> str:
        """The outcome so far: set-up alone is failed, since the test may die before its end."""
        if hasattr(report, "wasxfail"):
            return "skipped"
        return "failed" if report.when == "setup" and report.passed else report.outcome

    def pytest_sessionfinish(self) -> None:
        if self.is_whole:
            self.file.write_text(self._text(), encoding="utf-8")

    def _text(self) -> str:
        told: dict[str, dict[str, str]] = defaultdict(dict)
        for test, clauses in sorted(self.clauses.items()):
            for clause in clauses:
                told[clause][test] = self.outcomes[test]
        return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
