"""The round of a dossier through several agencies (liên thông): who is next, by the stages of its procedure version."""

from dataclasses import dataclass

from tram.catalogue import queries as catalogue
from tram.directory.queries import unit_name
from tram.dossiers.models import Dossier


@dataclass(frozen=True)
class NextStage:
    """The agency that works next: the place of its stage, its id and name, what it does there."""

    seq: int
    unit_id: int
    unit: str
    name: str


def next_stage(dossier: Dossier) -> NextStage | None:
    """The next stage at another agency than the one that works on the dossier now; None at the end of the round."""
    here = dossier.handling_id or dossier.agency_id
    for stage in catalogue.stages(dossier.version_id):
        unit_id = stage.unit_id or dossier.agency_id
        if stage.seq > (dossier.stage or 1) and unit_id != here:
            return NextStage(stage.seq, unit_id, unit_name(unit_id), stage.name)
    return None
