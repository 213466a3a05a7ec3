"""The list of incidents: what is open first, with the days left to pay; what is closed apart."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right, may
from tram.custody.queries.incidents import cases
from tram.web import access
from tram.web.workplace import paging
from tram.web.workplace.incidents.own import REPORT


@access.allowed(*REPORT)
@require_GET
def incidents(request: HttpRequest) -> HttpResponse:
    """The cases of the offices that a manager watches, and those of everybody's own things."""
    closed = request.GET.get("da") == "xong"
    found = cases(
        access.actor(request), access.place(request), closed=closed, key=paging.key(request)
    )
    manages = may(access.actor(request), Right.HANDLE_INCIDENT)
    words = {
        "rows": found.rows,
        "closed": closed,
        "manages": manages,
        **paging.neighbours(request, found),
    }
    return render(request, "workplace/incidents/incidents.html", words)
