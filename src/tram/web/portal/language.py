"""Which language a page speaks (ngôn ngữ): Vietnamese, unless the reader of a public page pressed "English".

The browser's own preference is not asked: many phones in Việt Nam are set to English and their owners read
Vietnamese. The staff's pages are Vietnamese only, so the choice does not reach them.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

STAFF = "/lam-viec/"


class LanguageMiddleware:
    """Speaks the language of the cookie on public pages and Vietnamese everywhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = chosen(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response


def chosen(request: HttpRequest) -> str:
    """The code of the language to answer in."""
    asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    known = asked in dict(settings.LANGUAGES) and not request.path_info.startswith(STAFF)
    return asked if known else settings.LANGUAGE_CODE
