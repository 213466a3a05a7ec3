"""What the receiver found of each thing (kết quả kiểm đếm): each has its answer, each difference its code (20d)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tram.accounts.rules.access import Right
from tram.core import prepared
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.custody.commands import bags
from tram.custody.models import Discrepancy, Item, Manifest, Outcome
from tram.custody.queries.holders import held_by
from tram.custody.rules.counting import FAULTS, Fault, fits
from tram.custody.rules.handovers import RULES, ManifestKind

FIND = """
UPDATE custody_manifestentry SET outcome = %s, fault = %s, reason = %s WHERE manifest_id = %s AND item_id = ANY(%s)
"""
CARRY = "UPDATE custody_bag SET holder_id = %s WHERE id = ANY(%s)"
SHORTEST = 5


@dataclass(frozen=True)
class Found:
    """What the receiver found of one item: an outcome, its fault unless it was simply received, words if any."""

    item_id: UUID
    outcome: Outcome
    fault: Fault | None = None
    words: str = ""


def judge(listed: Collection[UUID], found: Sequence[Found]) -> dict[UUID, Found]:
    """The answer for each listed thing; Refused unless each has exactly one that is whole."""
    answers = {answer.item_id: answer for answer in found}
    if len(answers) != len(found):
        raise Refused("counted-twice", "Có vật được đếm hai lần. Hãy kiểm đếm lại.")
    if set(answers) - set(listed):
        raise Refused(
            "not-listed", "Có vật không nằm trên bảng kê này. Hãy để riêng và báo bên giao."
        )
    if left := len(set(listed) - set(answers)):
        raise Refused(
            "not-counted", f"Còn {left} vật chưa kiểm đếm. Hãy ghi đã nhận, thiếu hoặc không nhận."
        )
    for answer in found:
        _require_whole(answer)
    return answers


def _require_whole(answer: Found) -> None:
    if answer.outcome not in FAULTS:
        raise Refused(
            "not-counted", "Còn vật chưa kiểm đếm. Hãy ghi đã nhận, thiếu hoặc không nhận."
        )
    if not fits(answer.outcome, answer.fault):
        raise Refused(
            "reason-missing", "Hãy chọn lý do trong danh sách cho mỗi vật thiếu hoặc không nhận."
        )
    if answer.fault is Fault.OTHER and len(answer.words.strip()) < SHORTEST:
        raise Refused("words-missing", "Chọn «lý do khác» thì hãy ghi rõ lý do.")


def keep(
    act: Act, manifest: Manifest, found: Iterable[Found], extras: Sequence[str], by: int
) -> None:
    """Write the outcomes, one statement for all that were found alike, and each difference as a discrepancy."""
    alike: dict[tuple[str, str, str], list[UUID]] = {}
    faulty = []
    for answer in found:
        key = (answer.outcome.value, answer.fault or "", answer.words.strip())
        alike.setdefault(key, []).append(answer.item_id)
        if answer.fault:
            faulty.append(answer)
    for (outcome, fault, words), items in alike.items():
        find = (FIND, [outcome, fault, words, manifest.id, items])
        prepared.write([find], [manifest.id])  # a signed manifest takes no answer any more
    if faulty or extras:
        _note(act, faulty, extras, {"manifest": manifest, "by_id": by, "at": act.at})


def _note(act: Act, faulty: Sequence[Found], extras: Sequence[str], same: dict[str, Any]) -> None:
    rows = [
        Discrepancy(item_id=one.item_id, fault=one.fault or "", note=one.words.strip(), **same)
        for one in faulty
    ]
    rows += [Discrepancy(code=code, fault=Fault.EXTRA, **same) for code in extras]
    for number, row in enumerate(rows, 1):
        row.id = act.derive("discrepancy", number)
    Discrepancy.objects.bulk_create(rows)


def require_held(items: Collection[Item], giver: int) -> None:
    """Refuse unless the giver still has every thing; the refusal says who has it and since when."""
    gone = next((item for item in items if item.holder_id != giver), None)
    if gone is None:
        return
    who, since = held_by(gone.id)
    raise Refused(
        "not-held",
        f"Có vật không còn do bên giao giữ: {who} đã ký nhận lúc {since}. "
        "Hãy tải lại trang rồi làm lại với những gì còn trên bàn.",
    )


def carry_bags(
    act: Act, manifest: Manifest, sealed: Mapping[str, str], answers: Mapping[UUID, Found]
) -> None:
    """Sealed bags go with their contents, whole or not at all; an agency's desk opens them by signing, as covers.

    `sealed` tells each item's bag. A bag within the post may be signed for closed.
    """
    outcomes: dict[str, set[Outcome]] = {}
    for item, bag in sealed.items():
        outcomes.setdefault(bag, set()).add(answers[UUID(item)].outcome)
    if any(len(found) > 1 for found in outcomes.values()):
        raise Refused(
            "bag-whole",
            "Có túi còn niêm phong mà chỉ nhận một phần. Hãy mở túi rồi kiểm từng bưu gửi, "
            "hoặc nhận cả túi, không nhận cả túi.",
        )
    going = [UUID(bag) for bag, found in outcomes.items() if found == {Outcome.RECEIVED}]
    if not going:
        return
    prepared.run(CARRY, [manifest.to_holder_id, going])
    if RULES[ManifestKind(manifest.kind)].receives is not Right.HAND_OVER_POST:
        bags.unseal(act, going)
