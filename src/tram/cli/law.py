"""`tram law`: how many of the law's requirements the tests prove, and what is not proved yet."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from tram.core.law import (
    Evidence,
    Requirement,
    Standing,
    by_function,
    judge,
    parse_evidence,
    parse_requirements,
    print_evidence,
)

REQUIREMENTS = Path("docs/requirements.md")
EVIDENCE = Path("docs/evidence/law.md")
_ALL_PASSED, _SOME_FAILED, _NONE_FOUND = 0, 1, 5
"""pytest's exit codes after a whole run; after any other the report is not whole."""


def law(
    prove: Annotated[
        bool, typer.Option("--prove", help="First run the tests and write docs/evidence/law.md.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Say how many of the law's requirements the tests prove, and what is not proved.

    Example: tram law, or after a change: tram law --prove

    Exit codes: 0 told, 1 no evidence to tell from or a test failed.
    """
    root = checkout_root(Path(__file__).resolve(), Path.cwd())
    if root is None:
        _stop(
            "tram law works in a checkout of Trạm (a folder with pyproject.toml and "
            "docs/requirements.md); an installed package does not carry its tests."
        )
    requirements = parse_requirements((root / REQUIREMENTS).read_text(encoding="utf-8"))
    all_passed = not prove or _prove(root, requirements, quiet=as_json)
    evidence = _read_evidence(root)
    is_current = evidence.is_about(requirements)
    typer.echo(as_program_text(evidence, is_current) if as_json else as_text(evidence, is_current))
    if not all_passed:
        _stop("Some of these tests failed: their clauses are not proved.")


def checkout_root(*starts: Path) -> Path | None:
    """The nearest checkout of Trạm at or above the first of these places that is inside one."""
    for start in starts:
        for folder in (start, *start.parents):
            if (folder / "pyproject.toml").is_file() and (folder / REQUIREMENTS).is_file():
                return folder
    return None


def as_text(evidence: Evidence, is_current: bool = True) -> str:
    """The evidence for a person at the terminal."""
    total = len(evidence.standings)
    lines = [
        f"{evidence.proved_count} of {total} proved "
        f"(commit {evidence.commit}, {evidence.committed_on})"
    ]
    if not is_current:
        lines.append(f"{REQUIREMENTS} has changed since: run make evidence.")
    if evidence.missing:
        lines += ["", "Not proved, with the clauses that lack a passing test:"]
    return "\n".join(lines + [_line(row) for row in evidence.missing])


def as_program_text(evidence: Evidence, is_current: bool = True) -> str:
    """The evidence as JSON."""
    told = {
        "proved": evidence.proved_count,
        "total": len(evidence.standings),
        "commit": evidence.commit,
        "committed_on": evidence.committed_on,
        "is_current": is_current,
        "requirements": [_told(row) for row in evidence.standings],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _line(row: Standing) -> str:
    return f"{row.number:>3}  {row.title}: {', '.join(row.lacking)}"


def _told(row: Standing) -> dict[str, object]:
    return {
        "number": row.number,
        "title": row.title,
        "proved": row.is_proved,
        "clauses": row.clause_count,
        "clauses_proved": row.proved_clauses,
        "tests": row.test_count,
        "lacking": list(row.lacking),
    }


def _read_evidence(root: Path) -> Evidence:
    page = root / EVIDENCE
    if not page.is_file():
        _stop(f"{EVIDENCE} is not there yet: make evidence (or tram law --prove) writes it.")
    try:
        return parse_evidence(page.read_text(encoding="utf-8"))
    except ValueError as fault:
        _stop(f"{EVIDENCE} cannot be read ({fault}): make evidence writes it anew.")


def _prove(root: Path, requirements: tuple[Requirement, ...], *, quiet: bool) -> bool:
    """Run the tests that name a clause and write the evidence; whether all of them passed."""
    commit, committed_on = _commit(root)
    with tempfile.TemporaryDirectory() as folder:
        report_file = Path(folder) / "report.json"
        code = _run_tests(root, report_file, quiet=quiet)
        if code not in (_ALL_PASSED, _SOME_FAILED, _NONE_FOUND) or not report_file.is_file():
            _stop(
                f"The tests did not run through (pytest ended with {code}): no evidence written."
            )
        report = by_function(json.loads(report_file.read_text(encoding="utf-8")))
    evidence = Evidence(commit, committed_on, judge(requirements, report), report)
    (root / EVIDENCE).parent.mkdir(parents=True, exist_ok=True)
    (root / EVIDENCE).write_text(print_evidence(evidence), encoding="utf-8")
    return code != _SOME_FAILED


def _run_tests(root: Path, report_file: Path, *, quiet: bool) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-m", "law"]
    told = subprocess.DEVNULL if quiet else None
    return subprocess.run(
        [*command, f"--law-report={report_file}"], cwd=root, check=False, stdout=told
    ).returncode


def _commit(root: Path) -> tuple[str, str]:
    """The commit, a word if the tree differs from it (evidence set aside), and its date."""
    commit = _git(root, "rev-parse", "HEAD")
    if not commit:
        return "none (not a git checkout, or nothing committed yet)", "unknown"
    changes = _git(root, "status", "--porcelain", "--", ".", ":(exclude)docs/evidence")
    return commit + (" with uncommitted changes" if changes else ""), _git(
        root, "log", "-1", "--format=%cs"
    )


def _git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(
            ["git", *words], cwd=root, check=False, capture_output=True, text=True
        )
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _stop(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
