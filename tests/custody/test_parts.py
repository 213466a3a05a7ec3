"""A thick dossier in several envelopes: taken in as one, arrived only as a whole, voided and given back whole."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests import cast
from tests.cast import Cast, act
from tests.web.page_reading import words
from tram.core.errors import Refused
from tram.core.janitors import JANITORS, sweep
from tram.custody.commands import chain, desk, intake
from tram.custody.commands.parts import Part, first_grams, parse_parts
from tram.custody.models import Envelope, Item, ItemKind
from tram.custody.queries.parts import partial
from tram.custody.queries.ready import ready_groups
from tram.custody.rules.handovers import ManifestKind
from tram.dossiers import commands as dossiers
from tram.dossiers.models import Dossier
from tram.dossiers.rules.states import State, VoidReason

THICK = (Part(300, "NP-0002"), Part(200, "NP-0003"))


def thick(who: Cast) -> Dossier:
    return cast.take_in(who, grams=900, more=THICK)


def papers(dossier: Dossier) -> list[UUID]:
    found = Item.objects.filter(dossier=dossier, kind=ItemKind.PAPERS)
    return list(found.order_by("part").values_list("id", flat=True))


def pick_up(who: Cast, items: list[UUID]) -> None:
    ends = (chain.place(who.point.id), chain.courier(who.postman.id))
    both = (act(who.teller, who.point), act(who.postman))
    cast.hand_over(ManifestKind.PICK_UP, *both, *ends, items)


def to_desk(who: Cast, items: list[UUID]) -> None:
    ends = (chain.courier(who.postman.id), chain.place(who.desk.id))
    both = (act(who.postman), act(who.officer, who.desk))
    cast.hand_over(ManifestKind.HAND_OVER, *both, *ends, items)


def test_the_weights_of_the_parts_add_up_to_what_was_priced() -> None:
    assert first_grams(120, ()) == 120
    assert first_grams(900, THICK) == 400
    for total, more in ((500, THICK), (900, (Part(0, "NP-9"),)), (900, (Part(1, "N"),) * 20)):
        with pytest.raises(Refused):
            first_grams(total, more)
    assert parse_parts("NP-0002 300 NP-0003 200") == THICK
    for text in ("NP-0002", "NP-0002 nặng", "300 NP-0002"):
        with pytest.raises(Refused):
            parse_parts(text)


@pytest.mark.django_db
@pytest.mark.law("18c")
def test_each_envelope_has_its_own_number_seal_and_weight(who: Cast) -> None:
    dossier = thick(who)
    covers = Envelope.objects.filter(contents__item__dossier=dossier)
    told = covers.order_by("contents__item__part").values_list("grams", "seal_number")
    assert list(told) == [(400, "NP-0001"), (300, "NP-0002"), (200, "NP-0003")]
    assert len({cover.number for cover in covers}) == 3
    assert [(i.part, i.parts) for i in Item.objects.filter(dossier=dossier).order_by("part")] == [
        (1, 3),
        (2, 3),
        (3, 3),
    ]


@pytest.mark.django_db
@pytest.mark.law("19b")
def test_the_dossier_arrives_when_its_last_envelope_is_signed_over(
    who: Cast, client: Client
) -> None:
    dossier = thick(who)
    first, second, third = papers(dossier)
    pick_up(who, [first, second])
    to_desk(who, [first, second])
    dossier.refresh_from_db()
    assert (dossier.state, dossier.handover_at) == (State.REGISTERED, None)
    (waiting,) = partial(who.desk.id)
    assert (waiting.arrived, waiting.parts, len(waiting.missing)) == (2, 3, 1)
    client.force_login(who.officer)
    assert "đã tới 2/3 bưu gửi" in words(client.get(f"{reverse('desk')}?hang=arriving"))
    pick_up(who, [third])
    to_desk(who, [third])
    dossier.refresh_from_db()
    assert dossier.state == State.ARRIVED
    assert dossier.handover_at is not None
    assert partial(who.desk.id) == []
    cast.accept(who, dossier)
    to_agency(who, [first, second])
    dossier.refresh_from_db()
    assert dossier.state == State.ACCEPTED, "the agency has not got all of it"
    left = ready_groups([chain.place(who.desk.id)])
    assert [(group.kind, group.count) for group in left] == [(ManifestKind.TO_AGENCY, 1)]
    to_agency(who, [third])
    dossier.refresh_from_db()
    assert dossier.state == State.PROCESSING
    assert offences() == [[], []]
    Item.objects.filter(id=third).update(parts=4)
    assert offences() != [[], []], "a part that nobody has seen is missed"


def offences() -> list[list[str]]:
    """What the janitors say of dossiers in several envelopes."""
    about = ("custody: a dossier in several", "custody: every part")
    found = [sweep(one) for one in JANITORS if one.name.startswith(about)]
    assert all(each.looked for each in found)
    return [list(map(str, each.offences)) for each in found]


def to_agency(who: Cast, items: list[UUID]) -> None:
    ends = (chain.place(who.desk.id), chain.place(who.agency.id))
    both = (act(who.officer, who.desk), act(who.specialist, who.agency))
    cast.hand_over(ManifestKind.TO_AGENCY, *both, *ends, items)


@pytest.mark.django_db
def test_a_mistaken_intake_is_undone_with_every_envelope(who: Cast) -> None:
    dossier = thick(who)
    intake.void_intake(
        act(who.teller, who.point), dossier_id=dossier.id, reason=VoidReason.WRONG_COUNT
    )
    items = Item.objects.filter(dossier=dossier)
    assert {item.holder_id for item in items} == {chain.customer()}
    covers = Envelope.objects.filter(contents__item__dossier=dossier)
    assert not covers.filter(voided_at=None).exists()


@pytest.mark.django_db
def test_what_has_left_in_part_is_not_undone_and_not_given_back_in_part(who: Cast) -> None:
    dossier = thick(who)
    pick_up(who, papers(dossier)[:1])
    teller = act(who.teller, who.point)
    with pytest.raises(Refused) as refused:
        intake.void_intake(teller, dossier_id=dossier.id, reason=VoidReason.WRONG_COUNT)
    assert refused.value.code == "has-left"
    dossiers.withdraw(
        act(who.teller, who.point), dossier_id=dossier.id, reason="Công dân đổi ý, lấy lại"
    )
    with pytest.raises(Refused) as refused:
        desk.give_back_at_point(
            act(who.teller, who.point), dossier_id=dossier.id, evidence=cast.signed_for()
        )
    assert refused.value.code == "not-whole"


@pytest.mark.django_db
def test_each_part_has_a_label_to_print(who: Cast, client: Client) -> None:
    dossier = thick(who)
    client.force_login(who.teller)
    second = Envelope.objects.get(contents__item__dossier=dossier, contents__item__part=2)
    assert second.number in words(client.get(reverse("receipt", args=[dossier.id])))
    url = reverse("receipt_label", args=[dossier.id])
    printed = client.get(f"{url}?phan=2")
    assert printed["Content-Type"] == "application/pdf"
    assert second.number in printed["Content-Disposition"]
    assert client.get(f"{url}?phan=4").status_code == 404
