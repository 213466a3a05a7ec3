"""A damaged cover is opened by protocol (biên bản kiểm kê) and wrapped again (Luật Bưu chính Điều 13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tram.core.acts import Act
from tram.core.calendar import local_date
from tram.core.counters import next_number
from tram.core.errors import Refused
from tram.core.requests import command
from tram.custody.commands import chain, covers
from tram.custody.commands.incidents import open_incident, require_party
from tram.custody.commands.manifests import Pin, signer
from tram.custody.models import (
    Envelope,
    EnvelopeItem,
    Incident,
    Inventory,
    InventoryPaper,
    Item,
    Leg,
    Rewrap,
    SignedBy,
)
from tram.custody.queries import troubles
from tram.custody.rules.incidents import BY_PROTOCOL, IncidentKind, PaperCondition


@dataclass(frozen=True)
class CountedPaper:
    """One paper of the list as it was found, in the order of the list: how many, and how."""

    seq: int
    found: int
    condition: PaperCondition
    note: str = ""


@dataclass(frozen=True)
class Opened:
    """What two people saw: the cover, its weight in grams, each paper of the list, and anything else."""

    cover: str
    papers: tuple[CountedPaper, ...]
    grams: int | None = None
    remarks: str = ""


@command
def take_inventory(act: Act, *, incident_id: UUID, opened: Opened, pin: Pin) -> dict[str, Any]:
    """Count what is inside before two people, who both sign: one in this session, the other by PIN (22a)."""
    incident = open_incident(incident_id)
    require_party(act, incident)
    _require_protocol(incident)
    second = signer(pin)
    if second.user_id == act.actor.user_id:
        raise Refused("same-person", "Biên bản cần hai người khác nhau ký. Mời người thứ hai ký.")
    if not second.duties:
        raise Refused("not-on-duty", "Người thứ hai không được phân công công việc nào hôm nay.")
    if len(opened.cover.strip()) < 5:
        raise Refused("no-cover", "Hãy tả tình trạng bao bì (ít nhất 5 ký tự).")
    listed = troubles.contents(incident.item_id)
    _require_counted(listed, opened.papers)
    day = local_date(act.at)
    inventory = Inventory.objects.create(
        incident=incident,
        number=f"KK-{day:%y%m%d}-{next_number('inventory', day):03d}",
        taken_at=act.at,
        grams=opened.grams,
        cover=opened.cover.strip(),
        remarks=opened.remarks.strip(),
        first_id=act.actor.id,
        first_method=SignedBy.SESSION,
        second_id=second.id,
        second_method=SignedBy.PIN,
    )
    InventoryPaper.objects.bulk_create(
        InventoryPaper(
            inventory=inventory,
            seq=paper.seq,
            name=listed[paper.seq - 1][0],
            listed=listed[paper.seq - 1][1],
            found=paper.found,
            condition=paper.condition,
            note=paper.note.strip(),
        )
        for paper in opened.papers
    )
    return {"incident": incident.id, "inventory": inventory.number}


def _require_protocol(incident: Incident) -> None:
    if IncidentKind(incident.kind) not in BY_PROTOCOL:
        raise Refused(
            "no-protocol", "Chỉ sự cố hư hỏng hoặc rách niêm phong mới lập biên bản kiểm kê."
        )
    if hasattr(incident, "inventory"):
        raise Refused(
            "inventoried", f"Sự cố này đã có biên bản {incident.inventory.number}: không lập lại."
        )


def _require_counted(listed: Sequence[tuple[str, int]], papers: Sequence[CountedPaper]) -> None:
    if [paper.seq for paper in papers] != list(range(1, len(listed) + 1)):
        raise Refused(
            "not-counted",
            f"Hãy đếm đủ {len(listed)} loại giấy tờ trong danh sách rồi ký biên bản.",
        )
    for paper, (name, expected) in zip(papers, listed, strict=True):
        if paper.found < expected and paper.condition is PaperCondition.WHOLE:
            raise Refused(
                "short-but-whole",
                f"«{name}» kê khai {expected} mà thực có {paper.found}: hãy ghi «Hư hỏng» hoặc «Không còn».",
            )
        if (paper.found > expected or paper.condition is not PaperCondition.WHOLE) and len(
            paper.note.strip()
        ) < 5:
            raise Refused("note-missing", f"Hãy ghi rõ tình trạng của «{name}» (ít nhất 5 ký tự).")


@command
def rewrap(
    act: Act, *, incident_id: UUID, seal_number: str, grams: int, new_number: bool = False
) -> dict[str, Any]:
    """Wrap again under a new seal, and a new number if the old label is gone; it refers to the inventory (22b)."""
    incident = open_incident(incident_id)
    require_party(act, incident)
    inventory = Inventory.objects.filter(incident=incident).first()
    if inventory is None:
        raise Refused("no-inventory", "Hãy lập biên bản kiểm kê trước rồi đóng gói lại.")
    if hasattr(inventory, "rewrap"):
        raise Refused("rewrapped", f"Đã đóng gói lại theo biên bản {inventory.number}.")
    if not seal_number.strip():
        raise Refused("no-seal", "Hãy niêm phong và nhập số niêm phong mới.")
    items = chain.lock([incident.item_id])
    content = EnvelopeItem.objects.filter(item=incident.item_id, taken_out_at=None).first()
    before = content.envelope if content else None
    seal_before = before.seal_number if before else ""
    if before is None or new_number:
        after = _new_cover(act, list(items.values()), before, seal_number, grams)
    else:
        after = _sealed_again(act, before, seal_number, grams)
    Rewrap.objects.create(
        inventory=inventory,
        before=before,
        envelope=after,
        seal_before=seal_before,
        seal_number=seal_number.strip(),
        at=act.at,
        by_id=act.actor.id,
    )
    return {"incident": incident.id, "s10": after.number}


def _sealed_again(act: Act, cover: Envelope, seal_number: str, grams: int) -> Envelope:
    cover.seal_number, cover.grams = seal_number.strip(), grams
    cover.sealed_at, cover.sealed_by_id = act.at, act.actor.id
    cover.customer_present = False
    cover.save(
        update_fields=["seal_number", "grams", "sealed_at", "sealed_by", "customer_present"]
    )
    return cover


def _new_cover(
    act: Act, items: list[Item], before: Envelope | None, seal_number: str, grams: int
) -> Envelope:
    """A new cover takes over all that is in the old one, whose number is voided."""
    if before:
        inside = before.contents.filter(taken_out_at=None)
        items = list(chain.lock(list(inside.values_list("item_id", flat=True))).values())
        inside.update(taken_out_at=act.at)
        Envelope.objects.filter(id=before.id).update(voided_at=act.at, opened_at=act.at)
    origin = before.origin_id if before else act.place_id
    if origin is None:
        raise Refused("no-place", "Hãy chọn nơi bạn đang làm việc rồi đóng gói lại.")
    leg = Leg(before.leg) if before else Leg.IN
    to = before.destination_id if before else None
    number = covers.seal(act, items, covers.Cover(leg, origin, grams, seal_number, to))
    return Envelope.objects.get(number=number)
