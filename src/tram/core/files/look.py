"""Opens one untrusted file and says what is in it; run as a program of its own, which may eat little.

    python -I look.py FILE application/pdf MAX_PAGES MAX_PIXELS   →   {"pages": 3} or {"fault": "encrypted"}

It knows nothing of Trạm: a file that makes it crash, loop or swell harms only this process.
"""

import json
import resource
import sys
import warnings
from collections.abc import Iterator
from typing import Any

MEMORY = 768_000_000
SECONDS = 20
ACTIVE_KINDS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition"}
ACTIVE_KEYS = {"/JS", "/EmbeddedFiles", "/EF", "/RichMediaContent", "/XFA"}


def tighten() -> None:
    """Give up memory, time, files and children before the file is touched."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def picture(path: str, kind: str, pixels: int) -> dict[str, Any]:
    """A picture decoded whole, once its header says that it is not too large."""
    from PIL import Image

    form = kind.rpartition("/")[2].upper()
    Image.MAX_IMAGE_PIXELS = None  # asked below, before a point is decoded
    with Image.open(path, formats=[form]) as image:
        size = image.width * image.height
        if size > pixels:
            return {"fault": "pixels", "pixels": size}
        image.load()
    return {"pages": 1, "pixels": size}


def paper(path: str, pages: int) -> dict[str, Any]:
    """A PDF that can be read without a password, with few enough pages and nothing that acts."""
    from pypdf import PdfReader

    reader = PdfReader(path, strict=False)
    if reader.is_encrypted:
        return {"fault": "encrypted"}
    count = len(reader.pages)
    if not count:
        return {"fault": "damaged"}
    if count > pages:
        return {"fault": "pages", "pages": count}
    if any(map(acts, objects(reader))):
        return {"fault": "active"}
    return {"pages": count}


def objects(reader: Any) -> Iterator[Any]:
    """Every dictionary that can be reached from the root, each once."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

    waiting: list[Any] = [reader.trailer["/Root"]]
    seen: set[tuple[int, int]] = set()
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if (found.idnum, found.generation) in seen:
                continue
            seen.add((found.idnum, found.generation))
            found = found.get_object()
        if isinstance(found, DictionaryObject):
            yield found
            waiting.extend(found.raw_get(key) for key in found)
        elif isinstance(found, ArrayObject):
            waiting.extend(found)


def acts(found: Any) -> bool:
    """Whether an object runs something, opens something, or hides another file."""
    return bool(ACTIVE_KEYS & set(found)) or found.get("/S") in ACTIVE_KINDS


def look(path: str, kind: str, pages: int, pixels: int) -> dict[str, Any]:
    """What a file holds, or its fault; whatever a library stumbles over is "damaged"."""
    try:
        if kind == "application/pdf":
            return paper(path, pages)
        return picture(path, kind, pixels)
    except MemoryError:
        return {"fault": "heavy"}
    except Exception:
        return {"fault": "damaged"}


if __name__ == "__main__":
    tighten()
    warnings.simplefilter("ignore")
    print(json.dumps(look(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))))
