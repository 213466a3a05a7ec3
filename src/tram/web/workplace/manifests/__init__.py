"""Hand-overs (giao nhận): lists offered by one side, counted and signed by the other, printed for both."""

from django.urls import URLPattern, path

from tram.web.workplace.manifests.bagging import bag_contents, bags, one_bag, scan_bag
from tram.web.workplace.manifests.counting import cancel_manifest, manifest
from tram.web.workplace.manifests.differences import differences, note, photo, resolve, solve
from tram.web.workplace.manifests.drafting import draft_entries, one_draft, scan_draft, scan_new
from tram.web.workplace.manifests.lists import manifests
from tram.web.workplace.manifests.offering import new_manifest, receive_from_postman
from tram.web.workplace.manifests.scanning import manifest_columns, scan_manifest
from tram.web.workplace.manifests.sheet import manifest_batch, manifest_sheet

urls: list[URLPattern] = [
    path("giao-nhan/", manifests, name="manifests"),
    path("giao-nhan/lap/", new_manifest, name="new_manifest"),
    path("giao-nhan/nhan-tu-buu-ta/", receive_from_postman, name="receive_from_postman"),
    path("giao-nhan/quet/", scan_new, name="scan_new"),
    path("giao-nhan/nhap/<uuid:draft_id>/", one_draft, name="draft"),
    path("giao-nhan/nhap/<uuid:draft_id>/quet/", scan_draft, name="scan_draft"),
    path("giao-nhan/nhap/<uuid:draft_id>/danh-sach/", draft_entries, name="draft_entries"),
    path("giao-nhan/sai-lech/", differences, name="differences"),
    path("giao-nhan/sai-lech/<uuid:discrepancy_id>/", solve, name="solve_difference"),
    path("giao-nhan/so-la/<int:parked_id>/", resolve, name="resolve_parked"),
    path("giao-nhan/<uuid:manifest_id>/sai-lech/", note, name="note_difference"),
    path("giao-nhan/<uuid:manifest_id>/anh/<int:photo_id>/", photo, name="discrepancy_photo"),
    path("giao-nhan/tui/", bags, name="bags"),
    path("giao-nhan/tui/<uuid:bag_id>/", one_bag, name="bag"),
    path("giao-nhan/tui/<uuid:bag_id>/quet/", scan_bag, name="scan_bag"),
    path("giao-nhan/tui/<uuid:bag_id>/danh-sach/", bag_contents, name="bag_contents"),
    path("giao-nhan/<uuid:manifest_id>/", manifest, name="manifest"),
    path("giao-nhan/<uuid:manifest_id>/quet/", scan_manifest, name="scan_manifest"),
    path("giao-nhan/<uuid:manifest_id>/cot/", manifest_columns, name="manifest_columns"),
    path("giao-nhan/<uuid:manifest_id>/huy/", cancel_manifest, name="cancel_manifest"),
    path("giao-nhan/<uuid:manifest_id>/in/", manifest_sheet, name="manifest_sheet"),
    path("giao-nhan/<uuid:manifest_id>/phieu-ban-giao.pdf", manifest_batch, name="manifest_batch"),
]
