"""One page of everything that decides when offices work: a year's special days, closures, office hours."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tram.accounts.rules.access import Right
from tram.core import clock
from tram.directory.queries import calendar_rows
from tram.web.access import allowed


@allowed(Right.MANAGE_CALENDAR)
@require_GET
def working_times(request: HttpRequest) -> HttpResponse:
    """The calendar of one year, this one if none is asked for; what was withdrawn stands apart."""
    today = clock.today()
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else today.year
    days = calendar_rows.special_days(year)
    closures, hours = calendar_rows.closures(today), calendar_rows.hours_rows()
    page = {
        "year": year,
        "years": calendar_rows.loaded_years(),
        "days": [row for row in days if not row.removed_at],
        "closures": [row for row in closures if not row.removed_at],
        "hours": [row for row in hours if not row.removed_at],
        "days_gone": [row for row in days if row.removed_at],
        "closures_gone": [row for row in closures if row.removed_at],
        "hours_gone": [row for row in hours if row.removed_at],
    }
    return render(request, "workplace/calendar/year.html", page)
