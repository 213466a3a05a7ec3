"""Every page of the workplace that one person can open, as text: HTML without its marks, PDF and XLSX read back."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zipfile import ZipFile

from django.test import Client
from django.urls import URLPattern, reverse

from tests.paper_reading import words_of
from tests.web.page_reading import words
from tram.accounts.models import User
from tram.custody.models import Bag, Incident, Manifest
from tram.dossiers.models import Dossier
from tram.web.workplace.urls import urlpatterns

PARAMETER = re.compile(r"<\w+:(\w+)>")
# The published list of procedures, which anybody may read: it says nothing of a dossier.
PUBLISHED = {"intake", "intake_form", "refuse", "refuse_procedure", "pick_up_new"}
# These change what a browser holds, or end a sign-in.
LEFT_OUT = {"sign_in", "sign_out", "sign_out_everywhere", "demo_sign_in", "choose_place"}


def pages_of(user: User, dossier: Dossier) -> Iterator[tuple[str, int, str]]:
    """Name, status and text of every page whose address is about a dossier, or about none."""
    client = Client()
    client.force_login(user)
    known = _known(dossier)
    for pattern in urlpatterns:
        if not isinstance(pattern, URLPattern) or pattern.name in PUBLISHED | LEFT_OUT:
            continue
        for arguments in _arguments(PARAMETER.findall(str(pattern.pattern)), known):
            answer = client.get(reverse(str(pattern.name), kwargs=arguments))
            if answer.status_code != 405:
                yield str(pattern.name), answer.status_code, text_of(answer)


def _known(dossier: Dossier) -> dict[str, Sequence[Any]]:
    manifests = Manifest.objects.filter(entries__item__dossier=dossier).distinct()
    return {
        "dossier_id": [dossier.id],
        "item_id": list(dossier.items.values_list("id", flat=True)),
        "manifest_id": list(manifests.values_list("id", flat=True)),
        "bag_id": list(Bag.objects.values_list("id", flat=True)),
        "incident_id": list(Incident.objects.filter(dossier=dossier).values_list("id", flat=True)),
        "letter_id": list(dossier.letters.values_list("id", flat=True)),
    }


def _arguments(
    names: Sequence[str], known: Mapping[str, Sequence[Any]]
) -> Iterator[dict[str, Any]]:
    """The ways to fill an address; none if something in it is not the dossier's."""
    if not names:
        yield {}
    elif len(names) == 1:
        yield from ({names[0]: value} for value in known.get(names[0], ()))


def text_of(answer: Any) -> str:
    """What a person reads in an answer of any kind."""
    kind = answer.headers.get("Content-Type", "")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if kind.startswith("application/pdf"):
        return words_of(body)
    if "spreadsheetml" in kind:
        with ZipFile(io.BytesIO(body)) as book:
            parts = [book.read(name).decode() for name in book.namelist() if name.endswith(".xml")]
        return re.sub(r"<[^>]+>", " ", " ".join(parts))
    return words(answer)
