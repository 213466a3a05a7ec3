"""Undoing and correcting an intake: voided before it travels, addresses corrected, a receipt with a new code."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from tests.cast import (
    MONDAY,
    Cast,
    act,
    an_intake,
    arrive,
    give_back_money,
    pick_up,
    submitter,
    take_in,
)
from tests.custody.test_intake import held_by, item_of, money, written
from tram.cash.models import CashLine
from tram.core.codes import code_digest, tracking_code
from tram.core.errors import Refused
from tram.custody.commands import chain, intake, manifests
from tram.custody.models import Envelope
from tram.custody.rules.handovers import ManifestKind
from tram.custody.rules.services import Service
from tram.dossiers import commands as dossiers
from tram.dossiers.models import DossierLine, TrackingCode
from tram.dossiers.rules.states import State, VoidReason


@pytest.mark.law("18c")
def test_a_voided_intake_gives_papers_and_money_back_and_voids_the_number(who: Cast) -> None:
    dossier = take_in(who)
    paid = sum(amount for _, amount, _ in money(dossier))
    answer = intake.void_intake(
        act(who.teller, who.point), dossier_id=dossier.id, reason=VoidReason.WRONG_PERSON
    )
    dossier.refresh_from_db()
    assert dossier.state == State.VOIDED
    assert held_by(dossier).kind == "customer"
    assert answer["waiting_vnd"] == paid > 0
    assert give_back_money(dossier) == paid
    lines = CashLine.objects.filter(stream=dossier.id)
    assert lines.filter(reverses_seq__isnull=False).count() * 2 == lines.count()
    cover = Envelope.objects.get()
    assert cover.voided_at == MONDAY
    assert not cover.contents.filter(taken_out_at=None).exists()
    assert not dossier.codes.filter(retired_at=None).exists()
    other = take_in(who)
    assert item_of(other).containers.get().envelope.number != cover.number


def test_voiding_twice_gives_money_back_once(who: Cast) -> None:
    dossier = take_in(who)
    request = uuid4()
    words: dict[str, Any] = {"dossier_id": dossier.id, "reason": VoidReason.DUPLICATE}
    first = intake.void_intake(act(who.teller, who.point, request), **words)
    after = written()
    assert intake.void_intake(act(who.teller, who.point, request), **words) == first
    with pytest.raises(Refused):
        intake.void_intake(act(who.teller, who.point), **words)
    assert written() == after


def test_what_is_on_a_manifest_or_has_left_cannot_be_voided(who: Cast) -> None:
    dossier = take_in(who)
    words: dict[str, Any] = {"dossier_id": dossier.id, "reason": VoidReason.WRONG_COUNT}
    manifests.offer(
        act(who.teller, who.point),
        kind=ManifestKind.PICK_UP,
        from_holder=chain.place(who.point.id),
        to_holder=chain.courier(who.postman.id),
        items=[item_of(dossier).id],
    )
    with pytest.raises(Refused) as refusal:
        intake.void_intake(act(who.teller, who.point), **words)
    assert refusal.value.code == "on-manifest"
    gone = take_in(who)
    pick_up(who, gone)
    with pytest.raises(Refused) as refusal:
        intake.void_intake(
            act(who.teller, who.point), dossier_id=gone.id, reason=VoidReason.WRONG_COUNT
        )
    assert refusal.value.code == "has-left"
    gone.refresh_from_db()
    assert gone.state == State.REGISTERED


def test_a_neighbour_can_neither_void_nor_correct_nor_reprint(who: Cast) -> None:
    dossier = take_in(who)
    recipient = an_intake(who).recipient
    assert recipient
    before = written()
    mine: dict[str, Any] = {"dossier_id": dossier.id}
    reason = "Gõ nhầm tên"
    attempts: list[Callable[[], object]] = [
        lambda: intake.void_intake(
            act(who.neighbour, who.other_point), **mine, reason=VoidReason.DUPLICATE
        ),
        lambda: intake.reprint_receipt(act(who.neighbour, who.other_point), **mine, reason=reason),
        lambda: intake.correct_recipient(
            act(who.neighbour, who.other_point), **mine, recipient=recipient, reason=reason
        ),
        lambda: dossiers.correct_submitter(
            act(who.neighbour, who.other_point), **mine, person=submitter(), reason=reason
        ),
        # The point's id is no password: whoever names it must hold the duty there.
        lambda: intake.reprint_receipt(act(who.neighbour, who.point), **mine, reason=reason),
    ]
    for attempt in attempts:
        with pytest.raises(Refused) as refusal:
            attempt()
        assert refusal.value.code == "not-allowed"
    assert written() == before


def test_a_corrected_recipient_is_a_new_version_with_its_reason(who: Cast) -> None:
    dossier = take_in(who)
    old = an_intake(who).recipient
    assert old
    intake.correct_recipient(
        act(who.teller, who.point),
        dossier_id=dossier.id,
        recipient=replace(old, phone="0987654321"),
        reason="Khách đổi số máy",
    )
    versions = dossier.recipients.order_by("version")
    assert [(v.version, v.phone, v.reason) for v in versions] == [
        (1, "0912000001", ""),
        (2, "0987654321", "Khách đổi số máy"),
    ]
    assert versions[1].by == who.teller
    assert DossierLine.objects.filter(stream=dossier, action="correct").count() == 1


def test_a_corrected_sender_is_a_new_version_with_its_reason(who: Cast) -> None:
    dossier = take_in(who)
    person = replace(submitter("Nguyễn Văn Đúng"), address="Thôn Đúng")
    dossiers.correct_submitter(
        act(who.teller, who.point), dossier_id=dossier.id, person=person, reason="Gõ nhầm tên"
    )
    versions = dossier.parties.order_by("version")
    assert [(v.full_name, v.reason) for v in versions] == [
        ("Nguyễn Văn Mẫu", ""),
        ("Nguyễn Văn Đúng", "Gõ nhầm tên"),
    ]


def test_a_correction_without_a_reason_or_a_recipient_is_refused(who: Cast) -> None:
    dossier = take_in(who, service=Service.SEND, recipient=None)
    recipient = an_intake(who).recipient
    assert recipient
    for reason, code in (("  x ", "reason-missing"), ("Khách đổi địa chỉ", "no-recipient")):
        with pytest.raises(Refused) as refusal:
            intake.correct_recipient(
                act(who.teller, who.point),
                dossier_id=dossier.id,
                recipient=recipient,
                reason=reason,
            )
        assert refusal.value.code == code


def test_after_the_hand_over_the_desk_corrects_the_sender_and_the_point_does_not(
    who: Cast,
) -> None:
    dossier = arrive(who, take_in(who))
    words: dict[str, Any] = {
        "dossier_id": dossier.id,
        "person": submitter("Tên Mới"),
        "reason": "Sai họ tên",
    }
    with pytest.raises(Refused) as refusal:
        dossiers.correct_submitter(act(who.teller, who.point), **words)
    assert refusal.value.code == "not-allowed"
    dossiers.correct_submitter(act(who.officer, who.desk), **words)
    assert dossier.parties.count() == 2


def test_a_reprint_gives_a_new_code_and_the_old_one_dies(who: Cast) -> None:
    dossier = take_in(who)
    answer = intake.reprint_receipt(
        act(who.teller, who.point), dossier_id=dossier.id, reason="Khách làm mất phiếu"
    )
    assert answer["issue"] == 2
    key = settings.TRACKING_KEY.encode()
    old, new = (code_digest(key, tracking_code(key, dossier.id, issue)) for issue in (1, 2))
    assert old != new
    codes = {bytes(code.digest): code for code in TrackingCode.objects.filter(dossier=dossier)}
    assert codes[old].retired_at == MONDAY
    assert codes[new].retired_at is None
    assert codes[new].reason == "Khách làm mất phiếu"
    with pytest.raises(Refused) as refusal:
        intake.reprint_receipt(act(who.teller, who.point), dossier_id=dossier.id, reason="")
    assert refusal.value.code == "reason-missing"


def test_an_unknown_dossier_is_said_to_be_unknown(who: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        intake.void_intake(
            act(who.teller, who.point), dossier_id=uuid4(), reason=VoidReason.DUPLICATE
        )
    assert refusal.value.code == "no-such-dossier"


def test_a_voided_intake_gets_no_new_code(who: Cast) -> None:
    dossier = take_in(who)
    intake.void_intake(
        act(who.teller, who.point), dossier_id=dossier.id, reason=VoidReason.DUPLICATE
    )
    with pytest.raises(Refused):
        intake.reprint_receipt(
            act(who.teller, who.point), dossier_id=dossier.id, reason="Khách làm mất phiếu"
        )
    assert not dossier.codes.filter(retired_at=None).exists()
