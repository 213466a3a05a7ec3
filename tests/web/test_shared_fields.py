"""Forms that share their fields: fifty copies for each dossier cost a tenth of taking it in."""

from datetime import date
from typing import Any

import pytest

from tests.cast import Cast
from tram.catalogue.queries import ProcedureDetail, agencies_for, procedure
from tram.custody.queries.intakes import communes
from tram.web.workplace.intake.form import RECIPIENT, IntakeForm

DAY = date(2019, 12, 2)


@pytest.fixture
def found(who: Cast) -> ProcedureDetail:
    detail = procedure(who.version.procedure.code, day=DAY)
    assert detail is not None
    return detail


def form(found: ProcedureDetail, data: dict[str, Any] | None = None) -> IntakeForm:
    return IntakeForm(found, agencies_for(found.version_id, day=DAY), communes(DAY), data=data)


def needed(one: IntakeForm) -> set[str]:
    asked = {*RECIPIENT, "consent", "exemption_proof"}
    return {name for name in asked if one.fields[name].required}


def test_forms_of_one_procedure_share_their_fields(found: ProcedureDetail) -> None:
    first, second = form(found), form(found)
    apart = [name for name in first.fields if first.fields[name] is not second.fields[name]]
    assert apart == []


def test_what_one_form_asks_for_no_other_does(found: ProcedureDetail) -> None:
    """A customer who wants the result at another address, one who wants none, and one who has a proof, in turn."""
    elsewhere = form(found, {"service": "both"})
    plain = form(found, {"service": "send"})
    poor = form(found, {"service": "send", "exemption": "poor"})
    assert needed(elsewhere) == {*RECIPIENT, "consent"}
    assert needed(plain) == set()
    assert needed(poor) == {"exemption_proof"}
    assert needed(form(found)) == {*RECIPIENT, "consent"}


def test_a_mistake_in_one_form_stands_in_no_other(found: ProcedureDetail) -> None:
    wrong = form(found, {"service": "send", "sender_phone": "12", "grams": "-1"})
    assert {"sender_phone", "grams"} <= set(wrong.errors)
    fresh = form(found)
    assert not fresh.errors
    assert fresh["sender_phone"].value() is None


def test_a_commune_typed_again_is_the_same_and_a_wrong_one_stays_wrong(
    found: ProcedureDetail,
) -> None:
    typed = {"service": "send", "sender_commune": "phuong tich son"}
    ids = {form(found, typed).fields["sender_commune"].clean("phuong tich son") for _ in range(2)}
    assert len(ids) == 1
    for _ in range(2):
        assert (
            "sender_commune" in form(found, typed | {"sender_commune": "khong co noi nay"}).errors
        )
