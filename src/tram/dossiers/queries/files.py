"""The files of a dossier: what is there, who may add to them, and the one that somebody asks to open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tram.accounts.rules.access import Right, may
from tram.core.acts import Actor
from tram.core.files import MediaType
from tram.directory import queries as directory
from tram.dossiers.models import Dossier, DossierFile
from tram.dossiers.queries.dossier import names_of
from tram.dossiers.rules.files import FileKind, Hands, may_read, open_kinds
from tram.dossiers.rules.sight import Sight
from tram.dossiers.rules.states import State


@dataclass(frozen=True)
class FileRow:
    """One file as a page shows it; a retired one says when, by whom and why it was taken out."""

    id: UUID
    kind: FileKind
    paper_seq: int | None
    name: str
    media_type: MediaType
    size: int
    pages: int
    by: str
    at: datetime
    retired_at: datetime | None
    retired_by: str
    retired_reason: str
    changeable: bool = False


def kinds_for(actor: Actor, dossier: Dossier) -> tuple[FileKind, ...]:
    """The kinds of file that this person may put into this dossier now."""
    hands = Hands(
        desk=may(actor, Right.ACCEPT, [dossier.desk_id]),
        agency=any(may(actor, Right.SETTLE, directory.scope(unit)) for unit in _units(dossier)),
        point=dossier.intake_point_id is not None
        and may(actor, Right.TAKE_IN, [dossier.intake_point_id]),
    )
    return open_kinds(hands, State(dossier.state), settled=dossier.settled_at is not None)


def _units(dossier: Dossier) -> set[int]:
    """The agency, and the one that works on the dossier now: the result may be its own."""
    return {dossier.agency_id, dossier.handling_id or dossier.agency_id}


def kinds_open(actor: Actor, dossier_id: UUID) -> tuple[FileKind, ...]:
    """The same by id; nothing where there is no such dossier."""
    dossier = Dossier.objects.filter(id=dossier_id).first()
    return kinds_for(actor, dossier) if dossier else ()


def files(
    dossier_id: UUID, seen: Sight, state: State, changeable: Sequence[FileKind] = ()
) -> list[FileRow]:
    """The files that who sees this much may open, by kind and paper, those taken out last."""
    rows = list(DossierFile.objects.filter(dossier_id=dossier_id))
    touched: set[int | None] = {row.uploaded_by_id for row in rows}
    people = names_of(touched | {row.retired_by_id for row in rows})
    found = [
        _row(row, people, changeable) for row in rows if may_read(seen, FileKind(row.kind), state)
    ]
    order = list(FileKind)
    return sorted(
        found,
        key=lambda row: (
            row.retired_at is not None,
            order.index(row.kind),
            row.paper_seq or 0,
            row.at,
            row.name,
        ),
    )


def _row(row: DossierFile, people: dict[int, str], changeable: Sequence[FileKind]) -> FileRow:
    kind = FileKind(row.kind)
    return FileRow(
        id=row.id,
        kind=kind,
        paper_seq=row.paper_seq,
        name=row.name,
        media_type=MediaType(row.media_type),
        size=row.size,
        pages=row.pages,
        by=people.get(row.uploaded_by_id, ""),
        at=row.uploaded_at,
        retired_at=row.retired_at,
        retired_by=people.get(row.retired_by_id or 0, ""),
        retired_reason=row.retired_reason,
        changeable=row.retired_at is None and kind in changeable,
    )


def digest(file_id: UUID) -> str:
    """Under which digest the bytes of a file lie."""
    found: str = DossierFile.objects.values_list("sha256", flat=True).get(id=file_id)
    return found
