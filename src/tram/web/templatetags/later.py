"""`{% later_entry %}`: the folded block «Nhập từ giấy» of a form that writes (domain requirement 60b)."""

from typing import Any
from uuid import UUID

from django import template
from django.template.context import Context

from tram.custody.queries.later_entries import grade_of_manifest
from tram.web.later import GRADES, Typed, typed

register = template.Library()


@register.inclusion_tag("parts/later.html", takes_context=True)
def later_entry(
    context: Context, *, labelled: bool = False, key: str | int = "", fresh: bool = False
) -> dict[str, Any]:
    """Shut while nothing stands in it; what was typed is never lost. `labelled` asks for the number on the envelope.

    On a page of several forms `key` tells their boxes apart, and those that were not sent are `fresh`.
    """
    return {
        "typed": Typed() if fresh else typed(context["request"].POST),
        "grades": GRADES,
        "labelled": labelled,
        "key": key,
    }


@register.inclusion_tag("parts/graded.html")
def grade_of(manifest_id: UUID) -> dict[str, Any]:
    """How a hand-over is proved, where that was not the system (60c)."""
    return {"graded": grade_of_manifest(manifest_id)}
