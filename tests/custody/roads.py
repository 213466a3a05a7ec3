"""The model of the state machine: where a thing may go from where it is, written out by hand, without asking Trạm."""

from dataclasses import dataclass, field
from uuid import UUID

from tram.custody.rules.handovers import ManifestKind as Kind

RECEIVED, REFUSED, MISSING, CANCELLED = "received", "refused", "missing", "cancelled"
OUTCOMES = (CANCELLED, REFUSED, MISSING, RECEIVED)
DEEDS = ("lose", "find", "attempt", "deliver", "bag", "unbag", "stranger", "not-held", "twice")


@dataclass
class Thing:
    """One item as the model knows it: what it is, where it lies, where the law says its dossier is."""

    dossier: UUID
    item: UUID
    kind: str
    at: str
    state: str
    tries: int = 0
    hold: str = ""
    bag: UUID | None = None
    before: str = ""
    case: UUID | None = None

    @property
    def home(self) -> bool:
        """On the post's road to its person."""
        return self.kind == "result" and self.state == "released"


@dataclass(frozen=True)
class Road:
    """One hand-over: of what, in which states, from where to where; the state and the hold that it brings."""

    kind: Kind
    thing: str
    states: tuple[str, ...]
    giver: str
    receiver: str
    becomes: str = ""
    hold: str = ""
    needs: str = ""
    tries: tuple[int, ...] = field(default=(0, 1, 2))

    def open_to(self, thing: Thing) -> bool:
        """Whether this thing may go this road now."""
        here = (thing.kind, thing.at, thing.hold) == (self.thing, self.giver, self.needs)
        return here and thing.state in self.states and thing.tries in self.tries


PAPERS, RESULT, ORIGINALS = "papers", "result", "withdrawn"
BACK = ("ineligible", "refused")
ROADS = (
    Road(Kind.PICK_UP, PAPERS, ("registered",), "point", "road"),
    Road(Kind.HAND_OVER, PAPERS, ("registered",), "road", "desk", "arrived"),
    Road(Kind.OFFICE_IN, PAPERS, ("registered",), "road", "point"),
    Road(Kind.OFFICE_OUT, PAPERS, ("registered",), "point", "road"),
    Road(Kind.TO_AGENCY, PAPERS, ("accepted",), "desk", "agency", "processing"),
    Road(Kind.SHUTTLE_OUT, PAPERS, ("accepted",), "desk", "road"),
    Road(Kind.SHUTTLE_AGENCY, PAPERS, ("accepted",), "road", "agency", "processing"),
    Road(Kind.BETWEEN_AGENCIES, PAPERS, ("processing",), "agency", "second"),
    Road(Kind.RESULT_TO_DESK, RESULT, ("settled",), "agency", "desk"),
    Road(Kind.SHUTTLE_BACK, RESULT, ("settled",), "agency", "road"),
    Road(Kind.SHUTTLE_DESK, RESULT, ("settled",), "road", "desk"),
    Road(Kind.RESULT_OUT, RESULT, ("settled",), "desk", "road", "released", needs="packed"),
    Road(Kind.OFFICE_IN, RESULT, ("released",), "road", "point", tries=(0, 1)),
    Road(Kind.OFFICE_OUT, RESULT, ("released",), "point", "road", tries=(0, 1)),
    Road(Kind.RUN_SHEET, RESULT, ("released",), "point", "road", tries=(0, 1)),
    Road(Kind.HOLD, RESULT, ("released",), "road", "point", hold="held", tries=(2,)),
    Road(Kind.HOLD_BACK, RESULT, ("released",), "point", "road", hold="over", needs="expired"),
    Road(Kind.RETURN_IN, RESULT, ("released",), "road", "desk", "settled", needs="over"),
    Road(Kind.PAPERS_TO_DESK, PAPERS, ("ineligible",), "agency", "desk"),
    Road(Kind.PAPERS_OUT, PAPERS, BACK, "desk", "road", needs="packed"),
    Road(Kind.ORIGINALS_IN, ORIGINALS, ("returned",), "road", "desk"),
    Road(Kind.ORIGINALS_TO_AGENCY, ORIGINALS, ("returned",), "desk", "agency", "closed"),
)
LEGAL = frozenset({(road.kind.value, outcome) for road in ROADS for outcome in OUTCOMES})
REGISTER = LEGAL | {(deed, "") for deed in DEEDS}
