"""A counting in words: "nghỉ 27/4–01/5; ngày 1 = 02/5, …", short enough to be printed on a slip.

A phrase is its text and whether it is about a time that was not counted.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby, pairwise

from tram.core.calendar import weekday_name
from tram.dossiers.rules.deadlines.pauses import PauseKind
from tram.dossiers.rules.deadlines.steps import Step, StepKind, hhmm

_Phrase = tuple[str, bool]
_GAP: _Phrase = ("…", False)
_TOLD_WHOLE, _TOLD_FIRST, _TOLD_LAST = 7, 3, 2
_IDLE = frozenset({StepKind.OFF, StepKind.PAUSED})


def told(steps: Sequence[Step], year: int) -> str:
    """All steps in one phrase; a day of another year than `year` says its year."""
    return _join(list(_phrases(steps, year)))


def short_date(day: date, year: int) -> str:
    """26/4, 01/5, 05/02: official letters put a zero before days under 10 and months 1 and 2."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d}/{month}" + ("" if day.year == year else f"/{day.year}")


def _phrases(steps: Sequence[Step], year: int) -> Iterator[_Phrase]:
    """One phrase per counted step and per run of idle days, one gap per stretch left untold."""
    untold = _untold(steps)
    previous: _Phrase | None = None
    for run in _runs(steps):
        phrase = _GAP if untold.issuperset(run) else (_run_words(run, year), _is_idle(run[0]))
        if phrase != _GAP or previous != _GAP:
            yield phrase
        previous = phrase


def _untold(steps: Sequence[Step]) -> set[Step]:
    """The ordinary days in the middle of a long limit: nobody asks about them."""
    counted = [place for place, step in enumerate(steps) if not _is_idle(step)]
    if len(counted) <= _TOLD_WHOLE:
        return set()
    middle = steps[counted[_TOLD_FIRST - 1] + 1 : counted[-_TOLD_LAST]]
    return {step for run in _runs(middle) if all(map(_is_ordinary, run)) for step in run}


def _runs(steps: Sequence[Step]) -> Iterator[tuple[Step, ...]]:
    for idle, run in groupby(steps, _stretch):
        steps_of_run = tuple(run)
        yield from [steps_of_run] if idle else zip(steps_of_run)


def _stretch(step: Step) -> str:
    """What idle days are told together: days off, or the days of one kind of pause."""
    pause = step.reason if step.kind is StepKind.PAUSED else ""
    return f"{step.kind}{pause}" if _is_idle(step) else ""


def _run_words(run: tuple[Step, ...], year: int) -> str:
    first, last = run[0], run[-1]
    if not _is_idle(first):
        return _step_words(first, year)
    what = PauseKind(first.reason).label if first.kind is StepKind.PAUSED else "nghỉ"
    return f"{what} {_span(first, last, year)}"


def _span(first: Step, last: Step, year: int) -> str:
    """27/4–01/5, or by the clock 05/11 10:00–06/11 09:15."""
    since = f"{short_date(first.day, year)} {hhmm(first.start)}".rstrip()
    day = short_date(last.day, year) if last.day != first.day else ""
    until = f"{day} {hhmm(last.end)}".strip()
    return f"{since}–{until}" if until else since


def _step_words(step: Step, year: int) -> str:
    day = short_date(step.day, year)
    match step.kind:
        case StepKind.DAY:
            return f"ngày {step.number} = {day}"
        case StepKind.MADE_UP:
            return f"ngày {step.number} = {weekday_name(step.day)} {day} (làm bù)"
        case StepKind.MONTH:
            return f"hết {step.number} tháng = {day}"
        case StepKind.HOURS:
            return f"{day} {hhmm(step.start)}–{hhmm(step.end)} = {_duration(step.number)}"
        case StepKind.SAME_DAY:
            return f"trả trong ngày {weekday_name(step.day)} {day}"
        case _:
            return f"dời sang {weekday_name(step.day)} {day}"


def _join(phrases: list[_Phrase]) -> str:
    """Counted days stand between commas, idle days between semicolons."""
    text = phrases[0][0]
    for (_, idle), (words, next_idle) in pairwise(phrases):
        text += (";" if idle or next_idle else ",") + f" {words}"
    return text


def _is_idle(step: Step) -> bool:
    return step.kind in _IDLE


def _is_ordinary(step: Step) -> bool:
    return step.reason in ("", weekday_name(step.day))


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} giờ"] * bool(hours) + [f"{rest} phút"] * bool(rest)
    return " ".join(parts)
