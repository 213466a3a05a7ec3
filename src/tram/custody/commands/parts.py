"""A thick dossier in several envelopes (hồ sơ nhiều bưu gửi): its parts are taken in together and arrive as one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Count, F

from tram.core.acts import Act
from tram.core.errors import Refused
from tram.custody.commands import chain, covers
from tram.custody.commands.covers import Cover
from tram.custody.models import Item, ItemKind
from tram.dossiers.models import Dossier

MOST = 20


@dataclass(frozen=True)
class Part:
    """One more envelope of a dossier: how heavy, and under which seal."""

    grams: int
    seal_number: str


def parse_parts(text: str) -> tuple[Part, ...]:
    """Further envelopes as a teller types them: a seal and its grams, again and again."""
    words = text.split()
    pairs = list(zip(words[::2], words[1::2], strict=False))
    if len(words) % 2 or not all(grams.isdecimal() and len(grams) < 7 for _seal, grams in pairs):
        raise Refused(
            "bad-parts",
            "Ghi số niêm phong rồi số gam của từng bưu gửi, cách nhau bằng dấu cách. Ví dụ: NP-0002 450.",
        )
    return tuple(Part(int(grams), seal) for seal, grams in pairs)


def first_grams(total: int, more: Sequence[Part]) -> int:
    """What is left for the first envelope of the weight that was priced."""
    if not more:
        return total
    rest = total - sum(part.grams for part in more)
    if len(more) >= MOST:
        raise Refused("too-many-parts", f"Một hồ sơ gửi nhiều nhất {MOST} bưu gửi.")
    if any(part.grams < 1 for part in more) or rest < 1:
        raise Refused(
            "bad-parts",
            "Khối lượng các bưu gửi phải cộng lại đúng khối lượng cả hồ sơ. Hãy cân lại.",
        )
    return rest


def take_in_more(
    act: Act, dossier_id: UUID, holder_id: int, first: Cover, more: Sequence[Part]
) -> list[str]:
    """The further envelopes of a dossier, each an item with a number and a seal of its own (18c); their numbers."""
    found = []
    for number, part in enumerate(more, 2):
        item = chain.bring_in(
            act,
            dossier_id,
            ItemKind.PAPERS,
            holder_id=holder_id,
            source="customer",
            part=number,
            parts=len(more) + 1,
        )
        seal, grams = part.seal_number, part.grams
        cover = replace(first, seal_number=seal, grams=grams, part=number, number="")
        found.append(covers.seal(act, [item], cover))
    return found


def whole(items: Sequence[Item], dossiers: Sequence[Dossier]) -> list[Dossier]:
    """Those of these dossiers whose every part has the holder that these items have now.

    A hand-over of one envelope of several says nothing yet of the dossier: no clock starts, nothing is transferred.
    """
    several = {item.dossier_id for item in items if item.parts > 1}
    if not several:
        return list(dossiers)
    holder = items[0].holder_id
    there = Item.objects.filter(dossier__in=several, kind=ItemKind.PAPERS, holder_id=holder)
    full = there.values("dossier").annotate(n=Count("id")).filter(n=F("parts"))
    complete = set(full.values_list("dossier", flat=True))
    return [each for each in dossiers if each.id not in several or each.id in complete]
