"""Putting files into a dossier and taking them out again; a file taken out keeps its row, with who and why."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tram.core.acts import Act
from tram.core.errors import Refused
from tram.core.files import Given, keep
from tram.core.requests import command
from tram.dossiers.commands.registration import require_reason
from tram.dossiers.commands.steps import lock
from tram.dossiers.models import Dossier, DossierFile
from tram.dossiers.queries.files import kinds_for
from tram.dossiers.rules.files import FileKind

MOST = 200
"""Files in force in one dossier: nobody scans more, and a page can still show them."""


@command
def attach_files(
    act: Act,
    *,
    dossier_id: UUID,
    kind: FileKind,
    files: Sequence[Given],
    paper_seq: int | None = None,
) -> dict[str, Any]:
    """Put scanned files into a dossier (đính kèm tệp), all of them or none (NĐ 61/2018 Điều 17)."""
    dossier = lock([dossier_id])[dossier_id]
    require_kind(act, dossier, kind)
    _require_paper(dossier, kind, paper_seq)
    _require_new(dossier, kind, files)
    for number, given in enumerate(files, 1):
        keep(given)
        DossierFile.objects.create(
            id=act.derive("file", number),
            dossier=dossier,
            kind=kind,
            paper_seq=paper_seq,
            name=given.name,
            media_type=given.media_type,
            size=given.size,
            sha256=given.sha256,
            pages=given.pages,
            uploaded_by_id=act.actor.id,
            uploaded_at=act.recorded,
        )
    return {"files": [act.derive("file", number) for number in range(1, len(files) + 1)]}


@command
def retire_file(act: Act, *, dossier_id: UUID, file_id: UUID, reason: str) -> dict[str, Any]:
    """Take a file out of a dossier (gỡ tệp) with a reason: it can no longer be opened, its row stays."""
    dossier = lock([dossier_id])[dossier_id]
    file = DossierFile.objects.filter(dossier=dossier, id=file_id).first()
    if file is None:
        raise Refused("no-such-file", _("Không tìm thấy tệp này trong hồ sơ."))
    require_kind(act, dossier, FileKind(file.kind))
    require_reason(reason)
    if file.retired_at:
        raise Refused("file-retired", _("Tệp «{}» đã được gỡ trước đó.").format(file.name))
    file.retired_at, file.retired_by_id = act.recorded, act.actor.id
    file.retired_reason = reason
    file.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    return {"file": file_id}


def require_kind(act: Act, dossier: Dossier, kind: FileKind) -> None:
    """Refuse unless this person may touch files of this kind in this dossier now."""
    open_ = kinds_for(act.actor, dossier)
    if kind in open_:
        return
    if kind is FileKind.RESULT and not dossier.settled_at:
        message = _("Hồ sơ chưa có kết quả. Hãy ghi kết quả giải quyết trước khi gửi tệp kết quả.")
        raise Refused("no-result-yet", message)
    message = _("Bạn không thêm hoặc gỡ được tệp loại «{}» của hồ sơ này lúc này.")
    raise Refused("file-not-allowed", message.format(kind.label))


def _require_paper(dossier: Dossier, kind: FileKind, paper_seq: int | None) -> None:
    if paper_seq is None:
        return
    if kind not in {FileKind.PAPER, FileKind.SUPPLEMENT}:
        raise Refused(
            "not-a-paper", _("Chỉ tệp giấy tờ mới gắn với một giấy tờ trong danh mục của hồ sơ.")
        )
    if not dossier.papers.filter(seq=paper_seq).exists():
        raise Refused("no-such-paper", _("Hồ sơ không có giấy tờ số {}.").format(paper_seq))


def _require_new(dossier: Dossier, kind: FileKind, files: Sequence[Given]) -> None:
    there = dossier.files.filter(retired_at=None)
    if there.count() + len(files) > MOST:
        raise Refused("files-many", _("Một hồ sơ giữ nhiều nhất {} tệp.").format(MOST))
    known = dict(there.filter(kind=kind).values_list("sha256", "name"))
    for given in files:
        if given.sha256 in known:
            message = _("Tệp «{}» đã có trong hồ sơ với tên «{}». Không cần gửi lại.")
            raise Refused("file-twice", message.format(given.name, known[given.sha256]))
        known[given.sha256] = given.name
