"""Why dossiers near a figure are not in it (không tính): as SQL over the facts, by the time of a period (48e).

A dossier is near what is received if it was registered in the period, and near what is returned by post if it was
registered for that, or its result was handed to the post, in the period.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from tram.programme.queries.spans import Span
from tram.programme.rules.exclusions import Exclusion
from tram.programme.rules.indicators import Indicator

NOT_RECEIVED = f"""
CASE WHEN state = 'voided' THEN '{Exclusion.VOIDED}'
  WHEN received_on >= %(until)s THEN '{Exclusion.OTHER_PERIOD}'
  WHEN received_on IS NULL AND channel = 3 THEN '{Exclusion.NOT_HANDED_OVER}'
  WHEN received_on IS NULL THEN '{Exclusion.NOT_ACCEPTED}' END
"""
NEAR_RECEIVED = """
registered_at >= %(since)s AND registered_at < %(until)s AND (received_on IS NULL OR received_on >= %(until)s)
"""
NOT_RETURNED = f"""
CASE WHEN state = 'voided' THEN '{Exclusion.VOIDED}'
  WHEN returned_on >= %(until)s THEN '{Exclusion.OTHER_PERIOD}'
  WHEN state IN ('returned', 'closed') THEN '{Exclusion.WITHOUT_EVIDENCE}'
  WHEN released_at < %(until)s THEN '{Exclusion.NOT_DELIVERED}' ELSE '{Exclusion.WISH_ONLY}' END
"""
NEAR_RETURNED = """
result_channel = 1 AND (returned_on IS NULL OR returned_on >= %(until)s) AND (
  registered_at >= %(since)s AND registered_at < %(until)s OR released_at >= %(since)s AND released_at < %(until)s)
"""
SOON_IN, SOON_BACK = 7, 62
"""Most dossiers are received and returned within so many days; the indexes of those that took longer say the same."""
_OWN = "unit_id = ANY(%(units)s)"
_REGISTERED = "registered_at >= %(since)s AND registered_at < %(until)s"
_POSTED = "released_at >= %(since)s AND released_at < %(until)s"
_NULL = "NULL::timestamptz"


def _of(name: Indicator, near: str, facts: str = "programme_fact", sign: str = "1") -> str:
    why = NOT_RECEIVED if name is Indicator.RECEIVED_BY_POST else NOT_RETURNED
    return (
        f"SELECT unit_id, '{name.value}' AS name, {why} AS reason, {sign} AS sign FROM {facts} f "
        f"WHERE {_OWN} AND {near}"
    )


def _facts(columns: str, where: str) -> str:
    """Only columns that the index of that branch holds, so that the rows themselves are not read."""
    return f"(SELECT unit_id, registered_at, state, {columns} FROM programme_fact WHERE {where})"


# What has not happened yet, what happened soon after the period and what happened late: each has an index of its own.
_IN, _BACK = Indicator.RECEIVED_BY_POST, Indicator.RETURNED_BY_POST
_NOT_IN = _facts(f"channel, {_NULL} AS received_on", "received_on IS NULL")
_IN_SOON = _facts(
    "0 AS channel, received_on", "received_on >= %(until)s AND received_on < %(received_soon)s"
)
_IN_LATE = _facts(
    "0 AS channel, received_on",
    f"received_on >= %(received_soon)s AND received_on - registered_at > interval '{SOON_IN} days'",
)
_NOT_BACK = _facts(
    f"released_at, {_NULL} AS returned_on", "result_channel = 1 AND returned_on IS NULL"
)
_BACK_SOON = _facts(
    "released_at, returned_on",
    "result_channel = 1 AND returned_on >= %(until)s AND returned_on < %(returned_soon)s",
)
_BACK_LATE = _facts(
    "released_at, returned_on",
    "result_channel = 1 AND returned_on >= %(returned_soon)s "
    f"AND returned_on - registered_at > interval '{SOON_BACK} days'",
)
_BEGUN = f"registered_at < %(until)s AND (registered_at >= %(since)s OR {_POSTED})"
_NEAR = (
    _of(_IN, _REGISTERED, _NOT_IN),
    _of(_IN, _REGISTERED, _IN_SOON),
    _of(_IN, _REGISTERED, _IN_LATE),
    _of(_BACK, _REGISTERED, _NOT_BACK),
    _of(_BACK, f"registered_at < %(since)s AND {_POSTED}", _NOT_BACK),
    _of(_BACK, _BEGUN, _BACK_SOON),
    _of(_BACK, _BEGUN, _BACK_LATE),
    _of(_IN, NEAR_RECEIVED, "moved", "sign"),
    _of(_BACK, NEAR_RETURNED, "moved", "sign"),
)
COUNT = f"""
SELECT unit_id, name, reason, sum(sign) FROM ({" UNION ALL ".join(_NEAR)}) n
GROUP BY unit_id, name, reason HAVING sum(sign) <> 0
"""
"""To stand after `sums.TAIL`: of what was counted, less what waits as it was, and as it is now."""


def soon(span: Span) -> dict[str, datetime]:
    """What `COUNT` asks with besides the words of the span."""
    return {
        "received_soon": span.until + timedelta(days=SOON_IN),
        "returned_soon": span.until + timedelta(days=SOON_BACK),
    }


LeftOut = Mapping[tuple[int, Indicator], Mapping[str, int]]


def left_out(found: Iterable[tuple[int, str, str, int]]) -> LeftOut:
    """How many dossiers of each unit are near a share and not in it, by reason, from the rows of `COUNT`."""
    told: dict[tuple[int, Indicator], dict[str, int]] = {}
    for unit_id, name, reason, count in sorted(found, key=lambda row: row[2]):
        told.setdefault((unit_id, Indicator(name)), {})[reason] = int(count)
    return told
