"""The tables of the legal life of a dossier, and the dossier book (sổ hồ sơ)."""

from tram.dossiers.models.dossier import (
    BOOK,
    Channel,
    Dossier,
    DossierFile,
    DossierLine,
    DossierPaper,
    DueTime,
    Letter,
    LetterPaper,
    Party,
    PartyRole,
    Pause,
    Result,
    ResultChannel,
    Step,
    TimeRange,
    TrackingCode,
    received,
)
from tram.dossiers.models.messages import Message
from tram.dossiers.models.work import WorkStep

__all__ = [
    "BOOK",
    "Channel",
    "Dossier",
    "DossierFile",
    "DossierLine",
    "DossierPaper",
    "DueTime",
    "Letter",
    "LetterPaper",
    "Message",
    "Party",
    "PartyRole",
    "Pause",
    "Result",
    "ResultChannel",
    "Step",
    "TimeRange",
    "TrackingCode",
    "WorkStep",
    "received",
]
