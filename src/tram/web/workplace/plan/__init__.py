"""The plan (kế hoạch): the registers that feed it, frozen periods."""

from django.urls import URLPattern

from tram.web.workplace.plan import (
    baselines,
    media,
    outreach,
    post_year,
    register_sheets,
    registering,
    reported,
    reports,
    snapshots,
)

urls: list[URLPattern] = [
    *registering.urls,
    *outreach.urls,
    *media.urls,
    *reports.urls,
    *baselines.urls,
    *reported.urls,
    *post_year.urls,
    *register_sheets.urls,
    *snapshots.urls,
]
