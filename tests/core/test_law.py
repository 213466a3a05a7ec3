"""Coverage of the law: what `tram law` tells follows from the page, the marks and the outcomes."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from tram.cli import law as command
from tram.cli.law import checkout_root
from tram.core.law import (
    Clause,
    Evidence,
    Outcome,
    Requirement,
    by_function,
    clause_codes,
    judge,
    parse_evidence,
    parse_requirements,
    print_evidence,
)

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[2]
PAGE = """\
# What the law asks

## Actors

### 1. Units have names

- **1a** A unit has a name.
- **1b** A name is unique.

Source: QĐ 45.

### 2. Papers are counted

- **2a** A paper is counted.

Source: TT 17 Art. 5 (to be confirmed).
"""
TESTS = """\
import pytest

@pytest.mark.law("1a", "1b")
def test_name(): pass

@pytest.mark.law("1b")
@pytest.mark.parametrize("name", ["Vĩnh Yên", "Vĩnh Yên"], ids=["one", "two"])
def test_unique(name): assert not name

class TestPapers:
    pytestmark = pytest.mark.law("2a")
    def test_count(self): pytest.skip("no paper")

def test_of_no_law(): pass
"""
UNCLEAN = """\
import pytest

pytestmark = pytest.mark.law("1a")

@pytest.fixture
def torn(): assert 0

@pytest.fixture
def leaking():
    yield
    assert 0

def test_with_broken_set_up(torn): pass

def test_with_broken_clean_up(leaking): pass

@pytest.mark.xfail
def test_expected_to_fail(): assert 0

@pytest.mark.xfail
def test_passing_against_expectation(): pass
"""
INI = "[pytest]\naddopts = -p no:cacheprovider -p xdist -p tests.law_plugin\n"


# --- the page of requirements ---


def test_the_page_holds_the_65_requirements_in_two_to_six_clauses() -> None:
    requirements = parse_requirements((ROOT / "docs/requirements.md").read_text(encoding="utf-8"))
    assert [requirement.number for requirement in requirements] == list(range(1, 66))
    assert all(2 <= len(requirement.clauses) <= 6 for requirement in requirements)
    sentences = [clause.text for one in requirements for clause in one.clauses]
    assert all(text.endswith(".") and ". " not in text for text in sentences)
    assert len(set(sentences)) == len(sentences)


def test_a_page_is_read_with_titles_clauses_and_sources() -> None:
    first, second = parse_requirements(PAGE)
    assert first == Requirement(
        number=1,
        title="Units have names",
        clauses=(Clause("1a", "A unit has a name."), Clause("1b", "A name is unique.")),
        source="QĐ 45.",
    )
    assert second.source == "TT 17 Art. 5 (to be confirmed)."
    assert clause_codes([first, second]) == {"1a", "1b", "2a"}


@pytest.mark.parametrize(
    ("good", "bad", "named"),
    [
        ("### 2. Papers", "### 3. Papers", "'### 2. Title'"),
        ("**1b**", "**1c**", "'- **1b** …'"),
        ("**2a**", "**1a**", "'- **2a** …'"),
        ("- **2a** A paper is counted.\n", "", "has no clause"),
        ("Source: QĐ 45.", "", "must end with 'Source: …'"),
        ("- **1b** A name is unique.", "- A name is unique.", "'- **1b** …'"),
    ],
)
def test_a_line_out_of_form_is_named(good: str, bad: str, named: str) -> None:
    with pytest.raises(ValueError, match=r"expected|no clause|must end") as refusal:
        parse_requirements(PAGE.replace(good, bad))
    assert named in str(refusal.value)


def test_every_bad_line_is_named_at_once() -> None:
    with pytest.raises(ValueError, match="expected") as refusal:
        parse_requirements(PAGE.replace("**1b**", "**9z**").replace("**2a**", "**8y**"))
    assert "9z" in str(refusal.value)
    assert "8y" in str(refusal.value)


def test_a_page_without_requirements_is_refused() -> None:
    with pytest.raises(ValueError, match="no requirement found"):
        parse_requirements("# What the law asks\n")


# --- judging a run ---


@pytest.mark.parametrize(
    ("outcomes", "lacking"),
    [
        ({}, ("2a",)),
        ({"test_count": "passed"}, ()),
        ({"test_count": "failed"}, ("2a",)),
        ({"test_count": "skipped"}, ("2a",)),
        ({"test_count": "passed", "test_seal": "failed"}, ("2a",)),
        ({"test_count": "passed", "test_seal": "skipped"}, ()),
    ],
)
def test_a_clause_is_proved_by_a_passing_test_and_broken_by_a_failing_one(
    outcomes: dict[str, Outcome], lacking: tuple[str, ...]
) -> None:
    _, standing = judge(parse_requirements(PAGE), {"2a": outcomes})
    assert standing.lacking == lacking
    assert standing.is_proved == (not lacking)
    assert standing.test_count == len(outcomes)


def test_a_requirement_is_proved_only_when_every_clause_is() -> None:
    standing, _ = judge(parse_requirements(PAGE), {"1a": {"test_name": "passed"}})
    assert not standing.is_proved
    assert (standing.proved_clauses, standing.clause_count) == (1, 2)
    assert standing.lacking == ("1b",)


def test_one_failing_case_fails_the_whole_parametrised_test() -> None:
    report: dict[str, dict[str, Outcome]] = {
        "1a": {"t.py::test_x[1]": "passed", "t.py::test_x[2]": "failed"},
        "1b": {"t.py::test_y[a::b]": "passed", "t.py::test_y[2]": "skipped"},
        "2a": {"t.py::test_z[1]": "skipped", "t.py::test_z[2]": "skipped"},
    }
    assert by_function(report) == {
        "1a": {"t.py::test_x": "failed"},
        "1b": {"t.py::test_y": "passed"},
        "2a": {"t.py::test_z": "skipped"},
    }


# --- the page of evidence ---


def evidence(outcome: Outcome = "passed") -> Evidence:
    requirements = parse_requirements(PAGE)
    report: dict[str, dict[str, Outcome]] = {
        "1a": {"t.py::test_name": "passed"},
        "2a": {"t.py::test_count": outcome},
    }
    return Evidence("abc123", "2019-12-02", judge(requirements, report), report)


@pytest.mark.parametrize("outcome", ["passed", "failed", "skipped"])
def test_the_evidence_reads_back_as_it_was_written(outcome: Outcome) -> None:
    written = evidence(outcome)
    assert parse_evidence(print_evidence(written)) == written


def test_the_evidence_says_how_many_and_which() -> None:
    page = print_evidence(evidence())
    assert "Proved: **1 of 2** requirements, 2 of 3 clauses" in page
    assert "| 1 | Units have names | 1/2 | 1 | 1b |" in page
    assert "- 2a: `t.py::test_count` passed" in page


def test_evidence_of_an_earlier_page_is_known_as_such() -> None:
    assert evidence().is_about(parse_requirements(PAGE))
    longer = PAGE.replace("- **2a**", "- **2a** A paper is listed.\n- **2b**")
    assert not evidence().is_about(parse_requirements(longer))


# --- the marks in a test run ---


@pytest.fixture
def checkout(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A small project whose tests carry marks, apart from this one and without Django."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    for name in ("PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER", "GIT_DIR", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    (pytester.path / "docs").mkdir()
    (pytester.path / "docs/requirements.md").write_text(PAGE, encoding="utf-8")
    (pytester.path / "pytest.ini").write_text(INI, encoding="utf-8")
    (pytester.path / "pyproject.toml").write_text("", encoding="utf-8")
    (pytester.path / "test_marks.py").write_text(TESTS, encoding="utf-8")
    return pytester


@pytest.mark.parametrize("processes", ["0", "2"])
def test_the_report_tells_each_clause_with_its_tests_and_outcomes(
    checkout: pytest.Pytester, processes: str
) -> None:
    checkout.runpytest_subprocess("-n", processes, "--law-report=report.json")
    assert json.loads((checkout.path / "report.json").read_text(encoding="utf-8")) == {
        "1a": {"test_marks.py::test_name": "passed"},
        "1b": {
            "test_marks.py::test_name": "passed",
            "test_marks.py::test_unique[one]": "failed",
            "test_marks.py::test_unique[two]": "failed",
        },
        "2a": {"test_marks.py::TestPapers::test_count": "skipped"},
    }


@pytest.mark.parametrize("processes", ["0", "2"])
def test_a_mark_without_a_clause_of_the_page_turns_the_run_red(
    checkout: pytest.Pytester, processes: str
) -> None:
    (checkout.path / "report.json").write_text("{}", encoding="utf-8")
    wrong = TESTS.replace('law("1a", "1b")', "law").replace('law("1b")', 'law("9z")')
    (checkout.path / "test_marks.py").write_text(wrong, encoding="utf-8")
    run = checkout.runpytest_subprocess("-n", processes, "--law-report=report.json")
    assert run.ret != 0
    assert "test_unique[one]: clause '9z' is not in docs/requirements.md" in run.stdout.str()
    assert "test_name: a law mark names its clauses" in run.stdout.str()
    assert not (checkout.path / "report.json").exists()


def test_only_a_clean_pass_counts_as_passed(checkout: pytest.Pytester) -> None:
    (checkout.path / "test_marks.py").write_text(UNCLEAN, encoding="utf-8")
    checkout.runpytest_subprocess("--law-report=report.json")
    assert json.loads((checkout.path / "report.json").read_text(encoding="utf-8")) == {
        "1a": {
            "test_marks.py::test_with_broken_set_up": "failed",
            "test_marks.py::test_with_broken_clean_up": "failed",
            "test_marks.py::test_expected_to_fail": "skipped",
            "test_marks.py::test_passing_against_expectation": "skipped",
        }
    }


def test_a_test_whose_worker_dies_is_failed(checkout: pytest.Pytester) -> None:
    text = "import os, pytest\n@pytest.mark.law('1a')\ndef test_x(): os._exit(3)\n"
    (checkout.path / "test_marks.py").write_text(text, encoding="utf-8")
    checkout.runpytest_subprocess("-n", "1", "--law-report=report.json")
    report = json.loads((checkout.path / "report.json").read_text(encoding="utf-8"))
    assert report == {"1a": {"test_marks.py::test_x": "failed"}}


# --- the command ---

app = typer.Typer()
app.command()(command.law)


@pytest.fixture
def at_checkout(checkout: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(command, "checkout_root", lambda *starts: checkout.path)
    return checkout.path


def test_the_checkout_is_found_from_any_folder_inside_it(
    checkout: pytest.Pytester, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert checkout_root(elsewhere, checkout.path / "docs") == checkout.path
    assert checkout_root(checkout.path) == checkout.path
    assert checkout_root(elsewhere) is None


def test_without_a_checkout_the_command_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "checkout_root", lambda *starts: None)
    run = CliRunner().invoke(app)
    assert run.exit_code == 1
    assert "works in a checkout" in run.stderr


def test_without_evidence_the_command_says_how_to_make_it(at_checkout: Path) -> None:
    run = CliRunner().invoke(app)
    assert run.exit_code == 1
    assert "make evidence" in run.stderr


def test_the_command_tells_how_many_are_proved_and_what_lacks(at_checkout: Path) -> None:
    (at_checkout / "docs/evidence").mkdir()
    (at_checkout / "docs/evidence/law.md").write_text(print_evidence(evidence()), encoding="utf-8")
    told = CliRunner().invoke(app)
    assert told.exit_code == 0
    assert "1 of 2 proved" in told.stdout
    assert "1  Units have names: 1b" in told.stdout
    assert "Papers are counted" not in told.stdout
    programs = json.loads(CliRunner().invoke(app, ["--json"]).stdout)
    assert (programs["proved"], programs["total"], programs["is_current"]) == (1, 2, True)
    assert programs["requirements"][0]["lacking"] == ["1b"]


def test_unreadable_evidence_is_said_to_be_so(at_checkout: Path) -> None:
    (at_checkout / "docs/evidence").mkdir()
    (at_checkout / "docs/evidence/law.md").write_text("spilled tea", encoding="utf-8")
    run = CliRunner().invoke(app)
    assert run.exit_code == 1
    assert "cannot be read" in run.stderr


def git(folder: Path, *words: str) -> str:
    author = ["-c", "user.name=Trạm", "-c", "user.email=tram@example.org"]
    done = subprocess.run(
        ["git", *author, *words], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_prove_runs_the_marked_tests_and_writes_the_evidence_with_the_commit(
    at_checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2019-12-02T08:00:00+07:00")
    git(at_checkout, "init", "-q")
    git(at_checkout, "add", "docs", "test_marks.py", "pytest.ini", "pyproject.toml")
    git(at_checkout, "commit", "-q", "-m", "Count papers")
    run = CliRunner().invoke(app, ["--prove", "--json"])
    assert run.exit_code == 1
    assert "Some of these tests failed" in run.stderr
    written = parse_evidence((at_checkout / "docs/evidence/law.md").read_text(encoding="utf-8"))
    assert written.commit.startswith(git(at_checkout, "rev-parse", "HEAD"))
    assert written.committed_on == "2019-12-02"
    assert [row.lacking for row in written.standings] == [("1b",), ("2a",)]
    assert written.report["1b"] == {
        "test_marks.py::test_name": "passed",
        "test_marks.py::test_unique": "failed",
    }


def test_prove_writes_nothing_when_the_tests_cannot_be_collected(at_checkout: Path) -> None:
    (at_checkout / "test_marks.py").write_text("import no_such_module\n", encoding="utf-8")
    run = CliRunner().invoke(app, ["--prove", "--json"])
    assert run.exit_code == 1
    assert "no evidence written" in run.stderr
    assert not (at_checkout / "docs/evidence/law.md").exists()
