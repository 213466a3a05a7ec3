"""What was done on paper and entered later (nhập từ giấy), for the manager: late ones stand out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right
from tram.custody.queries.later_entries import SHOWN
from tram.custody.queries.later_entries import later_entries as entries
from tram.web import access


@access.allowed(Right.HANDLE_INCIDENT)
@require_GET
def later_entries(request: HttpRequest) -> HttpResponse:
    """The newest entries of the manager's offices."""
    words = {"rows": entries(access.actor(request)), "most": SHOWN}
    return render(request, "workplace/incidents/later_entries.html", words)


urls: list[URLPattern] = [path("nhap-tu-giay/", later_entries, name="later_entries")]
