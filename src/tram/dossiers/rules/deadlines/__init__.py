"""The legal clock (thời hạn giải quyết): when a dossier is due, counted so that people can follow.

A limit in days starts on the first working day after the start and ends at the close of office
hours of its last day; calendar days and months that end on a day off end on the next working day
(BLDS 2015 Điều 147, 148); a limit in hours counts office hours from the minute of the start. The
clock of a dossier that came by post starts when the hand-over record is signed at the agency (QĐ
45/2016/QĐ-TTg), and stands still while the person completes papers or pays.
"""

from tram.dossiers.rules.deadlines.counting import due
from tram.dossiers.rules.deadlines.derivation import Derivation
from tram.dossiers.rules.deadlines.limits import DurationUnit, Limit
from tram.dossiers.rules.deadlines.pauses import Pause, PauseKind
from tram.dossiers.rules.deadlines.promises import (
    is_promise,
    promise,
    promise_after,
    promised_again,
)
from tram.dossiers.rules.deadlines.same_day import TRANSFER_CUTOFF, same_day_due, transfer_by
from tram.dossiers.rules.deadlines.steps import Step, StepKind

__all__ = [
    "TRANSFER_CUTOFF",
    "Derivation",
    "DurationUnit",
    "Limit",
    "Pause",
    "PauseKind",
    "Step",
    "StepKind",
    "due",
    "is_promise",
    "promise",
    "promise_after",
    "promised_again",
    "same_day_due",
    "transfer_by",
]
