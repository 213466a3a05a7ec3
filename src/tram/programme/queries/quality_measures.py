"""What the post's own figures say to the board: safety, on time, prices; nothing brought = «chưa đo».

Imported once when the application starts (`apps.ready`). Legal basis: TT 17/2017/TT-BTTTT Điều 6 (safety, on time);
TT 22/2017/TT-BTTTT (maximum prices); domain requirements 24d, 54a.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from tram.custody.queries import quality
from tram.custody.rules.quality import Share
from tram.programme.queries.measures import Asked, Found, measure
from tram.programme.rules.exclusions import Exclusion
from tram.programme.rules.indicators import Indicator
from tram.programme.rules.shares import Part

_POSTAGE = """
FROM cash_quotation q LEFT JOIN cash_priceoverride o ON o.subject = q.subject
WHERE q.at >= %(since)s AND q.at < %(until)s
  AND NOT EXISTS (SELECT FROM dossiers_dossier d WHERE d.id = q.subject AND d.state = 'voided')
"""
_PRICES = f"SELECT count(*), count(o.subject) {_POSTAGE}"


@measure(Indicator.POSTAL_SAFETY)
def _safety(asked: Asked) -> Found:
    """What the post brought undamaged, of all that ended or was lost."""
    return _of_post([row.safety for row in _quality(asked)], Exclusion.POST_UNSAFE)


@measure(Indicator.POSTAL_ON_TIME)
def _on_time(asked: Asked) -> Found:
    """What the post brought in time, of all that ended or is overdue."""
    return _of_post([row.on_time for row in _quality(asked)], Exclusion.POST_LATE)


@measure(Indicator.OVERCHARGING)
def _prices(asked: Asked) -> Found:
    """Postage asked in the period that was not above the table, of all that was asked."""
    with connection.cursor() as cursor:
        cursor.execute(_PRICES, asked.span.words)
        whole, above = cursor.fetchone()
    if not whole:
        return {}
    return {
        None: Part(whole - above, whole, {Exclusion.ABOVE_TABLE.value: above} if above else {})
    }


def postage_asked(asked: Asked) -> list[tuple[UUID, bool]]:
    """Each subject of which postage was asked in the period, and whether above the table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT q.subject, o.subject IS NOT NULL {_POSTAGE}", asked.span.words)
        return list(cursor.fetchall())


def _quality(asked: Asked) -> tuple[quality.Figures, ...]:
    if "quality" not in asked.read:
        span = quality.Asked(asked.span.first, asked.span.last)
        asked.read["quality"] = quality.whole(span)
    told: tuple[quality.Figures, ...] = asked.read["quality"]
    return told


def _of_post(shares: Iterable[Share], why: Exclusion) -> Found:
    told = list(shares)
    part, whole = sum(share.part for share in told), sum(share.whole for share in told)
    return (
        {None: Part(part, whole, {why.value: whole - part} if whole > part else {})}
        if whole
        else {}
    )
