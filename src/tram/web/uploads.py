"""Files on their way in: only to a page that says it takes files, only from staff, never more than the limits.

Everything goes to a temporary file that ends with the request. What is too large is not stored: it comes to the form
as an empty file with its size, so that the form can say so by name. Files sent to any other page are not even read.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import SkipFile, StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tram.core.errors import Refused
from tram.core.files import Given, staged
from tram.core.files.limits import limits
from tram.core.text import clean

View = TypeVar("View", bound=Callable[..., Any])
ACCEPT = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"


def takes_files(view: View) -> View:
    """Says that a page takes files; stands inside its access policy."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


class Uploads(TemporaryFileUploadHandler):
    """Django's handler to a temporary file, with a gate before it and a ceiling over it."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, *rest: Any, **more: Any
    ) -> None:
        self.too_much, self.count = content_length > limits().sending, 0

    def new_file(self, *words: Any, **more: Any) -> None:
        if not self._welcome():
            raise SkipFile
        self.count += 1
        if self.count > limits().at_once:
            self.request.sent_too_many = True  # type: ignore[union-attr]
            raise SkipFile
        if self.too_much:
            self.request.sent_too_much = True  # type: ignore[union-attr]
            raise StopUpload(connection_reset=True)
        self.stored = 0
        super().new_file(*words, **more)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.stored += len(raw_data)
        if self.stored <= limits().bytes:
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        if self.stored > limits().bytes:
            self.file.truncate(0)
        return super().file_complete(file_size)

    def _welcome(self) -> bool:
        request = cast(HttpRequest, self.request)
        match = request.resolver_match
        takes = match is not None and getattr(match.func, "takes_files", False)
        return takes and request.user.is_authenticated


class FilesWidget(forms.FileInput):
    """A file input for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files of one input, as they came; what is in them is asked by `look_at`."""

    widget = FilesWidget

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs.update({"accept": ACCEPT, "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        sent: list[UploadedFile[Any]] = [one for one in data or [] if one]
        if self.required and not sent:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return sent


@dataclass(frozen=True)
class Looked:
    """The files that can be kept, and why the others cannot, in the order sent."""

    good: tuple[Given, ...]
    bad: tuple[Refused, ...]


@contextmanager
def look_at(files: "Iterable[UploadedFile[Any]]") -> Iterator[Looked]:
    """Every file sent, looked at; the good ones wait to be kept inside this block."""
    with ExitStack() as stack:
        good: list[Given] = []
        bad: list[Refused] = []
        for file in files:
            try:
                name, size = clean(file.name or ""), file.size or 0
                good.append(stack.enter_context(staged(file.chunks(), size, name)))
            except Refused as refused:
                bad.append(refused)
        yield Looked(tuple(good), tuple(bad))


def sent_too_much(request: HttpRequest) -> Refused | None:
    """The refusal for a sending of too many files, or larger than all of them together may be."""
    if getattr(request, "sent_too_many", False):
        many = _("Một lần gửi nhiều nhất {} tệp. Hãy chọn ít tệp hơn rồi gửi lại.")
        return Refused("sending-many", many.format(limits().at_once))
    if not getattr(request, "sent_too_much", False):
        return None
    message = _("Một lần gửi nhiều nhất {} MB. Hãy chọn ít tệp hơn rồi gửi lại.")
    return Refused("sending-large", message.format(limits().sending // 1_000_000))
