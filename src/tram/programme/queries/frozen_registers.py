"""What stands behind the registers' figures of a period, to be frozen with them (danh sách của sổ theo dõi).

Agencies by slug, points and communes by code, the rest by the number of its row: no names of people. What was written
in a register after a freezing explains a difference. Legal basis: domain requirement 51b–51d.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db import connection

from tram.core import clock
from tram.custody.queries import quality
from tram.directory.rules.agreements import AgreementStanding
from tram.programme.queries.agreements import agreement_register
from tram.programme.queries.measures import Asked
from tram.programme.queries.outreach import communes_informed, media_rows
from tram.programme.queries.post_measures import POINTS
from tram.programme.queries.qualification import point_register
from tram.programme.queries.quality_measures import postage_asked
from tram.programme.queries.register_measures import WHY
from tram.programme.queries.reports import reports_owed
from tram.programme.queries.training import training_register
from tram.programme.rules.exclusions import Exclusion
from tram.programme.rules.indicators import Indicator
from tram.programme.rules.snapshots import PROVINCE, FrozenList, ListSide

Behind = Iterable[tuple[str, Exclusion | None]]
"""Each thing of the denominator, and why it is not in the numerator; None = it is."""


def register_lists(asked: Asked) -> Iterator[FrozenList]:
    """The lists of every register that says anything; a thing left out stands in the denominator too."""
    for indicator, rows in _behind(asked):
        sides: dict[tuple[ListSide, str], list[str]] = defaultdict(list)
        for item, why in rows:
            sides[ListSide.DENOMINATOR, ""].append(item)
            place = (ListSide.EXCLUDED, why.value) if why else (ListSide.NUMERATOR, "")
            sides[place].append(item)
        for (side, reason), items in sides.items():
            yield FrozenList(PROVINCE, indicator.value, side, tuple(sorted(items)), reason)


def _behind(asked: Asked) -> Iterator[tuple[Indicator, Behind]]:
    yield Indicator.AGREEMENTS_SIGNED, _agreements(asked)
    yield Indicator.POINTS_QUALIFIED, _points(asked)
    yield Indicator.TELLERS_TRAINED, _tellers(asked)
    yield Indicator.COMMUNES_INFORMED, _communes(asked)
    news = media_rows(asked.span.first, asked.span.last)
    yield Indicator.MEDIA_INFORMED, [(f"{row.on}/{row.id}", None) for row in news]
    yield Indicator.REPORTS_ON_TIME, _reports(asked)
    yield from _carried(asked)
    yield (
        Indicator.OVERCHARGING,
        [
            (f"cuoc/{subject}", Exclusion.ABOVE_TABLE if above else None)
            for subject, above in postage_asked(asked)
        ],
    )


def _agreements(asked: Asked) -> Behind:
    register = agreement_register(asked.span.last, asked.plan)
    for row in () if register.empty else register.rows:
        lapsed = row.standing is AgreementStanding.LAPSED
        why = Exclusion.AGREEMENT_LAPSED if lapsed else Exclusion.AGREEMENT_MISSING
        yield row.slug, None if row.in_force else why


def _points(asked: Asked) -> Behind:
    register = point_register(asked.span.last, asked.plan)
    for row in register.rows if register.value.measured else ():
        yield row.code, None if row.qualified else POINTS[row.standing]


def _tellers(asked: Asked) -> Behind:
    register = training_register(asked.span.last, asked.plan)
    untrained = {each.id for each in register.untrained}
    for row in register.tellers if register.value.measured else ():
        why = Exclusion.TELLER_UNTRAINED if row.id in untrained else None
        yield f"{row.point_code}/{row.id}", why


def _communes(asked: Asked) -> Behind:
    found = communes_informed(asked.span.first, asked.span.last)
    for row in found.rows if found.done else ():
        yield row.code, None if row.times else Exclusion.COMMUNE_NOT_TOLD


def _reports(asked: Asked) -> Behind:
    owed = reports_owed(asked.year, asked.as_of)
    for row in owed if any(each.reports for each in owed) else ():
        yield row.unit.slug, WHY.get(row.standing)


def _carried(asked: Asked) -> Iterator[tuple[Indicator, Behind]]:
    days = quality.Asked(asked.span.first, asked.span.last)
    safe, unsafe = (quality.run_ids(days, p) for p in (quality.Part.SAFE, quality.Part.UNSAFE))
    yield Indicator.POSTAL_SAFETY, _runs(safe, unsafe, Exclusion.POST_UNSAFE)
    good = quality.run_ids(days, quality.Part.IN_TIME)
    late = [
        *quality.run_ids(days, quality.Part.LATE),
        *quality.run_ids(days, quality.Part.OVERDUE),
    ]
    yield Indicator.POSTAL_ON_TIME, _runs(good, late, Exclusion.POST_LATE)


def _runs(good: Iterable[object], other: Iterable[object], why: Exclusion) -> Behind:
    return [
        *((f"chang/{each}", None) for each in good),
        *((f"chang/{each}", why) for each in other),
    ]


# Agencies also by who stands in their place now: what a predecessor signed holds for them.
_WRITTEN = """
SELECT 'agreements_signed', u.slug FROM directory_agreement a
  LEFT JOIN directory_agreementend e ON e.agreement_id = a.id
  JOIN directory_unit u ON u.id IN (a.agency_id, directory_unit_on(a.agency_id, %(today)s::date))
  WHERE a.at > %(since)s OR e.at > %(since)s
UNION SELECT 'points_qualified', p.code FROM directory_assessment a
  JOIN directory_servicepoint p ON p.unit_id = a.point_id WHERE a.at > %(since)s
UNION SELECT 'tellers_trained', coalesce(p.code, '') || '/' || a.teller_id FROM directory_attendance a
  LEFT JOIN directory_appointment d ON d.user_id = a.teller_id AND d.role = 'teller'
  LEFT JOIN directory_servicepoint p ON p.unit_id = d.unit_id WHERE a.at > %(since)s
UNION SELECT 'communes_informed', c.gso_code FROM programme_outreach o
  JOIN directory_area c ON c.id IN (o.commune_id, directory_area_on(o.commune_id, %(today)s::date))
  WHERE o.at > %(since)s OR o.retired_at > %(since)s
UNION SELECT 'media_informed', m.on || '/' || m.id FROM programme_mediaitem m
  WHERE m.at > %(since)s OR m.retired_at > %(since)s
UNION SELECT 'reports_on_time', u.slug FROM programme_agencyreport r JOIN directory_unit u ON u.id = r.unit_id
  WHERE r.at > %(since)s OR r.retired_at > %(since)s
UNION SELECT i.name, 'chang/' || c.id FROM custody_postalclock c
  CROSS JOIN (VALUES ('postal_safety'), ('postal_on_time')) i (name)
  WHERE c.ended_at > %(since)s OR EXISTS (SELECT FROM custody_line l WHERE l.stream = c.item_id
    AND l.recorded_at > %(since)s) OR EXISTS (SELECT FROM custody_incident x WHERE x.item_id = c.item_id
    AND (x.reported_at > %(since)s OR x.closed_at > %(since)s)) OR EXISTS (SELECT FROM custody_postalpause p
    WHERE p.clock_id = c.id AND (p.started_at > %(since)s OR p.released_at > %(since)s))
UNION SELECT 'overcharging', 'cuoc/' || o.subject FROM cash_priceoverride o WHERE o.at > %(since)s
UNION SELECT 'overcharging', 'cuoc/' || l.stream FROM dossiers_line l WHERE l.recorded_at > %(since)s
UNION SELECT 'overcharging', 'cuoc/' || r.subject FROM custody_returnorder r WHERE r.ordered_at > %(since)s
"""


def written_after(since: datetime) -> frozenset[str]:
    """Indicator and item, as a difference asks for them, of everything that a register was told after a moment."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN, {"since": since, "today": clock.today()})
        return frozenset(f"{indicator}:{item}" for indicator, item in cursor.fetchall())


def names(items: Iterable[str]) -> Mapping[str, str]:
    """What people call the agencies, points and communes of these lists, each with its code."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT slug, name FROM directory_unit WHERE slug = ANY(%(items)s) "
            "UNION ALL SELECT p.code, u.name || ' (' || p.code || ')' FROM directory_servicepoint p "
            "JOIN directory_unit u ON u.id = p.unit_id WHERE p.code = ANY(%(items)s) "
            "UNION ALL SELECT gso_code, name || ' (' || gso_code || ')' FROM directory_area "
            "WHERE level = 'commune' AND gso_code = ANY(%(items)s)",
            {"items": list(items)},
        )
        return dict(cursor.fetchall())
