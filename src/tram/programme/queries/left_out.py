"""Why dossiers near a figure are not in it (không tính): as SQL over the facts, by the time of a period (48e).

A dossier is near what is received if it was registered in the period, and near what is returned by post if it was
registered for that, or its result was handed to the post, in the period.
"""

from collections.abc import Mapping, Sequence

from tram.programme.queries.spans import Span
from tram.programme.queries.sums import rows
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
_OWN = "unit_id = ANY(%(units)s)"
_REGISTERED = "registered_at >= %(since)s AND registered_at < %(until)s"
_POSTED = "released_at >= %(since)s AND released_at < %(until)s"
# What has not happened yet and what happened later are asked apart: each has an index of its own.
_COUNT = f"""
SELECT unit_id, 'received_by_post', {NOT_RECEIVED} AS reason, count(*) FROM alive
WHERE {_OWN} AND received_on IS NULL AND {_REGISTERED} GROUP BY 1, 3
UNION ALL
SELECT unit_id, 'received_by_post', {NOT_RECEIVED} AS reason, count(*) FROM alive
WHERE {_OWN} AND received_on >= %(until)s AND {_REGISTERED} GROUP BY 1, 3
UNION ALL
SELECT unit_id, 'returned_by_post', {NOT_RETURNED} AS reason, count(*) FROM alive
WHERE {_OWN} AND result_channel = 1 AND returned_on IS NULL AND {_REGISTERED} GROUP BY 1, 3
UNION ALL
SELECT unit_id, 'returned_by_post', {NOT_RETURNED} AS reason, count(*) FROM alive
WHERE {_OWN} AND result_channel = 1 AND returned_on IS NULL AND registered_at < %(since)s AND {_POSTED} GROUP BY 1, 3
UNION ALL
SELECT unit_id, 'returned_by_post', {NOT_RETURNED} AS reason, count(*) FROM alive
WHERE {_OWN} AND result_channel = 1 AND returned_on >= %(until)s AND registered_at < %(until)s
  AND (registered_at >= %(since)s OR {_POSTED}) GROUP BY 1, 3
"""

LeftOut = Mapping[tuple[int, Indicator], Mapping[str, int]]


def left_out(span: Span, units: Sequence[int]) -> LeftOut:
    """How many dossiers of each unit are near a share and not in it, by reason."""
    found: dict[tuple[int, Indicator], dict[str, int]] = {}
    words = {**span.words, "units": list(units)}
    for unit_id, name, reason, count in sorted(rows(_COUNT, words), key=lambda row: row[2]):
        own = found.setdefault((unit_id, Indicator(name)), {})
        own[reason] = own.get(reason, 0) + count
    return found
