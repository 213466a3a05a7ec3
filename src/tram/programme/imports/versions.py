"""Plans into the database: a version is found by number and version, its targets by their place."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from tram.core.calendar import vn_date
from tram.core.sheets import LineError
from tram.core.upsert import Tally, bring, claim
from tram.programme.imports.plan import Plans
from tram.programme.models import PlanVersion, Snapshot, Target
from tram.programme.queries.plan import plan_version
from tram.programme.rules.plan import PlanOn, PlanTarget

_KEY = ("number", "version")


def kept(plans: Plans) -> Iterator[LineError]:
    """Versions in force on days of another one that the database keeps, and other words for a frozen one."""
    yield from _frozen(plans)
    wanted = {(plan.number, plan.version) for _, plan in plans.found}
    for stored in PlanVersion.objects.order_by("valid_from"):
        if (stored.number, stored.version) in wanted:
            continue
        for head, _ in plans.found:
            if head.meets(stored.valid_from, stored.valid_to):
                before = vn_date(head.valid_from - timedelta(days=1))
                yield head.error(
                    "valid_from",
                    f"{stored.number} (phiên bản {stored.version}) đã nạp còn hiệu lực trong thời gian "
                    f"này: hãy nạp lại phiên bản ấy với ngày hết hiệu lực (valid_to) chậm nhất {before}.",
                )


def _frozen(plans: Plans) -> Iterator[LineError]:
    """A version by which a period was frozen keeps what it says; only its end may be set."""
    used = Snapshot.objects.values("plan_id")
    kept = {(row.number, row.version): row.pk for row in PlanVersion.objects.filter(pk__in=used)}
    for head, plan in plans.found:
        pk = kept.get((plan.number, plan.version))
        if pk is None:
            continue
        stored = plan_version(pk)
        if stored != replace(plan, id=pk, valid_to=stored.valid_to):
            yield head.error(
                "version",
                f"{plan.number} phiên bản {plan.version} đã dùng để chốt số liệu nên không sửa được: "
                f"hãy lập phiên bản {plan.version + 1} với ngày hiệu lực riêng.",
            )


def write(plans: Plans) -> list[Tally]:
    """Bring the plans and their targets in."""
    found = [plan for _, plan in plans.found]
    ids = claim(PlanVersion.objects.all(), _KEY, {(p.number, p.version) for p in found})
    numbered = [(ids[p.number, p.version], p) for p in found]
    own = Target.objects.filter(plan_id__in=[pk for pk, _ in numbered])
    return [
        bring("plans", PlanVersion.objects.all(), _KEY, [_version(pk, p) for pk, p in numbered]),
        bring(
            "targets",
            own,
            ("plan_id", "place"),
            [_target(pk, n, t) for pk, p in numbered for n, t in enumerate(p.targets, 1)],
            prune=True,
        ),
    ]


def _version(pk: int, plan: PlanOn) -> PlanVersion:
    return PlanVersion(
        pk=pk,
        number=plan.number,
        version=plan.version,
        title=plan.title,
        issuer=plan.issuer,
        issued_on=plan.issued_on,
        valid_from=plan.valid_from,
        valid_to=plan.valid_to,
        first_year=plan.first_year,
        last_year=plan.last_year,
        year_starts=plan.year_starts,
        articles=[vars(article) for article in plan.articles.values()],
        groups=[{"code": str(c), "wording": words} for c, words in plan.groups.items()],
        readings=[{**vars(note), "name": str(note.name)} for note in plan.notes],
        source=plan.source,
    )


def _target(plan_id: int, place: int, target: PlanTarget) -> Target:
    return Target(
        plan_id=plan_id,
        place=place,
        indicator=target.indicator,
        level=target.level,
        groups=sorted(str(group) for group in target.groups),
        kinds=sorted(target.kinds),
        first_year=target.first_year,
        last_year=target.last_year,
        percent=target.percent,
        count=target.count,
        step=target.step,
        step_if=target.step_if,
        due=target.due,
        due_next_year=target.due_next_year,
        denominator=target.denominator,
        article=target.article,
        provenance=target.provenance,
    )
