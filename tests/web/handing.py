"""What the tests of the hand-over pages do with a browser's client."""

from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from tests.cast import (
    MONDAY,
    PIN,
    Cast,
)
from tram.accounts.models import User
from tram.custody.models import (
    CustodyLine,
    Envelope,
    ItemKind,
    Manifest,
    ManifestEntry,
    NumberRange,
    OfflineBlock,
    Signature,
)
from tram.dossiers.models import Dossier

HOME = "/lam-viec/giao-nhan/"
PICK_UP = f"{HOME}lap/?loai=pick-up"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def papers(*taken: Dossier) -> list[str]:
    return [str(dossier.items.get(kind=ItemKind.PAPERS).id) for dossier in taken]


def number_of(dossier: Dossier) -> str:
    return Envelope.objects.get(contents__item__dossier=dossier, leg="in").number


def offer(client: Client, url: str, items: list[str], **typed: Any) -> Any:
    return client.post(url, {"request_id": uuid4(), "items": items, **typed})


def offered(who: Cast, *taken: Dossier) -> str:
    """The page of a manifest that the teller has just offered to the postman."""
    answer = offer(signed_in(who.teller), PICK_UP, papers(*taken), courier="bt.mau")
    assert answer.status_code == 303, answer.content.decode()
    return str(answer["Location"])


def all_received(url: str, **typed: Any) -> dict[str, Any]:
    entries = ManifestEntry.objects.filter(manifest=UUID(url.split("/")[-2]))
    found = {f"outcome_{entry.position}": "received" for entry in entries}
    return {"request_id": uuid4(), "do": "sign", **found, **typed}


def on_the_road(who: Cast, *taken: Dossier) -> None:
    url = offered(who, *taken)
    assert signed_in(who.postman).post(url, all_received(url)).status_code == 303


def evidence(**changes: Any) -> dict[str, Any]:
    """What a postman types of a delivery into the recipient's own hands."""
    typed = {
        "request_id": uuid4(),
        "relation": "self",
        "proof_kind": "citizen-id",
        "proof_last4": "1234",
        "seal": "whole",
        "receipt": "signed-paper",
        "voucher": "PP-0001",
    }
    return {**typed, **changes}


def books() -> tuple[int, ...]:
    tables = (CustodyLine, Signature, Manifest, ManifestEntry)
    return tuple(table.objects.count() for table in tables)


def brought(who: Cast, *taken: Dossier) -> str:
    """The page of what the postman gives at the desk, signed by his PIN on the officer's device."""
    url = f"{HOME}nhan-tu-buu-ta/?buu-ta=bt.mau"
    answer = offer(signed_in(who.officer), url, papers(*taken), pin=PIN)
    assert answer.status_code == 303, answer.content.decode()
    return str(answer["Location"])


def set_aside(who: Cast) -> None:
    """The last three numbers of a range, for labels written by hand at the point."""
    range_ = NumberRange.objects.order_by("first")[0]
    OfflineBlock.objects.create(
        unit=who.point,
        range=range_,
        first=range_.last - 2,
        last=range_.last,
        given_at=MONDAY,
        by=who.administrator,
    )
