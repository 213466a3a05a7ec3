"""The verbs of a dossier's legal life; the only writer of the dossier book (sổ hồ sơ)."""

from tram.dossiers.commands.apologies import apologise
from tram.dossiers.commands.letters import (
    ask_payment,
    ask_supplement,
    complete,
    give_back,
    record_payment,
    refuse,
    resume,
    send_back,
    stop,
    withdraw,
)
from tram.dossiers.commands.messages import mark_read, tell
from tram.dossiers.commands.recounting import (
    change_working_times,
    preview_working_times,
    reckon,
)
from tram.dossiers.commands.registration import (
    Person,
    Registration,
    add_party,
    correct_submitter,
    issue_code,
    note_correction,
    register,
    require_reason,
    void,
)
from tram.dossiers.commands.settlement import (
    accept,
    arrive,
    choose_return,
    close,
    forward,
    hand_out,
    settle,
    settle_at_once,
    transfer,
)
from tram.dossiers.commands.steps import lock, lock_for, move
from tram.dossiers.commands.warnings import warn, warn_all
from tram.dossiers.commands.work import (
    approve,
    assign,
    hand_on,
    return_to_officer,
    submit_for_approval,
)

__all__ = [
    "Person",
    "Registration",
    "accept",
    "add_party",
    "apologise",
    "approve",
    "arrive",
    "ask_payment",
    "ask_supplement",
    "assign",
    "change_working_times",
    "choose_return",
    "close",
    "complete",
    "correct_submitter",
    "forward",
    "give_back",
    "hand_on",
    "hand_out",
    "issue_code",
    "lock",
    "lock_for",
    "mark_read",
    "move",
    "note_correction",
    "preview_working_times",
    "reckon",
    "record_payment",
    "refuse",
    "register",
    "require_reason",
    "resume",
    "return_to_officer",
    "send_back",
    "settle",
    "settle_at_once",
    "stop",
    "submit_for_approval",
    "tell",
    "transfer",
    "void",
    "warn",
    "warn_all",
    "withdraw",
]
