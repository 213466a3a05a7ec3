"""How people sign in the demonstration: on a paper slip, shown an identity card."""

from tram.custody.commands.delivery import Evidence, Receipt
from tram.custody.models import ProofKind, ReceiptKind, Relation


def signed_for(name: str, last4: str) -> Evidence:
    """The recipient in person, with the slip's invented number."""
    slip = Receipt(ReceiptKind.SIGNED_PAPER, f"PP-{last4}")
    return Evidence(name, Relation.SELF, ProofKind.CITIZEN_ID, proof_last4=last4, receipt=slip)
