"""Agreements between agencies and the post: what is refused, what counts, and what is proved append-only."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import Cast, act
from tests.directory.registers import agreement, reporter, standing_agency
from tram.core.errors import Refused
from tram.directory.commands.agreements import end_agreement
from tram.directory.models import Agreement
from tram.directory.queries.agreements import agreements
from tram.directory.rules.agreements import AgreementEndKind, AgreementStanding, standing


@pytest.mark.law("6a")
def test_an_agreement_holds_its_parties_its_days_and_its_scope(who: Cast) -> None:
    agreement(who, valid_to=date(2021, 12, 31))
    (row,) = agreements([who.agency.id])
    assert (row.number, row.signed_on, row.last_day) == (
        "01/TTHT-MẪU",
        date(2019, 9, 10),
        date(2021, 12, 31),
    )
    assert row.scope.label == "Tiếp nhận hồ sơ và trả kết quả"
    assert (row.post, row.by) == ("Bưu điện tỉnh", "Đầu Mối Mẫu")


@pytest.mark.law("6d")
@pytest.mark.parametrize(
    ("days", "code"),
    [
        ({"valid_to": date(2019, 9, 9)}, "signed-after-expiry"),
        ({"valid_from": date(2019, 10, 2), "valid_to": date(2019, 10, 1)}, "days-out-of-order"),
        ({"signed_on": date(2019, 11, 5)}, "signed-in-future"),
    ],
)
def test_an_agreement_whose_days_contradict_each_other_is_refused(
    who: Cast, days: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        agreement(who, **days)
    assert refused.value.code == code
    assert not Agreement.objects.exists()


@pytest.mark.law("6d")
def test_the_database_too_refuses_a_signature_after_the_expiry(who: Cast) -> None:
    agreement(who)
    row = Agreement.objects.get()
    row.pk, row.valid_from, row.valid_to = None, date(2019, 1, 1), date(2019, 9, 9)
    with pytest.raises(DatabaseError, match="agreement_in_order"), transaction.atomic():
        row.save(force_insert=True)


def test_an_agency_enters_its_own_and_the_standing_agency_anybodys(who: Cast) -> None:
    other = who.desk.id
    with pytest.raises(Refused, match="không được phân công"):
        agreement(who, agency_id=other)
    assert agreement(who, standing_agency(), number="02/TTHT")


def test_the_same_number_is_not_entered_twice_but_again_after_a_mistake(who: Cast) -> None:
    first = agreement(who)
    with pytest.raises(Refused, match="đã có thỏa thuận số"):
        agreement(who)
    end(who, first, AgreementEndKind.MISTAKE)
    assert agreement(who) != first


def end(who: Cast, found: int, kind: AgreementEndKind, last: date = date(2019, 10, 31)) -> None:
    end_agreement(
        act(reporter(who)), agreement_id=found, kind=kind, last_day=last, reason="Ký lại bản mới"
    )


@pytest.mark.law("6b")
def test_an_ended_agreement_holds_to_its_last_day_and_a_mistake_never(who: Cast) -> None:
    end(who, agreement(who), AgreementEndKind.ENDED)
    end(who, agreement(who, number="02/TTHT"), AgreementEndKind.MISTAKE)
    mistake, ended = agreements([who.agency.id])
    assert [ended.in_force(date(2019, 10, 31)), ended.in_force(date(2019, 11, 1))] == [True, False]
    assert not mistake.in_force(date(2019, 10, 1))
    with pytest.raises(Refused, match="đã được ghi chấm dứt"):
        end(who, ended.id, AgreementEndKind.ENDED)


def test_nobody_changes_what_was_entered(who: Cast) -> None:
    agreement(who)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE directory_agreement SET signed_on = '2019-01-01'")


DUE = date(2019, 9, 15)


@pytest.mark.law("6c")
@pytest.mark.parametrize(
    ("signed_on", "in_force", "day", "how"),
    [
        (DUE, True, date(2019, 12, 31), AgreementStanding.IN_TIME),
        (date(2019, 9, 16), True, date(2019, 12, 31), AgreementStanding.LATE),
        (DUE, False, date(2019, 12, 31), AgreementStanding.LAPSED),
        (None, False, DUE, AgreementStanding.MISSING),
        (None, False, date(2019, 9, 16), AgreementStanding.OVERDUE),
    ],
)
def test_after_the_deadline_who_has_not_signed_is_late(
    signed_on: date | None, in_force: bool, day: date, how: AgreementStanding
) -> None:
    assert standing(signed_on, in_force, DUE, day) is how
