"""What a version plans for the way of a dossier: its stages, and the originals taken back at the end."""

from dataclasses import dataclass

from tram.catalogue.models import RequiredPaper, Stage, WithdrawnPaper
from tram.catalogue.queries.procedures import PaperRow


@dataclass(frozen=True)
class StageRow:
    """One stage; `unit_id` None and an empty `unit` stand for the competent agency."""

    seq: int
    unit_id: int | None
    unit: str
    name: str
    value: int
    unit_of_time: str


def required_papers(version_id: int) -> tuple[PaperRow, ...]:
    """The published list of one version (thành phần hồ sơ), in its order."""
    columns = ("seq", "name", "originals", "certified", "copies", "mandatory")
    rows = RequiredPaper.objects.filter(version_id=version_id).order_by("seq")
    return tuple(PaperRow(*row) for row in rows.values_list(*columns))


def withdrawn_papers(version_id: int) -> tuple[str, ...]:
    """The originals that must come back when the result is handed over (giấy tờ phải thu hồi), in order."""
    names = WithdrawnPaper.objects.filter(version_id=version_id).order_by("seq")
    return tuple(names.values_list("name", flat=True))


def stages(version_id: int) -> tuple[StageRow, ...]:
    """Who works on it in which order and for how long (NĐ 61/2018/NĐ-CP Điều 19); empty if not planned."""
    found = Stage.objects.filter(version_id=version_id).select_related("unit").order_by("seq")
    return tuple(
        StageRow(
            each.seq,
            each.unit_id,
            each.unit.name if each.unit else "",
            each.name,
            each.value,
            each.unit_of_time,
        )
        for each in found
    )
