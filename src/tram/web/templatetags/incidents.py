"""What other pages show of incidents: inventories that go with a thing (22c), cases of a dossier, the way to report."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import template
from django.template.context import Context

from tram.accounts.rules.access import may
from tram.custody.queries import incidents as queries
from tram.custody.queries import troubles
from tram.web import access
from tram.web.workplace.incidents.own import REPORT

register = template.Library()
INVENTORIES = "workplace/incidents/noted.html"


@register.inclusion_tag(INVENTORIES)
def inventories_of(entries: Iterable[Any]) -> dict[str, Any]:
    """The inventories of the things on a manifest, each beside the number of its thing."""
    things = {entry.thing.item_id: entry.thing for entry in entries}
    found = troubles.inventories(list(things))
    return {
        "noted": [
            (note, things[item].s10 or things[item].label)
            for item, notes in found.items()
            for note in notes
        ]
    }


@register.inclusion_tag(INVENTORIES)
def inventories_of_dossier(dossier_id: UUID) -> dict[str, Any]:
    """The inventories of the things of one dossier."""
    found = troubles.inventories(troubles.items_of(dossier_id))
    return {"noted": [(note, "") for notes in found.values() for note in notes]}


@register.inclusion_tag("workplace/incidents/of_dossier.html", takes_context=True)
def incidents_of(context: Context, dossier_id: UUID) -> dict[str, Any]:
    """The cases of a dossier that its reader may open, and the way to report one, if they may."""
    request = context["request"]
    who, place = access.actor(request), access.place(request)
    if not any(may(who, right) for right in REPORT):
        return {}
    return {
        "dossier_id": dossier_id,
        "rows": queries.cases_of(who, place, dossier_id),
        "may_report": bool(troubles.reportable_of(who, dossier_id, place)),
    }
