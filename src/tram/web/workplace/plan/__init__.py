"""The plan (kế hoạch): its board, each agency, the dossiers behind a figure, the registers, frozen periods."""

from django.urls import URLPattern

from tram.web.workplace.plan import (
    agency,
    baselines,
    behind,
    board,
    data,
    media,
    outreach,
    post_year,
    proof,
    register_sheets,
    registering,
    reported,
    reports,
    snapshots,
)

urls: list[URLPattern] = [
    *board.urls,
    *agency.urls,
    *behind.urls,
    *proof.urls,
    *data.urls,
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
