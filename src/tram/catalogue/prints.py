"""The poster of an agency's postal procedures (bản niêm yết), A3 or A4, with the same rows as the public page."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from tram.catalogue.rules.published import Listed
from tram.core import documents
from tram.core.barcodes import qr_svg
from tram.core.calendar import vn_date

POSTER = "catalogue/typst/poster.typ"
TITLE = "Thủ tục hành chính thực hiện qua bưu chính công ích"
PosterSize = Literal["a3", "a4"]


@dataclass(frozen=True)
class Poster:
    """A published list as it is posted at the desk; `url` is its public page."""

    agency: str
    decision: str
    decided_on: date
    valid_from: date
    demonstration: bool
    rows: tuple[Listed, ...]
    url: str
    size: PosterSize


def print_poster(found: Poster) -> bytes:
    """The poster as PDF."""
    return documents.render(POSTER, poster_data(found))


def poster_data(found: Poster) -> dict[str, Any]:
    """What the template reads."""
    return {
        "title": TITLE,
        "agency": found.agency,
        "decision": f"{found.decision} ngày {vn_date(found.decided_on)}",
        "valid_from": vn_date(found.valid_from),
        "dated": found.valid_from.isoformat(),
        "demo": found.demonstration,
        "size": found.size,
        "url": found.url,
        "qr": qr_svg(found.url),
        "open": [
            {
                "code": row.code,
                "name": row.name,
                "sending": row.sending,
                "returning": row.returning,
            }
            for row in found.rows
            if row.by_post
        ],
        "closed": [
            {"code": row.code, "name": row.name, "reason": row.reasons}
            for row in found.rows
            if not row.by_post
        ],
    }
