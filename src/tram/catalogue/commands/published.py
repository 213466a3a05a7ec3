"""Publishing the list of postal procedures of an agency (công bố danh mục); a published list never changes."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tram.accounts.rules.access import Right, require
from tram.catalogue.models import ListedProcedure, PublishedList
from tram.catalogue.queries.managing import managed_from
from tram.catalogue.queries.published import catalogue_of
from tram.catalogue.rules.published import check_dates
from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.queries import is_demo
from tram.core.requests import command
from tram.core.text import clean
from tram.directory.models import DESKS, POSTS, Unit


@command
def publish_list(
    act: Act,
    *,
    agency_id: int,
    decision: str,
    decided_on: date,
    valid_from: date,
    valid_to: date | None = None,
) -> dict[str, Any]:
    """Freeze what the catalogue says of an agency's procedures on a day, under a decision (requirement 5)."""
    agency = Unit.objects.filter(id=agency_id).exclude(kind__in=(*POSTS, *DESKS)).first()
    if agency is None:
        raise Refused("no-such-agency", _("Hãy chọn cơ quan công bố danh mục."))
    require(act.actor, Right.MANAGE_CATALOGUE, managed_from(agency_id))
    check_dates(decided_on, valid_from, valid_to)
    if not clean(decision):
        raise Refused("decision-missing", _("Hãy ghi số quyết định công bố danh mục."))
    rows = catalogue_of(agency_id, valid_from)
    if not rows:
        message = _(
            "{} không có thủ tục nào đã công bố vào ngày áp dụng nên chưa lập được danh mục."
        )
        raise Refused("no-procedures", message.format(agency.name))
    published = PublishedList.objects.create(
        agency=agency,
        decision=clean(decision)[:120],
        decided_on=decided_on,
        valid_from=valid_from,
        valid_to=valid_to,
        demonstration=is_demo(),
        by_id=act.actor.id,
        at=act.recorded,
    )
    ListedProcedure.objects.bulk_create(
        ListedProcedure(published=published, seq=seq, **vars(row))
        for seq, row in enumerate(rows, 1)
    )
    return {"list": published.id, "agency": agency_id, "rows": len(rows)}
