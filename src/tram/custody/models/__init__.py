"""The physical life of papers: items, who holds them, envelopes, manifests, delivery, the custody book."""

from tram.custody.models.bags import (
    Bag,
    BagItem,
)
from tram.custody.models.book import (
    BOOK,
    CustodyLine,
)
from tram.custody.models.clocks import (
    LegAlarm,
    PostalClock,
    PostalPause,
)
from tram.custody.models.counter import (
    AddressIntake,
    Guidance,
    GuidancePaper,
    PickUpRequest,
    RefusedIntake,
    VoucherIssue,
    VoucherSignature,
)
from tram.custody.models.counting import (
    CountMark,
    Discrepancy,
    DiscrepancyPhoto,
    DraftEntry,
    ManifestDraft,
    ParkedScan,
)
from tram.custody.models.deliveries import (
    CollectedOriginal,
    Delivery,
    ProofKind,
    Recipient,
    Relation,
    ReturnChoice,
    ReturnOrder,
)
from tram.custody.models.envelopes import (
    Envelope,
    EnvelopeItem,
    Leg,
    NumberBlock,
    NumberRange,
)
from tram.custody.models.incidents import (
    CompensationPayment,
    Incident,
    IncidentFile,
    Inventory,
    InventoryPaper,
    Liability,
    Reissue,
    Rewrap,
)
from tram.custody.models.items import (
    Holder,
    HolderKind,
    Item,
    ItemKind,
)
from tram.custody.models.manifests import (
    Manifest,
    ManifestEntry,
    ManifestState,
    Outcome,
    Side,
    Signature,
    SignedBy,
)

__all__ = [
    "BOOK",
    "AddressIntake",
    "Bag",
    "BagItem",
    "CollectedOriginal",
    "CompensationPayment",
    "CountMark",
    "CustodyLine",
    "Delivery",
    "Discrepancy",
    "DiscrepancyPhoto",
    "DraftEntry",
    "Envelope",
    "EnvelopeItem",
    "Guidance",
    "GuidancePaper",
    "Holder",
    "HolderKind",
    "Incident",
    "IncidentFile",
    "Inventory",
    "InventoryPaper",
    "Item",
    "ItemKind",
    "Leg",
    "LegAlarm",
    "Liability",
    "Manifest",
    "ManifestDraft",
    "ManifestEntry",
    "ManifestState",
    "NumberBlock",
    "NumberRange",
    "Outcome",
    "ParkedScan",
    "PickUpRequest",
    "PostalClock",
    "PostalPause",
    "ProofKind",
    "Recipient",
    "RefusedIntake",
    "Reissue",
    "Relation",
    "ReturnChoice",
    "ReturnOrder",
    "Rewrap",
    "Side",
    "Signature",
    "SignedBy",
    "VoucherIssue",
    "VoucherSignature",
]
