"""Every form filled with invented people and places, for whoever prepares or checks the forms.

`sample(form)` answers one paper; the papers of one regime tell the story of one dossier.
"""

from collections.abc import Callable
from typing import Any

from tram.dossiers.prints.acceptance import AcceptanceSlip
from tram.dossiers.prints.answers import (
    GuidanceSlip,
    Refusal,
    ReturnNotice,
    SupplementRequest,
    Withdrawal,
)
from tram.dossiers.prints.control import ControlSheet, ProcessSheet
from tram.dossiers.prints.leaflet import Leaflet
from tram.dossiers.prints.notices import Apology, FinancialNotice, StopNotice
from tram.dossiers.prints.paper import Paper
from tram.dossiers.prints.register import Register
from tram.dossiers.prints.results import ResultBatch, ResultReceipt
from tram.dossiers.prints.samples import letters, sheets
from tram.dossiers.prints.samples.stage import STAGES, Stage
from tram.dossiers.rules.forms import Form, FormKind

Filled = tuple[Callable[..., Paper], Callable[[Stage], dict[str, Any]]]
SAMPLES: dict[FormKind, Filled] = {
    FormKind.ACCEPTANCE_SLIP: (AcceptanceSlip, letters.acceptance),
    FormKind.SUPPLEMENT_REQUEST: (SupplementRequest, letters.supplement),
    FormKind.REFUSAL: (Refusal, letters.refusal),
    FormKind.APOLOGY: (Apology, letters.apology),
    FormKind.STOP_NOTICE: (StopNotice, letters.stop),
    FormKind.CONTROL_SHEET: (ControlSheet, sheets.control),
    FormKind.REGISTER: (Register, sheets.register),
    FormKind.RESULT_BATCH: (ResultBatch, sheets.batch),
    FormKind.RESULT_RECEIPT: (ResultReceipt, sheets.receipt),
    FormKind.GUIDANCE_SLIP: (GuidanceSlip, letters.guidance),
    FormKind.PROCESS_SHEET: (ProcessSheet, sheets.process),
    FormKind.FINANCIAL_NOTICE: (FinancialNotice, letters.financial),
    FormKind.RETURN_NOTICE: (ReturnNotice, letters.return_notice),
    FormKind.WITHDRAWAL: (Withdrawal, letters.withdrawal),
    FormKind.LEAFLET: (Leaflet, sheets.leaflet),
}
"""Each form's dataclass and its sample; the hand-over record is a paper of custody."""


def sample(form: Form, demo: bool = False) -> Paper:
    """The sample paper of a form, on the stage of its regime."""
    stage = STAGES.get(form.regime, STAGES["one-stop-2018"])
    kind, more = SAMPLES[form.kind]
    return kind(
        form=form,
        superior=stage.superior,
        issuer=stage.issuer,
        number=_NUMBERS.get(form.kind, "").format(year=stage.at.year),
        locality=stage.locality,
        demo=demo,
        **more(stage),
    )


_NUMBERS = {
    FormKind.ACCEPTANCE_SLIP: "0001/TNHS",
    FormKind.SUPPLEMENT_REQUEST: "0014/PBS-TTHCC",
    FormKind.REFUSAL: "0003/PTC-TTHCC",
    FormKind.APOLOGY: "21/PXL-STP",
    FormKind.STOP_NOTICE: "05/TB-STP",
    FormKind.CONTROL_SHEET: "0001/PKS-TTHCC",
    FormKind.REGISTER: "12/STD-TTHCC",
    FormKind.RESULT_BATCH: "BG-{year}-0042",
    FormKind.RESULT_RECEIPT: "0001/BNKQ",
    FormKind.GUIDANCE_SLIP: "0009/PHD-TTHCC",
    FormKind.PROCESS_SHEET: "0001/QTXL",
    FormKind.FINANCIAL_NOTICE: "17/TB-NVTC",
    FormKind.RETURN_NOTICE: "08/TB-STP",
    FormKind.WITHDRAWAL: "02/RHS-TTHCC",
    FormKind.LEAFLET: "Bản 3",
}
