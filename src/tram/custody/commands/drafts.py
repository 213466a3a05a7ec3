"""A giver scans a list together (lập bảng kê bằng quét): kept on the server, gone on with by any colleague."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from tram.core import prepared, rows
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.requests import command
from tram.custody.commands.manifests import Pin, offer
from tram.custody.models import DraftEntry, Holder, ManifestDraft
from tram.custody.queries import scans
from tram.custody.queries.drafts import Road, drafts_of, roads
from tram.custody.queries.holders import own_holders, works_for
from tram.custody.rules.counting import PARKED, Verdict
from tram.custody.rules.handovers import ONWARD, ManifestKind
from tram.custody.rules.scans import Read, not_found, read_scan

BEGIN = """
INSERT INTO custody_manifestdraft (id, holder_id, kind, to_unit_id, begun_at, begun_by_id)
VALUES (%(id)s, %(holder)s, %(kind)s, %(unit)s, %(at)s, %(by)s) ON CONFLICT DO NOTHING
"""
BEGUN = """
SELECT id FROM custody_manifestdraft WHERE holder_id = %s AND kind = %s AND to_unit_id IS NOT DISTINCT FROM %s::bigint
"""
ADD = """
INSERT INTO custody_draftentry (draft_id, item_id, bag_id, by_id, at, scanned_at)
SELECT %(draft)s::uuid, item, %(bag)s::uuid, %(by)s::bigint, %(at)s::timestamptz, %(scanned)s::timestamptz
FROM unnest(%(items)s::uuid[]) item ON CONFLICT DO NOTHING RETURNING item_id
"""
FIRST = "SELECT by_id, at FROM custody_draftentry WHERE item_id = ANY(%s) ORDER BY at LIMIT 1"
PARK = """
INSERT INTO custody_parkedscan (code, verdict, holder_id, by_id, at, resolution)
VALUES (%(code)s, %(verdict)s, %(holder)s, %(by)s, %(at)s, '') ON CONFLICT DO NOTHING
"""


@command
def scan_into(
    act: Act, *, code: str, draft_id: UUID | None = None, scanned_at: datetime | None = None
) -> dict[str, Any]:
    """One scan of the giver: onto this draft, or onto the one that fits the thing's kind and destination.

    Answers the verdict in coded words, and the draft that the thing stands on.
    """
    chosen = _draft(act, draft_id) if draft_id else None
    holders = [chosen.holder_id] if chosen else own_holders(act.actor, act.place_id)
    read = read_scan(code)
    if read.verdict:
        return _aside(act, read, read.verdict, holders)
    found = scans.things(read)
    mine = [each for each in found if each.holder_id in holders]
    if not mine:
        return _not_here(act, read, found, holders)
    if any(each.bag_id and not (each.whole and each.sealed) for each in mine):
        return {"verdict": Verdict.IN_BAG}
    return _add(act, mine, chosen, scanned_at or act.recorded)


def _add(
    act: Act, mine: Sequence[scans.Found], chosen: ManifestDraft | None, scanned: datetime
) -> dict[str, Any]:
    items, holder = [each.item_id for each in mine], mine[0].holder_id
    open_ = roads([holder], items)
    common = [
        road for road in open_.get(items[0], []) if all(road in open_.get(i, []) for i in items)
    ]
    road = _road(common, chosen, holder)
    recalled = scans.to_intercept(list(mine))
    if recalled and (road is None or road[0] in ONWARD):
        return {"verdict": Verdict.INTERCEPT}
    if road is None:
        return _no_road(items, [each for roads_ in open_.values() for each in roads_])
    draft = chosen.id if chosen else _begin(act, holder, road)
    words = {"draft": draft, "items": items, "bag": mine[0].bag_id, "by": act.actor.id}
    added = prepared.rows(ADD, {**words, "at": act.recorded, "scanned": scanned})
    if added:
        return {"verdict": Verdict.OK, "items": len(added), "draft": draft}
    by, at = prepared.rows(FIRST, [items])[0]
    return {"verdict": Verdict.REPEAT, "by": by, "at": at.isoformat(), "draft": draft}


def _road(common: Sequence[Road], chosen: ManifestDraft | None, holder: int) -> Road | None:
    """The chosen draft's road if it is open; else that of a draft already begun; else the usual one."""
    if chosen:
        wanted = (ManifestKind(chosen.kind), chosen.to_unit_id)
        return wanted if wanted in common else None
    begun = [(one.kind, one.to_unit) for one in drafts_of([holder])]
    return next((road for road in common if road in begun), next(iter(common), None))


def _no_road(items: Sequence[UUID], open_: Sequence[Road]) -> dict[str, Any]:
    """It goes to another place, stands on an open manifest, or cannot go anywhere yet."""
    if open_:
        kind, unit = open_[0]
        return {"verdict": Verdict.ELSEWHERE, "kind": kind, "unit": unit}
    return {"verdict": Verdict.ELSEWHERE, "not_ready": len(items)}


def _begin(act: Act, holder: int, road: Road) -> UUID:
    kind, unit = road
    words = {"id": act.derive("draft"), "holder": holder, "kind": kind.value, "unit": unit}
    prepared.run(BEGIN, {**words, "at": act.recorded, "by": act.actor.id})
    found: UUID = prepared.rows(BEGUN, [holder, kind.value, unit])[0][0]
    return found


def _not_here(
    act: Act, read: Read, found: Sequence[scans.Found], holders: Sequence[int]
) -> dict[str, Any]:
    if found:
        return {"verdict": Verdict.ELSEWHERE, "holder": found[0].holder_id}
    given, in_range = scans.number_known(read.code)
    verdict = Verdict.ELSEWHERE if given else not_found(read.code, in_range=in_range)
    return _aside(act, read, verdict, holders)


def _aside(act: Act, read: Read, verdict: Verdict, holders: Sequence[int]) -> dict[str, Any]:
    if verdict in PARKED and holders:
        words = {"code": read.code, "verdict": verdict, "holder": holders[0]}
        prepared.run(PARK, {**words, "by": act.actor.id, "at": act.recorded})
    return {"verdict": verdict}


@command
def drop(act: Act, *, draft_id: UUID, item_id: UUID) -> dict[str, Any]:
    """Take a thing off a draft (bỏ khỏi bảng kê nháp); what came in one bag leaves with it."""
    draft = _draft(act, draft_id)
    entry = DraftEntry.objects.filter(draft=draft, item_id=item_id).first()
    if entry is None:
        raise Refused("not-on-draft", "Vật này không còn trên bảng kê nháp. Hãy tải lại trang.")
    if entry.bag_id:
        draft.entries.filter(bag=entry.bag_id).delete()
    else:
        entry.delete()
    return {"draft": draft_id}


@command
def discard(act: Act, *, draft_id: UUID) -> dict[str, Any]:
    """Throw a draft away (bỏ bảng kê nháp): nothing moves, the things stay where they are."""
    _draft(act, draft_id).delete()
    return {"draft": draft_id}


@command
def offer_draft(
    act: Act, *, draft_id: UUID, to_holder: int, pin: Pin | None = None
) -> dict[str, Any]:
    """Offer what stands on a draft, as its giver signs it (ký giao); the draft is gone then."""
    draft = _draft(act, draft_id)
    here = draft.entries.filter(item__holder=draft.holder_id).order_by("id")
    answer: dict[str, Any] = offer(
        act,
        kind=ManifestKind(draft.kind),
        from_holder=draft.holder_id,
        to_holder=to_holder,
        items=list(here.values_list("item_id", flat=True)),
        pin=pin,
    )
    draft.delete()
    return answer


def _draft(act: Act, draft_id: UUID) -> ManifestDraft:
    draft = rows.lock(ManifestDraft, [draft_id]).get(draft_id)
    if draft is None:
        raise Refused("no-such-draft", "Bảng kê nháp này đã được gửi đi hoặc đã bỏ.")
    if not works_for(act.actor, Holder.objects.get(id=draft.holder_id)):
        raise Refused("not-allowed", "Bảng kê nháp này của bên khác nên bạn không sửa được.")
    return draft
