"""The physical life of papers: items, who holds them, envelopes, manifests, delivery, the custody book."""

from tram.custody.models.book import (
    BOOK,
    CustodyLine,
)
from tram.custody.models.clocks import (
    LegAlarm,
    PostalClock,
    PostalPause,
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
    "CollectedOriginal",
    "CustodyLine",
    "Delivery",
    "Envelope",
    "EnvelopeItem",
    "Holder",
    "HolderKind",
    "Item",
    "ItemKind",
    "Leg",
    "LegAlarm",
    "Manifest",
    "ManifestEntry",
    "ManifestState",
    "NumberBlock",
    "NumberRange",
    "Outcome",
    "PostalClock",
    "PostalPause",
    "ProofKind",
    "Recipient",
    "Relation",
    "ReturnChoice",
    "ReturnOrder",
    "Side",
    "Signature",
    "SignedBy",
]
