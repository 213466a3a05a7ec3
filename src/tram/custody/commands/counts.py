"""The receiver counts by scanning (kiểm đếm): each scan is kept as it comes, so an interrupted count goes on (20e)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from tram.core import prepared
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.requests import command
from tram.custody.models import Holder, ManifestState
from tram.custody.queries import scans
from tram.custody.queries.holders import stands
from tram.custody.queries.relabelled import live_number
from tram.custody.rules.counting import EXTRA as EXTRAS
from tram.custody.rules.counting import PARKED, Verdict
from tram.custody.rules.handovers import RULES, ManifestKind
from tram.custody.rules.scans import Read, not_found, read_scan

# Locked for the moment, so that nobody signs between the look and the mark.
MANIFEST = "SELECT kind, state, from_holder_id, to_holder_id FROM custody_manifest WHERE id = %s FOR SHARE"
LISTED = """
SELECT e.item_id, e.outcome FROM custody_manifestentry e WHERE e.manifest_id = %s AND e.item_id = ANY(%s)
"""
MARK = """
INSERT INTO custody_countmark (manifest_id, item_id, bag_id, code, verdict, by_id, scanned_at, at, request_id)
SELECT %(manifest)s::uuid, item, %(bag)s::uuid, %(code)s, 'ok', %(by)s::bigint, %(scanned)s::timestamptz,
  %(at)s::timestamptz, %(request)s::uuid
FROM unnest(%(items)s::uuid[]) item ON CONFLICT DO NOTHING RETURNING item_id
"""
EXTRA = """
INSERT INTO custody_countmark (manifest_id, code, verdict, by_id, scanned_at, at, request_id)
VALUES (%(manifest)s, %(code)s, %(verdict)s, %(by)s, %(scanned)s, %(at)s, %(request)s)
ON CONFLICT DO NOTHING
"""
PARK = """
INSERT INTO custody_parkedscan (code, verdict, holder_id, manifest_id, by_id, at, resolution)
VALUES (%(code)s, %(verdict)s, %(holder)s, %(manifest)s, %(by)s, %(at)s, '') ON CONFLICT DO NOTHING
"""
FIRST = """
SELECT by_id, at FROM custody_countmark
WHERE manifest_id = %s AND item_id = ANY(%s) AND verdict = 'ok' AND undone_at IS NULL ORDER BY at LIMIT 1
"""
DONE = """
SELECT m.id, m.number, m.signed_at, m.to_holder_id FROM custody_manifestentry e
JOIN custody_manifest m ON m.id = e.manifest_id
WHERE e.item_id = ANY(%s) AND m.state = 'signed' AND e.outcome = 'received'
ORDER BY m.signed_at DESC LIMIT 1
"""
UNDO = """
UPDATE custody_countmark SET undone_at = %s
WHERE manifest_id = %s AND code = %s AND undone_at IS NULL RETURNING id
"""


@command
def count(
    act: Act, *, manifest_id: UUID, code: str, scanned_at: datetime | None = None
) -> dict[str, Any]:
    """One scan of the receiver: its verdict in coded words and ids; what is on the list is marked as found.

    The same request answers as before, so a device may send it as often as the line needs.
    """
    state, receiver = _manifest(act, manifest_id)
    read = read_scan(code)
    words = {
        "manifest": manifest_id,
        "code": read.code,
        "by": act.actor.id,
        "scanned": scanned_at or act.recorded,
        "at": act.recorded,
        "request": act.request_id,
    }
    if read.verdict:
        return _aside(words, read.verdict, receiver)
    found = scans.things(read)
    listed = dict(prepared.rows(LISTED, [manifest_id, [each.item_id for each in found]]))
    if listed:
        mine = [each for each in found if each.item_id in listed]
        return _on_list(words, mine, open_=state == ManifestState.OFFERED)
    return _off_list(words, read, found, receiver)


def _manifest(act: Act, manifest_id: UUID) -> tuple[str, int]:
    rows = prepared.rows(MANIFEST, [manifest_id])
    if not rows:
        raise Refused("no-such-manifest", "Không tìm thấy bảng kê này.")
    kind, state, giver, receiver = rows[0]
    rule = RULES[ManifestKind(kind)]
    holders = Holder.objects.in_bulk([giver, receiver])
    sides = ((rule.gives, holders[giver]), (rule.receives, holders[receiver]))
    if not any(
        stands(act.actor, right, unit_id=holder.unit_id, user_id=holder.user_id)
        for right, holder in sides
    ):
        raise Refused("not-a-side", "Chỉ hai bên của bảng kê này mới kiểm đếm được.")
    if state == ManifestState.CANCELLED:
        raise Refused("cancelled", "Bảng kê này đã bị hủy. Hãy để riêng bưu gửi và hỏi bên giao.")
    return state, receiver


def _on_list(
    words: dict[str, Any], found: Sequence[scans.Found], *, open_: bool
) -> dict[str, Any]:
    items = [each.item_id for each in found]
    if not open_:
        return _where_done(items)
    if any(each.sealed and not each.whole for each in found):
        return {"verdict": Verdict.IN_BAG, "bag": found[0].bag_id}
    if scans.to_intercept(list(found), words["manifest"]):
        return {"verdict": Verdict.INTERCEPT}
    bag = found[0].bag_id if found[0].whole else None
    marked = prepared.rows(MARK, {**words, "items": items, "bag": bag})
    if marked:
        return {"verdict": Verdict.OK, "items": len(marked)}
    by, at = prepared.rows(FIRST, [words["manifest"], items])[0]
    return {"verdict": Verdict.REPEAT, "by": by, "at": at.isoformat()}


def _off_list(
    words: dict[str, Any], read: Read, found: Sequence[scans.Found], receiver: int
) -> dict[str, Any]:
    if not found:
        if instead := live_number(read.code):
            return {"verdict": Verdict.REPLACED, "instead": instead}
        given, in_range = scans.number_known(read.code)
        verdict = Verdict.ELSEWHERE if given else not_found(read.code, in_range=in_range)
        return _aside(words, verdict, receiver)
    if all(each.holder_id == receiver for each in found):
        return _where_done([each.item_id for each in found])
    verdict = Verdict.INTERCEPT if scans.to_intercept(list(found)) else Verdict.ELSEWHERE
    return {**_aside(words, verdict, receiver), "holder": found[0].holder_id}


def _where_done(items: Sequence[UUID]) -> dict[str, Any]:
    """Who signed for it last and when: of two devices that were offline the first one wins, the other reads this."""
    rows = prepared.rows(DONE, [list(items)])
    if not rows:
        return {"verdict": Verdict.DONE}
    manifest, number, at, holder = rows[0]
    return {
        "verdict": Verdict.DONE,
        "manifest": manifest,
        "number": number,
        "at": at.isoformat(),
        "holder": holder,
    }


def _aside(words: dict[str, Any], verdict: Verdict, receiver: int) -> dict[str, Any]:
    """What is not on the list: kept as extra if a thing lies on the table, parked if nothing of ours bears it."""
    if verdict in EXTRAS:
        prepared.run(EXTRA, {**words, "verdict": verdict})
    if verdict in PARKED:
        prepared.run(PARK, {**words, "verdict": verdict, "holder": receiver})
    return {"verdict": verdict}


@command
def undo_count(act: Act, *, manifest_id: UUID, code: str) -> dict[str, Any]:
    """Take a scan back (bỏ lượt quét): scanned by mistake, or from another pile."""
    state, _receiver = _manifest(act, manifest_id)
    if state != ManifestState.OFFERED:
        raise Refused("already-signed", "Bảng kê đã ký nên không bỏ được lượt quét nào nữa.")
    if not prepared.rows(UNDO, [act.recorded, manifest_id, read_scan(code).code]):
        raise Refused("not-scanned", "Không thấy lượt quét này. Hãy tải lại trang.")
    return {"manifest": manifest_id}
