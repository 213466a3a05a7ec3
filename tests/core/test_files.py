"""Files: what is taken and what is refused in words, and a store in which nothing is ever written over."""

import errno
import hashlib
import os
import stat
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from tests import scans
from tram.core.errors import Refused
from tram.core.files import Given, MediaType, child, content, keep, staged, store
from tram.core.files.names import shown_name
from tram.core.requests import plain

pytestmark = pytest.mark.usefixtures("files_folder")


def kept(found: bytes, name: str = "don.pdf") -> Given:
    with staged([found], len(found), name) as given:
        keep(given)
    return given


@pytest.mark.parametrize(
    ("found", "name", "kind", "pages"),
    [
        (scans.pdf(3), "Đơn đề nghị.pdf", MediaType.PDF, 3),
        (scans.pdf(1), "DON.PDF", MediaType.PDF, 1),
        (scans.picture("PNG"), "anh.png", MediaType.PNG, 1),
        (scans.picture("JPEG"), "anh.jpg", MediaType.JPEG, 1),
        (scans.picture("JPEG"), "anh.jpeg", MediaType.JPEG, 1),
    ],
    ids=["pdf", "PDF", "png", "jpg", "jpeg"],
)
def test_papers_as_people_scan_them_are_taken(
    found: bytes, name: str, kind: MediaType, pages: int
) -> None:
    given = scans.looked_at(found, name)
    assert (given.name, given.media_type, given.pages) == (name, kind, pages)
    assert (given.size, given.sha256) == (len(found), hashlib.sha256(found).hexdigest())


@pytest.mark.parametrize(
    ("found", "name", "said"),
    [
        (b"", "don.pdf", "«don.pdf» trống"),
        (b"MZ\x90\x00" * 9, "don.pdf", "«don.pdf» có đuôi PDF nhưng bên trong không phải PDF"),
        (scans.picture("PNG"), "don.pdf", "có đuôi PDF nhưng bên trong là ảnh PNG"),
        (scans.picture("JPEG"), "anh.png", "có đuôi PNG nhưng bên trong là ảnh JPEG"),
        (b" " + scans.pdf(), "don.pdf", "không phải PDF"),
        (scans.pdf(), "don.docx", "«don.docx» không phải PDF, JPEG hoặc PNG"),
        (scans.pdf(), "don.pdf.exe", "không phải PDF, JPEG hoặc PNG"),
        (scans.pdf(), "don", "không phải PDF, JPEG hoặc PNG"),
        (b"<html><script>", "anh.svg", "không phải PDF, JPEG hoặc PNG"),
        (scans.pdf(6), "don.pdf", "có 6 trang, nhiều nhất 5 trang"),
        (scans.locked_pdf(), "don.pdf", "có mật khẩu"),
        (scans.scripted_pdf(), "don.pdf", "có mã lệnh hoặc tệp khác"),
        (scans.carrying_pdf(), "don.pdf", "có mã lệnh hoặc tệp khác"),
        (scans.launching_pdf(), "don.pdf", "có mã lệnh hoặc tệp khác"),
        (scans.pdf()[:200], "don.pdf", "PDF bị hỏng"),
        (scans.bomb(), "anh.png", "có 3600 triệu điểm ảnh, nhiều nhất 1 triệu"),
        (scans.picture("PNG", (1001, 1000)), "anh.png", "có 2 triệu điểm ảnh"),
        (scans.bomb(900, 900), "anh.png", "ảnh PNG bị hỏng hoặc không đủ"),
        (scans.picture("JPEG")[:-200], "anh.jpg", "ảnh JPEG bị hỏng"),
        (bytes(1_000_001), "don.pdf", "quá lớn: nhiều nhất 1 MB"),
    ],
    ids=[f"case-{number}" for number in range(20)],
)
def test_what_is_not_taken_is_named_and_leaves_nothing(
    found: bytes, name: str, said: str, settings: Any
) -> None:
    settings.FILE_MEGABYTES = settings.FILE_MEGAPIXELS = 1
    settings.FILE_PAGES = 5
    with pytest.raises(Refused) as refused:
        scans.looked_at(found, name)
    assert said in refused.value.message
    assert not [path for path in store.root().rglob("*") if path.is_file()]


def test_a_size_that_was_told_too_small_does_not_help(settings: Any) -> None:
    settings.FILE_MEGABYTES = 1
    with (
        pytest.raises(Refused, match="quá lớn"),
        staged([scans.pdf(), b"\0" * 1_000_000], 10, "don.pdf"),
    ):
        pass


def test_a_file_that_eats_memory_or_time_kills_only_its_child(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    greedy = tmp_path / "look.py"
    text = (
        (child.HERE / "look.py")
        .read_text()
        .replace("print(json.dumps(look(", "x = bytearray(MEMORY)\n    print(json.dumps(look(")
    )
    greedy.write_text(text)
    monkeypatch.setattr(child, "HERE", tmp_path)
    with pytest.raises(Refused, match="cần quá nhiều bộ nhớ"):
        scans.looked_at(scans.pdf(), "don.pdf")
    greedy.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(child, "PATIENCE", 0.5)
    with pytest.raises(Refused, match="cần quá nhiều bộ nhớ hoặc thời gian"):
        scans.looked_at(scans.pdf(), "don.pdf")


def test_the_child_knows_no_secret_and_runs_isolated(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}
    real = subprocess.run

    def run(words: list[str], **options: Any) -> Any:
        asked.update(options, words=words)
        return real(words, **options)

    monkeypatch.setattr(subprocess, "run", run)
    scans.looked_at(scans.pdf(), "don.pdf")
    assert (asked["env"], asked["words"][1]) == ({}, "-I")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\Windows\\don.pdf", "don.pdf"),
        ("C:\\fakepath\\Đơn.pdf", "Đơn.pdf"),
        ("/etc/cron.d/x.png", "x.png"),
        (unicodedata.normalize("NFD", "Giấy khai sinh.pdf"), "Giấy khai sinh.pdf"),
        ("don\u202egpj.pdf", "dongpj.pdf"),
        ("don\r\nSet-Cookie: a=b.pdf", "don Set-Cookie_ a=b.pdf"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("...pdf", "pdf"),
        ("..", "tệp"),
        ("", "tệp"),
        ("x" * 500 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_shown_and_never_a_path(given: str, shown: str) -> None:
    assert shown_name(given) == shown
    assert len(shown_name(given)) <= 120


def test_a_kept_file_lies_under_its_digest_for_our_eyes_only() -> None:
    found = scans.pdf()
    given = kept(found)
    path = store.path_of(given.sha256)
    assert path == store.root() / given.sha256[:2] / given.sha256[2:4] / given.sha256
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    folders = [path.parent, path.parent.parent, store.root(), store.root() / store.INCOMING]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}
    assert content(given.sha256) == found
    assert list(store.kept()) == [path]
    assert not list((store.root() / store.INCOMING).iterdir())


def test_the_same_bytes_are_kept_once_and_never_written_over() -> None:
    first = kept(scans.pdf(), "mot.pdf")
    before = store.path_of(first.sha256).stat()
    second = kept(scans.pdf(), "hai.pdf")
    after = store.path_of(second.sha256).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert len(list(store.kept())) == 1


def test_a_damaged_file_is_neither_served_nor_taken_for_the_same() -> None:
    given = kept(scans.pdf())
    path = store.path_of(given.sha256)
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(Refused, match="bị mất hoặc bị hỏng"):
        content(given.sha256)
    with pytest.raises(Refused, match="bị mất hoặc bị hỏng"):
        kept(scans.pdf())
    path.unlink()
    with pytest.raises(Refused, match="bị mất hoặc bị hỏng"):
        content(given.sha256)


@pytest.mark.parametrize("digest", ["../../etc/passwd", "AB" * 32, "a" * 63, "a" * 64 + "\n"])
def test_what_is_no_digest_leads_nowhere(digest: str) -> None:
    with pytest.raises(ValueError, match="not a digest"):
        store.path_of(digest)


def test_to_a_requests_memory_two_sendings_of_one_file_are_one() -> None:
    first, second = (scans.looked_at(scans.pdf(), "don.pdf") for _ in "ab")
    other = scans.looked_at(scans.pdf(mark="khác"), "don.pdf")
    assert first.place.path != second.place.path
    assert plain(first) == plain(second) != plain(other)


@pytest.mark.parametrize("call", ["fsync", "link", "mkdir"])
def test_a_disk_that_cannot_be_written_is_said_and_keeps_nothing(
    monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def full(*words: Any, **more: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as small:
        small.setattr(Path if call == "mkdir" else os, call, full)
        with pytest.raises(Refused, match="Kho tệp đang đầy"):
            kept(scans.pdf())
    assert not [path for path in store.root().rglob("*") if path.is_file()]
    kept(scans.pdf())


def test_what_a_crash_left_half_way_is_removed_and_what_is_kept_is_not() -> None:
    kept(scans.pdf())
    left, _, _ = store.stage([b"half"])
    written = left.stat().st_mtime
    assert store.forget_leftovers(written) == 0
    assert store.forget_leftovers(written + 1) == 1
    assert not left.exists()
    assert len(list(store.kept())) == 1
