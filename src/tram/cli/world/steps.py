"""What every act does to a dossier and its things: a line of a book, and what the rows say from then on."""

from collections.abc import Mapping
from typing import Any

from tram.cli.world.ledger import Case, Ledger, Thing
from tram.cli.world.lines import Pen
from tram.dossiers.commands.steps import own
from tram.dossiers.models import Message, ResultChannel
from tram.dossiers.rules.graphs import step
from tram.dossiers.rules.messages import MessageKind, Sending, Subject, Way, words
from tram.dossiers.rules.states import Action

INTO_POST, INTO_OFFICE, INTO_CUSTOMER = "post", "office", "customer"


def move(
    ledger: Ledger,
    pen: Pen,
    case: Case,
    action: Action,
    body: Mapping[str, Any] | None = None,
    **columns: Any,
) -> None:
    """One step of the dossier's graph (`dossiers.commands.steps.move`)."""
    graph = case.row["graph"]
    after = step(graph, case.state, action)
    case.seq += 1
    mine = tuple(own(graph, action, case.state, after).values())
    case.tip = ledger.dossiers.write(pen, case.id, case.seq, case.tip, mine, body)
    case.state = after
    case.row.update(columns)


def bring_in(
    ledger: Ledger, pen: Pen, case: Case, kind: str, *, holder: int, source: str, into: str
) -> Thing:
    """A new thing and its first line (`custody.commands.chain.bring_in`)."""
    thing = Thing(pen.deed.made(f"item/{kind}"), kind, case, holder)
    own_ = (None, holder, None, pen.deed.by.user_id, None)
    _clock(thing, into, starts=into == INTO_POST)
    thing.tip = ledger.custody.write(pen, thing.id, 1, None, own_, {"source": source}, thing.wave)
    case.things[kind] = ledger.things[thing.id] = thing
    return thing


def hand(
    ledger: Ledger,
    pen: Pen,
    thing: Thing,
    to: int,
    *,
    giver: int | None,
    receiver: int | None,
    manifest: Any = None,
    into: str,
    starts: bool = False,
    words: Mapping[str, Any] | None = None,
) -> None:
    """One thing passes on (`custody.commands.chain.hand`)."""
    _clock(thing, into, starts=starts)
    own_ = (thing.holder, to, giver, receiver, manifest)
    thing.seq += 1
    thing.tip = ledger.custody.write(pen, thing.id, thing.seq, thing.tip, own_, words, thing.wave)
    thing.holder = to


def _clock(thing: Thing, into: str, *, starts: bool) -> None:
    """The end of a run of the post's clock goes by a later statement than its start: a trigger looks for it there."""
    if into != INTO_POST and thing.clock >= 0:
        thing.wave = max(thing.wave, thing.clock + 1)
        thing.clock = -1
    if starts:
        thing.clock = thing.wave


def tell(
    ledger: Ledger, pen: Pen, case: Case, kind: MessageKind, occasion: int = 0, news: str = ""
) -> None:
    """Write to the customer of what the newest line did (`dossiers.commands.messages.tell`)."""
    row = case.row
    about = Subject(
        number=row.get("number") or "",
        registered_at=row["registered_at"],
        desk=ledger.province.desk_names[row["desk_id"]],
        by_post=row["result_channel"] == ResultChannel.POSTAL,
        due_at=row.get("due_at"),
        news=news,
    )
    ledger.add(
        Message,
        dossier_id=case.id,
        kind=kind,
        line_seq=case.seq,
        occasion=occasion,
        way=Way.PHONE,
        contact=case.who.phone,
        text=words(kind, about),
        written_at=pen.deed.at,
        state=Sending.WRITTEN,
    )
