"""The simulated years keep to the figures they are asked for, and every figure says where it is from."""

import tomllib
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from tram.cli.world import figures
from tram.cli.world.season import Quota, by_day, spread
from tram.core.errors import Refused

FILE = Path(__file__).parents[2] / "data" / "vinh-phuc" / "world.toml"


def _groups(found: object) -> list[dict[str, object]]:
    if isinstance(found, dict):
        own = [] if all(isinstance(value, dict | list) for value in found.values()) else [found]
        return own + [each for value in found.values() for each in _groups(value)]
    return [each for value in found for each in _groups(value)] if isinstance(found, list) else []


def test_every_figure_of_the_file_has_a_source() -> None:
    groups = _groups(tomllib.loads(FILE.read_text()))
    assert len(groups) > 20
    assert [group for group in groups if not str(group.get("source", "")).strip()] == []


def test_the_published_figures_stand_in_the_file() -> None:
    found = figures.read(FILE)
    assert found.volume[2019, "province"] == 35_768
    assert found.on_time[2019] == 9_813
    assert all(posted.go > posted.come for posted in found.post.values())


def test_years_without_figures_are_refused() -> None:
    with pytest.raises(Refused, match="chưa có năm 2022"):
        figures.read(FILE).require_years([2021, 2022])


def test_a_broken_file_is_refused_by_name(tmp_path: Path) -> None:
    broken = tmp_path / "world.toml"
    broken.write_text("[season]\nmonths = [1]\n")
    with pytest.raises(Refused, match=r"world\.toml"):
        figures.read(broken)


def test_a_count_is_spread_to_the_last_dossier() -> None:
    assert spread(10, [1, 1, 1]) == [4, 3, 3]
    assert spread(7, [0, 3, 0, 1]) == [0, 5, 0, 2]
    assert sum(spread(35_768, list(range(1, 250)))) == 35_768


def test_a_thin_month_is_thinner() -> None:
    found = figures.read(FILE)
    days = [date(2020, month, day) for month in (3, 4, 5) for day in (4, 5, 6, 7, 8)]
    counts = by_day(3000, days, found.day_weight)
    months: Counter[int] = Counter()
    for day, count in counts.items():
        months[day.month] += count
    assert months[4] < months[3] / 1.5
    usual = replace(found, unlike={})
    assert usual.day_weight(date(2020, 4, 6)) > found.day_weight(date(2020, 4, 6))


@pytest.mark.parametrize("share", [1, 70, 1_650, 5_000, 9_813, 10_000])
def test_a_share_is_kept_to_the_unit(share: int) -> None:
    quota = Quota(Random(1))
    taken = sum(quota.take("kind", share) for _ in range(5_000))
    assert abs(taken - 5_000 * share / 10_000) <= 1


def test_many_small_kinds_keep_to_the_share_together() -> None:
    quota = Quota(Random(1))
    taken = sum(quota.take((kind, "in"), 300) for kind in range(4_000) for _ in range(2))
    assert 180 < taken < 300
