"""What the post may not know stays away from it: identity numbers, procedures, other people's dossiers.

Dossiers are generated; every page and paper is read as a person reads it (design: privacy; requirements 61b, 61c).
"""

import re
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests import cast
from tests.cast import Cast, act, person, submitter
from tests.custody.crawling import pages_of, text_of
from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.custody.commands import chain, manifests
from tram.custody.models import Manifest
from tram.custody.rules.handovers import ManifestKind
from tram.dossiers.models import Dossier

WORDS = (
    "Cấp",
    "đổi",
    "giấy phép",
    "xác nhận",
    "tình trạng",
    "đất",
    "hộ tịch",
    "«đặc biệt»",
    "A&B",
    "10%",
)
SIGNS = st.sampled_from(
    ["", " – đợt 2", " (mẫu 01/ĐK)", " <thử>", ' "mới"', " & phụ lục", " 24/7"]
)
NAMES = st.lists(
    st.sampled_from(["Nguyễn", "Thị", "Văn", "Đặng", "Ỷ", "Hằng", "Mẫu"]), min_size=2, max_size=4
)
IDS = st.from_regex(r"0[0-9]{11}", fullmatch=True)


@st.composite
def procedures(draw: st.DrawFn) -> str:
    """An odd name of a procedure, of which no page knows another."""
    some = draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=5))
    return f"Thủ tục kỳ lạ {' '.join(some)}{draw(SIGNS)}"


def folded(text: str) -> str:
    """Letters and digits alone: a line broken in a name hides nothing."""
    plain = unicodedata.normalize("NFC", text).lower()
    return re.sub(r"[\W_]+", "", plain)


class Secrets:
    """What must not be read, and where it was."""

    def __init__(self, procedure: str, number: str) -> None:
        self.procedure, self.number = folded(procedure), number

    def told_by(self, text: str) -> set[str]:
        """What of it a text tells."""
        digits = re.sub(r"\D+", "", text)
        found = {"identity number"} if self.number in digits else set()
        return found | ({"procedure"} if self.procedure in folded(text) else set())


def taken_in(who: Cast, procedure: str, name: str, number: str) -> Dossier:
    who.version = cast.follow(who.version, name=procedure)
    sender = replace(submitter(name), id_number=number)
    recipient = replace(cast.addressee(who), full_name=name)
    return cast.take_in(who, submitter=sender, recipient=recipient)


def offered_out(who: Cast, dossier: Dossier) -> None:
    """The result, packed, goes by a run sheet from the post's office."""
    cast.release(who, cast.settle(who, cast.accept(who, cast.arrive(who, dossier))))
    result = [dossier.items.get(kind="result").id]
    office, road = chain.place(who.point.id), chain.courier(who.postman.id)
    teller = act(who.teller, who.point)
    cast.hand_over(ManifestKind.OFFICE_IN, act(who.postman), teller, road, office, result)
    manifests.offer(
        act(who.teller, who.point),
        kind=ManifestKind.RUN_SHEET,
        from_holder=office,
        to_holder=road,
        items=result,
    )


def leaks(user: User, dossier: Dossier, secrets: Secrets) -> list[str]:
    """Every page of this person that tells what it must not; some pages must have been read."""
    read = 0
    found = []
    for name, status, text in pages_of(user, dossier):
        read += status == 200
        found += [f"{user.username} {name}: {what}" for what in secrets.told_by(text)]
    assert read > 5, f"{user.username} could open only {read} pages"
    return found


def papers(who: Cast, dossier: Dossier) -> list[tuple[str, str]]:
    """The label, and every manifest (run sheets too) as its postal side prints it."""
    teller, found = Client(), []
    teller.force_login(who.teller)
    label = teller.get(reverse("receipt_label", args=[dossier.id]))
    assert label.status_code == 200
    found.append(("label", text_of(label)))
    for manifest in Manifest.objects.filter(entries__item__dossier=dossier).distinct():
        for user in (who.teller, who.postman):
            client = Client()
            client.force_login(user)
            page = client.get(reverse("manifest_sheet", args=[manifest.id]))
            if page.status_code == 200:
                found.append((manifest.kind, text_of(page)))
    return found


@pytest.mark.law("61b", "61c")
@settings(
    max_examples=5,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
@given(procedure=procedures(), name=NAMES.map(" ".join), number=IDS)
def test_no_paper_and_no_page_of_the_post_tells_the_procedure_or_an_identity_number(
    who: Cast, procedure: str, name: str, number: str
) -> None:
    secrets, version = Secrets(procedure, number), who.version
    try:
        with transaction.atomic():
            dossier = taken_in(who, procedure, name, number)
            found = leaks(who.neighbour, dossier, secrets)
            cast.pick_up(who, Dossier.objects.get(id=dossier.id))
            found += leaks(who.postman, dossier, secrets)
            transaction.set_rollback(True)
        who.version = version
        with transaction.atomic():
            dossier = taken_in(who, procedure, name, number)
            offered_out(who, dossier)
            printed = papers(who, dossier)
            assert {"label", "run-sheet"} <= {kind for kind, _text in printed}
            found += [
                f"{kind} on paper: {what}"
                for kind, text in printed
                for what in secrets.told_by(text)
            ]
            found += leaks(who.postman, dossier, secrets) + leaks(who.neighbour, dossier, secrets)
            transaction.set_rollback(True)
    finally:
        who.version = version
    assert not found, "\n".join(sorted(set(found)))


def test_the_reader_of_pages_would_see_a_leak() -> None:
    secrets = Secrets("Thủ tục kỳ lạ: cấp đổi", "012345678901")
    assert secrets.told_by("… thủ tục kỳ\nlạ, cấp\n đổi …") == {"procedure"}
    assert secrets.told_by("số 012 345 678 901") == {"identity number"}
    assert secrets.told_by("012345678 và thủ tục khác") == set()


OWN, NOBODY = "own", "nobody"
# Who may open what of one dossier: the point that took it in, its postman while it is on the road, no other post.
PAGES = ("dossier", "receipt", "receipt_label", "receipt_voucher", "dossier_files")
MATRIX: dict[str, tuple[int, ...]] = {
    "teller": (200, 200, 200, 200, 200),
    "postman": (200, 404, 404, 404, 403),
    "neighbour": (404, 404, 404, 404, 404),
    "stranger": (404, 404, 404, 404, 403),
}


def people(who: Cast) -> dict[str, User]:
    other = who.other_point.parent
    assert other is not None
    return {
        "teller": who.teller,
        "postman": who.postman,
        "neighbour": who.neighbour,
        "stranger": person("bt.xa", "Bưu Tá Xa", Role.POSTMAN, other),
    }


@pytest.mark.law("61b")
def test_each_page_of_a_dossier_opens_to_whom_the_matrix_says(who: Cast) -> None:
    dossier = taken_in(who, "Thủ tục kỳ lạ", "Nguyễn Văn Mẫu", "012345678901")
    cast.pick_up(who, dossier)
    found: dict[str, tuple[int, ...]] = {}
    for role, user in people(who).items():
        client = Client()
        client.force_login(user)
        answers = [client.get(reverse(page, args=[dossier.id])) for page in PAGES]
        found[role] = tuple(answer.status_code for answer in answers)
    assert found == MATRIX


@pytest.mark.law("61b", "61c")
def test_only_the_intake_point_reads_the_procedure_and_the_sender(who: Cast) -> None:
    procedure = "Thủ tục kỳ lạ để thử"
    dossier = taken_in(who, procedure, "Người Gửi Mẫu", "012345678901")
    cast.pick_up(who, dossier)
    told: dict[str, Any] = {}
    for role, user in people(who).items():
        client = Client()
        client.force_login(user)
        text = text_of(client.get(reverse("dossier", args=[dossier.id])))
        told[role] = (procedure in text, "Người Gửi Mẫu" in text)
    assert told["teller"] == (True, True)
    assert not any(told[role][0] for role in ("postman", "neighbour", "stranger"))
    assert not any(told["neighbour"] + told["stranger"])
