"""The catalogue's own pages (danh mục thủ tục): versions, their drafts, publication and confirmation."""

from django.urls import URLPattern, path

from tram.web.workplace.catalogue.beginning import draft, new
from tram.web.workplace.catalogue.deciding import confirm, publish, withdraw
from tram.web.workplace.catalogue.editor import edit
from tram.web.workplace.catalogue.lists import catalogue
from tram.web.workplace.catalogue.version import version


def _at(tail: str) -> str:
    return f"danh-muc/<int:version_id>/{tail}"


urls: list[URLPattern] = [
    path("danh-muc/", catalogue, name="catalogue"),
    path("danh-muc/them/", new, name="catalogue_new"),
    path(_at(""), version, name="catalogue_version"),
    path(_at("soan/"), draft, name="catalogue_draft"),
    path(_at("sua/"), edit, name="catalogue_edit"),
    path(_at("cong-bo/"), publish, name="catalogue_publish"),
    path(_at("bo/"), withdraw, name="catalogue_withdraw"),
    path(_at("xac-nhan/"), confirm, name="catalogue_confirm"),
]
