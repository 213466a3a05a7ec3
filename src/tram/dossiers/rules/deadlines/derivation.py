"""A due time with its reasons (căn cứ tính hạn), kept with the dossier and shown in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from tram.core.calendar import local, weekday_name
from tram.dossiers.rules.deadlines.steps import Step, StepKind
from tram.dossiers.rules.deadlines.wording import short_date, told

_BY_THE_CLOCK = frozenset({StepKind.HOURS, StepKind.SAME_DAY})


@dataclass(frozen=True)
class Derivation:
    """A due time with its reasons; both times are aware, on Vietnamese clocks."""

    started_at: datetime
    due_at: datetime
    steps: tuple[Step, ...]

    def in_words(self) -> str:
        """The counting in one phrase; of a long limit, both ends and what is unusual."""
        return f"kể từ {self._since()}: {told(self.steps, self.started_at.year)}"

    def as_json(self) -> dict[str, Any]:
        """The derivation in plain JSON values, times in ISO 8601 with +07:00."""
        return {
            "started_at": self.started_at.isoformat(),
            "due_at": self.due_at.isoformat(),
            "steps": [step.as_json() for step in self.steps],
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """The derivation that `as_json` wrote."""
        return cls(
            local(datetime.fromisoformat(stored["started_at"])),
            local(datetime.fromisoformat(stored["due_at"])),
            tuple(Step.from_json(step) for step in stored["steps"]),
        )

    def _since(self) -> str:
        day = self.started_at.date()
        shown = any(step.kind in _BY_THE_CLOCK for step in self.steps)
        clock = f"{self.started_at:%H:%M} " if shown else ""
        return f"{clock}{weekday_name(day)} {short_date(day, day.year)}"
