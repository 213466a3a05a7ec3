"""The steps of a counting: what each day, or part of a day, did to the limit."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any, Self


class StepKind(StrEnum):
    """What one step of the counting did."""

    OFF = "off"
    PAUSED = "paused"
    DAY = "day"
    MADE_UP = "made-up-day"
    HOURS = "hours"
    MONTH = "month"
    MOVED = "moved"
    SAME_DAY = "same-day"


@dataclass(frozen=True)
class Step:
    """One day (or part of one) of the counting.

    `number` is the ordinal of the day, the count of months, or the office minutes from `start` to
    `end`; `reason` is why the day is off or worked out of turn, or the kind of the pause.
    """

    kind: StepKind
    day: date
    number: int = 0
    reason: str = ""
    start: time | None = None
    end: time | None = None

    def as_json(self) -> dict[str, Any]:
        """The step in plain JSON values, without what is empty."""
        plain = {"kind": self.kind.value, "day": self.day.isoformat(), "reason": self.reason}
        hours = {"start": hhmm(self.start), "end": hhmm(self.end)}
        return {k: v for k, v in {**plain, "number": self.number, **hours}.items() if v}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """The step that `as_json` wrote."""
        return cls(
            StepKind(stored["kind"]),
            date.fromisoformat(stored["day"]),
            stored.get("number", 0),
            stored.get("reason", ""),
            time.fromisoformat(stored["start"]) if "start" in stored else None,
            time.fromisoformat(stored["end"]) if "end" in stored else None,
        )


def hhmm(moment: time | None) -> str:
    """07:30, or nothing."""
    return f"{moment:%H:%M}" if moment else ""
