"""Differences of a hand-over (sai lệch): noted by either side, open until another person says how they ended (20d)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Right, Role, may
from tram.core import prepared, rows
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.files import Given, keep
from tram.core.requests import command
from tram.custody.models import (
    Discrepancy,
    DiscrepancyPhoto,
    Holder,
    Manifest,
    ManifestEntry,
    ParkedScan,
)
from tram.custody.queries.holders import stands, works_for
from tram.custody.rules.counting import Fault, Resolution, Solution
from tram.custody.rules.handovers import RULES, ManifestKind
from tram.directory.queries import scope

WORDS_NEEDED = 5
SOLVE = """
UPDATE custody_discrepancy SET solution = %s, solution_note = %s, solved_by_id = %s, solved_at = %s WHERE id = %s
"""


@dataclass(frozen=True)
class Difference:
    """What was seen: of which thing on the list (none: of the whole), which fault, in which words."""

    fault: Fault
    note: str = ""
    item_id: UUID | None = None


@command
def note_difference(
    act: Act, *, manifest_id: UUID, seen: Difference, photos: Sequence[Given] = ()
) -> dict[str, Any]:
    """Write down a difference seen before or after signing, with photographs if there are any."""
    manifest = _manifest(manifest_id)
    if not _is_side(act, manifest):
        raise Refused("not-a-side", "Chỉ hai bên của bảng kê này mới ghi được sai lệch.")
    if seen.item_id and not manifest.entries.filter(item=seen.item_id).exists():
        raise Refused("not-listed", "Vật này không nằm trên bảng kê.")
    if seen.fault is Fault.OTHER and len(seen.note.strip()) < WORDS_NEEDED:
        raise Refused("words-missing", "Chọn «lý do khác» thì hãy ghi rõ lý do.")
    found = Discrepancy.objects.create(
        id=act.derive("discrepancy"),
        manifest=manifest,
        item_id=seen.item_id,
        bag_id=_bag_of(manifest, seen),
        fault=seen.fault,
        note=seen.note.strip(),
        by_id=act.actor.id,
        at=act.at,
    )
    for given in photos:
        _keep_photo(act, found, given)
    return {"discrepancy": found.id}


def _bag_of(manifest: Manifest, seen: Difference) -> UUID | None:
    entry = ManifestEntry.objects.filter(manifest=manifest, item=seen.item_id).first()
    return entry.bag_id if entry else None


def _keep_photo(act: Act, found: Discrepancy, given: Given) -> None:
    keep(given)
    DiscrepancyPhoto.objects.create(
        discrepancy=found,
        name=given.name,
        media_type=given.media_type,
        size=given.size,
        sha256=given.sha256,
        by_id=act.actor.id,
        at=act.recorded,
    )


@command
def solve_difference(
    act: Act, *, discrepancy_id: UUID, solution: Solution, note: str = ""
) -> dict[str, Any]:
    """Say how a difference ended (giải quyết sai lệch): by another person than who noted it."""
    found = rows.lock(Discrepancy, [discrepancy_id]).get(discrepancy_id)
    if found is None:
        raise Refused("no-such-discrepancy", "Không tìm thấy sai lệch này.")
    if found.solved_at:
        raise Refused("already-solved", "Sai lệch này đã được giải quyết trước đó.")
    manifest = _manifest(found.manifest_id)
    if not (_is_side(act, manifest) or _manages(act, manifest)):
        raise Refused(
            "not-a-side", "Chỉ hai bên hoặc quản lý bưu điện mới giải quyết được sai lệch."
        )
    if found.by_id == act.actor.user_id:
        raise Refused(
            "same-person", "Người ghi sai lệch không tự kết luận được. Cần một người khác."
        )
    if solution is Solution.EXPLAINED and len(note.strip()) < WORDS_NEEDED:
        raise Refused("words-missing", "Giải trình thì hãy ghi rõ nội dung.")
    prepared.run(SOLVE, [solution.value, note.strip(), act.actor.id, act.at, found.id])
    return {"discrepancy": found.id}


@command
def resolve_parked(act: Act, *, parked_id: int, resolution: Resolution) -> dict[str, Any]:
    """Say what an unknown number turned out to be (kết luận về số hiệu lạ)."""
    found = ParkedScan.objects.select_for_update().filter(id=parked_id).first()
    if found is None:
        raise Refused("no-such-scan", "Không tìm thấy số hiệu lạ này.")
    holder = Holder.objects.get(id=found.holder_id)
    if not works_for(act.actor, holder) and not _manages_holder(act, holder):
        raise Refused("not-allowed", "Số hiệu lạ này của bên khác.")
    if found.resolved_at:
        raise Refused("already-solved", f"Số hiệu {found.code} đã được kết luận.")
    if resolution is Resolution.KNOWN and found.known_at is None:
        raise Refused(
            "not-known",
            f"Số hiệu {found.code} vẫn chưa có trong hệ thống nên chưa kết luận như vậy được. Hãy chọn kết luận khác.",
        )
    found.resolution, found.resolved_by_id = resolution, act.actor.id
    found.resolved_at = act.recorded
    found.save(update_fields=["resolution", "resolved_by", "resolved_at"])
    return {"parked": found.id}


def _manifest(manifest_id: UUID) -> Manifest:
    found = Manifest.objects.select_related("from_holder", "to_holder").filter(id=manifest_id)
    manifest = found.first()
    if manifest is None:
        raise Refused("no-such-manifest", "Không tìm thấy bảng kê này.")
    return manifest


def _is_side(act: Act, manifest: Manifest) -> bool:
    rule = RULES[ManifestKind(manifest.kind)]
    return any(
        stands(act.actor, right, unit_id=holder.unit_id, user_id=holder.user_id)
        for right, holder in (
            (rule.gives, manifest.from_holder),
            (rule.receives, manifest.to_holder),
        )
    )


def _manages(act: Act, manifest: Manifest) -> bool:
    """True for the post's manager of the place that gave or received."""
    return any(_manages_unit(act, h.unit_id) for h in (manifest.from_holder, manifest.to_holder))


def _manages_unit(act: Act, unit_id: int | None) -> bool:
    return unit_id is not None and may(act.actor, Right.MANAGE_POST, scope(unit_id))


def _manages_holder(act: Act, holder: Holder) -> bool:
    """True for the manager of the place, or of an office to which the postman belongs."""
    if holder.user is None:
        return _manages_unit(act, holder.unit_id)
    offices = holder.user.appointments.filter(role=Role.POSTMAN).values_list("unit_id", flat=True)
    return any(_manages_unit(act, unit) for unit in offices)
