"""Files as people send them, and as attackers do: small PDFs and pictures made on the spot."""

import struct
import zlib
from io import BytesIO

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, PdfObject, TextStringObject

from tram.core.files import Given, staged


def pdf(pages: int = 1, *, mark: str = "") -> bytes:
    """A PDF of empty pages; `mark` makes it another file."""
    return _written(_writer(pages, mark))


def locked_pdf() -> bytes:
    writer = _writer(1)
    writer.encrypt("mat-khau", algorithm="RC4-128")
    return _written(writer)


def scripted_pdf() -> bytes:
    return acting_pdf({"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert(1)")})


def carrying_pdf() -> bytes:
    """A PDF with another file inside."""
    writer = _writer(1)
    writer.add_attachment("virus.exe", b"MZ")
    return _written(writer)


def launching_pdf() -> bytes:
    return acting_pdf({"/S": NameObject("/Launch"), "/F": TextStringObject("cmd.exe")})


def acting_pdf(action: dict[str, PdfObject]) -> bytes:
    """A PDF that does something as soon as it is opened."""
    writer = _writer(1)
    named = DictionaryObject({NameObject(name): value for name, value in action.items()})
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(named)
    return _written(writer)


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30), grey: int = 200) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (grey, grey, grey)).save(out, form)
    return out.getvalue()


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few hundred bytes whose header promises billions of points."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    chunks = ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _writer(pages: int, mark: str = "") -> PdfWriter:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    writer.add_metadata({"/Title": mark})
    return writer


def _written(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def looked_at(content: bytes, name: str) -> Given:
    """What is found in a file; it is not kept."""
    with staged([content], len(content), name) as given:
        return given
