"""Who may put which file into a dossier, take it out again, and read it: deny by default.

Legal basis: NĐ 61/2018 Điều 17 (the desk scans what it receives), QĐ 45/2016/QĐ-TTg (acts prohibited to the post),
Luật 91/2025/QH15 (images of identity papers are sensitive); domain requirements 61 and 62.
"""

from dataclasses import dataclass

from tram.core.choices import Choice
from tram.dossiers.rules.sight import Sight
from tram.dossiers.rules.states import State


class FileKind(Choice):
    """What a file shows (loại tệp của hồ sơ)."""

    PAPER = "paper", "Giấy tờ trong hồ sơ"
    SUPPLEMENT = "supplement", "Giấy tờ bổ sung"
    RESULT = "result", "Kết quả giải quyết"
    EVIDENCE = "evidence", "Văn bản, bằng chứng khác"


@dataclass(frozen=True)
class Hands:
    """Whose hands a person's duties give them on one dossier."""

    desk: bool = False
    agency: bool = False
    point: bool = False


DESK = (FileKind.PAPER, FileKind.SUPPLEMENT, FileKind.EVIDENCE)
AGENCY = (FileKind.RESULT, FileKind.EVIDENCE)


def open_kinds(hands: Hands, state: State, *, settled: bool) -> tuple[FileKind, ...]:
    """The kinds that these hands may put into the dossier now, and take out again.

    The desk its papers, the agency its result once there is one, the post the papers it took in until the hand-over
    at the agency is signed. Nobody touches a voided intake.
    """
    if state is State.VOIDED:
        return ()
    allowed: set[FileKind] = set()
    if hands.desk:
        allowed.update(DESK)
    if hands.agency:
        allowed.update(AGENCY if settled else {FileKind.EVIDENCE})
    if hands.point and state is State.REGISTERED:
        allowed.add(FileKind.PAPER)
    return tuple(kind for kind in FileKind if kind in allowed)


def may_read(seen: Sight, kind: FileKind, state: State) -> bool:
    """Whether who sees this much of a dossier may open a file of it.

    The post's own point may look at what it scanned until the hand-over is signed; afterwards it has no need to.
    """
    if seen is Sight.WHOLE:
        return True
    return seen is Sight.INTAKE and kind is FileKind.PAPER and state is State.REGISTERED
