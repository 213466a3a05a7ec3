"""Figures of the plan in words and as bullets, the same on the board, on an agency's page and in public.

Every share is told as numerator/denominator = per cent with its target; a sign and a word say what a colour says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import get_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tram.core.charts import bullet, grouped, percent
from tram.core.charts.numbers import nice_top
from tram.programme.rules.gaps import Standing, gap, standing
from tram.programme.rules.indicators import NOT_DIVIDED, Goal, Indicator, Value

KINDS = {
    Standing.MET: "success",
    Standing.UNMET: "danger",
    Standing.EMPTY: "neutral",
    Standing.UNMEASURED: "neutral",
    Standing.FOLLOWED: "info",
}
"""The badge of each standing; every badge has its own icon."""


@dataclass(frozen=True)
class Shown:
    """One figure as a reader sees it; `chart` is empty where there is no share to draw."""

    indicator: Indicator
    standing: Standing
    label: str
    figure: str
    goal: str
    lacking: str
    chart: SafeString
    numerator: int | None
    denominator: int | None
    excluded: int
    url: str = ""

    @property
    def kind(self) -> str:
        """The kind of its badge."""
        return KINDS[self.standing]

    @property
    def measured(self) -> bool:
        """Whether the figure says more than the verdict does."""
        return self.standing != Standing.UNMEASURED

    @property
    def tail(self) -> str:
        """What is said right after the figure."""
        return f"; {self.goal}" if self.goal else ""

    @property
    def verdict(self) -> str:
        """Met or not, in a word."""
        return _(self.standing.label)


def shown(
    indicator: Indicator, value: Value | None, name: str, top: int = 1_000, url: str = ""
) -> Shown:
    """A figure told; `name` makes its chart's ids unique on the page, `top` is the end of its scale."""
    said = figure_words(value)
    goal = goal_words(value.goal) if value and value.goal else ""
    label = _(indicator.label)
    title = f"{label}: {said}"
    chart = "" if not _drawn(value) else _bullet(name, (title, goal or title), value, top)
    return Shown(
        indicator=indicator,
        standing=standing(value),
        label=label,
        figure=said,
        goal=goal,
        lacking=lacking_words(value),
        chart=mark_safe(chart),
        numerator=value.numerator if value else None,
        denominator=value.denominator if value else None,
        excluded=sum(value.excluded.values()) if value else 0,
        url=url,
    )


def figure_words(value: Value | None) -> str:
    """214/1.420 = 15,1 %; nothing to divide by is 0/0 without a share, and its verdict says why (46d, 48c)."""
    if value is None or value.numerator is None:
        return _("Chưa đo")
    if value.denominator is None or value.indicator in NOT_DIVIDED:
        return number(value.numerator)
    if not value.denominator:
        return "0/0" if _is_share(value) else number(value.numerator)
    return f"{number(value.numerator)}/{number(value.denominator)} = {share(value.permille)}"


def goal_words(goal: Goal) -> str:
    """What must be reached."""
    if goal.percent is not None:
        return _("chỉ tiêu {}").format(_percent(goal.percent))
    return _("chỉ tiêu {}").format(number(goal.count or 0))


def lacking_words(value: Value | None) -> str:
    """How far below the target, rounded up, so that nothing missed looks like nothing."""
    found = gap(value) if value else None
    if value is None or found is None or found >= 0:
        return ""
    if value.goal and value.goal.percent is None:
        return _("còn thiếu {}").format(number((value.goal.count or 0) - (value.numerator or 0)))
    return _("còn thiếu {} điểm phần trăm").format(_tenths(-(found * 1_000 // 1)))


def number(count: int) -> str:
    """A count with the separators of the reader's language."""
    return grouped(count, get_format("THOUSAND_SEPARATOR"))


def share(permille: int | None) -> str:
    """Thousandths as per cent in the reader's language."""
    return percent(permille, get_format("DECIMAL_SEPARATOR"))


def scale(values: Iterable[Value | None]) -> int:
    """One end of the scale for a whole column, so that its bars can be compared."""
    found = [value for value in values if value is not None]
    goals = [goal_permille(value.goal) for value in found]
    return nice_top(*(value.permille for value in found), *goals)


def goal_permille(goal: Goal | None) -> int | None:
    """Where the target stands on the scale."""
    return int(goal.percent * 10) if goal and goal.percent is not None else None


def _bullet(name: str, said: tuple[str, str], value: Value | None, top: int) -> str:
    target = goal_permille(value.goal) if value else None
    bands = () if target is None else (target // 2, target)
    return bullet(name, said, value.permille if value else None, target, bands=bands, top=top)


def _drawn(value: Value | None) -> bool:
    return value is not None and value.permille is not None and _is_share(value)


def _is_share(value: Value) -> bool:
    return value.goal is None or value.goal.percent is not None


def _percent(points: Decimal) -> str:
    """15 % or 22,5 %."""
    plain = f"{points.normalize():f}".replace(".", get_format("DECIMAL_SEPARATOR"))
    return f"{plain} %"


def _tenths(thousandths: int) -> str:
    return share(int(thousandths)).removesuffix(" %")
