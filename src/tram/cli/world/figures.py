"""The figures to simulate by (`world.toml`): each with its source, none in code."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tram.core.errors import Refused

WHOLE = 10_000
"""All of something, in basis points."""


@dataclass(frozen=True)
class Posted:
    """How many of a group's dossiers come in and go out by post, in basis points."""

    come: int
    go: int


@dataclass(frozen=True)
class Figures:
    """What the generator is asked to make; shares in basis points, counts before the scale."""

    volume: Mapping[tuple[int, str], int]
    on_time: Mapping[int, int]
    online: Mapping[int, int]
    post: Mapping[tuple[str, int], Posted]
    supplement: int
    refused: int
    withdrawn: int
    only_in: int
    voided: int
    withdrawn_at_point: int
    at_home: int
    nobody_home: int
    papers_in: int
    papers_out: int
    tried: int
    damaged: int
    lost: int
    late: int
    bagged: int
    bagged_from: int
    months: tuple[int, ...]
    unlike: Mapping[tuple[int, int], int]
    weekdays: tuple[int, ...]

    def require_years(self, years: Iterable[int]) -> None:
        """Refuse years that the figures do not cover."""
        known = {year for year, _level in self.volume}
        if lacking := sorted(set(years) - known):
            raise Refused(
                "no-figures",
                f"Tệp số mô phỏng chưa có năm {lacking[0]}: chỉ có từ {min(known)} đến {max(known)}. "
                "Hãy chọn năm khác hoặc bổ sung tệp.",
            )

    def day_weight(self, day: date) -> int:
        """How busy a working day is beside the others of its year."""
        week = self.weekdays[min(day.weekday(), len(self.weekdays) - 1)]
        unlike = self.unlike.get((day.year, day.month), 100)
        return self.months[day.month - 1] * week * unlike


def read(path: Path) -> Figures:
    """The figures of a file; Refused if it is not whole."""
    try:
        return _figures(tomllib.loads(path.read_text()))
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise Refused(
            "bad-figures", f"Không đọc được tệp số mô phỏng {path.name}: {error}."
        ) from error


def _figures(found: Mapping[str, Any]) -> Figures:
    return Figures(
        volume={(row["year"], row["level"]): row["dossiers"] for row in found["volume"]},
        on_time={row["year"]: row["basis_points"] for row in found["on_time"]},
        online={row["year"]: row["basis_points"] for row in found["online"]},
        post={(row["group"], row["year"]): Posted(row["in"], row["out"]) for row in found["post"]},
        supplement=found["rates"]["supplement"],
        refused=found["rates"]["refused"],
        withdrawn=found["rates"]["withdrawn"],
        only_in=found["rates"]["only_in"],
        voided=found["post_rates"]["voided"],
        withdrawn_at_point=found["post_rates"]["withdrawn"],
        at_home=found["post_rates"]["at_home"],
        nobody_home=found["post_rates"]["nobody_home"],
        papers_in=found["post_rates"]["papers_in"],
        papers_out=found["post_rates"]["papers_out"],
        tried=found["post_rates"]["tried"],
        damaged=found["post_rates"]["damaged"],
        lost=found["post_rates"]["lost"],
        late=found["post_rates"]["late"],
        bagged=found["bags"]["basis_points"],
        bagged_from=found["bags"]["from"],
        months=tuple(found["season"]["months"]),
        unlike={
            (row["month"].year, row["month"].month): row["percent"] for row in found["unlike"]
        },
        weekdays=tuple(found["week"]["days"]),
    )
