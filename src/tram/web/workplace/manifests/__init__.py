"""Hand-overs (giao nhận): lists offered by one side, counted and signed by the other, printed for both."""

from django.urls import URLPattern, path

from tram.web.workplace.manifests.counting import cancel_manifest, manifest
from tram.web.workplace.manifests.lists import manifests
from tram.web.workplace.manifests.offering import new_manifest, receive_from_postman
from tram.web.workplace.manifests.scanning import manifest_columns, scan_manifest
from tram.web.workplace.manifests.sheet import manifest_batch, manifest_sheet

urls: list[URLPattern] = [
    path("giao-nhan/", manifests, name="manifests"),
    path("giao-nhan/lap/", new_manifest, name="new_manifest"),
    path("giao-nhan/nhan-tu-buu-ta/", receive_from_postman, name="receive_from_postman"),
    path("giao-nhan/<uuid:manifest_id>/", manifest, name="manifest"),
    path("giao-nhan/<uuid:manifest_id>/quet/", scan_manifest, name="scan_manifest"),
    path("giao-nhan/<uuid:manifest_id>/cot/", manifest_columns, name="manifest_columns"),
    path("giao-nhan/<uuid:manifest_id>/huy/", cancel_manifest, name="cancel_manifest"),
    path("giao-nhan/<uuid:manifest_id>/in/", manifest_sheet, name="manifest_sheet"),
    path("giao-nhan/<uuid:manifest_id>/phieu-ban-giao.pdf", manifest_batch, name="manifest_batch"),
]
