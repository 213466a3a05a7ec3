"""Quality of the post: figures by route and by point, the items behind each, one item's clock, silent items."""

from django.urls import URLPattern, path

from tram.web.workplace.quality.clock import clock, pause, release
from tram.web.workplace.quality.items import items
from tram.web.workplace.quality.report import report, report_sheet
from tram.web.workplace.quality.silence import silence

urls: list[URLPattern] = [
    path("chat-luong/", report, name="quality"),
    path("chat-luong/chat-luong.xlsx", report_sheet, name="quality_sheet"),
    path("chat-luong/danh-sach/", items, name="quality_items"),
    path("chat-luong/dong-ho/<uuid:clock_id>/", clock, name="postal_clock"),
    path("chat-luong/dong-ho/<uuid:clock_id>/dung/", pause, name="pause_clock"),
    path("chat-luong/dong-ho/<uuid:clock_id>/chay-tiep/", release, name="release_clock"),
    path("buu-gui-im-lang/", silence, name="silence"),
]
