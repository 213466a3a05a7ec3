"""By which way a customer pays an agency's fee (đường nộp phí, lệ phí); QĐ 45/2016/QĐ-TTg Điều 11."""

from tram.core.choices import Choice
from tram.core.errors import Refused


class FeeRoute(Choice):
    """The way a fee is paid (đường nộp phí, lệ phí)."""

    POST = "post", "Nộp qua bưu điện"
    AGENCY_DIRECT = "agency-direct", "Nộp trực tiếp tại cơ quan"
    AGENCY_TRANSFER = "agency-transfer", "Chuyển khoản vào tài khoản của cơ quan"
    OTHER = "other", "Cách khác mà cơ quan chấp nhận"


PROOFS = {
    FeeRoute.AGENCY_DIRECT: "số biên lai của cơ quan",
    FeeRoute.AGENCY_TRANSFER: "mã giao dịch chuyển khoản",
    FeeRoute.OTHER: "cách nộp và số chứng từ",
}


def through_post(route: FeeRoute, fee_vnd: int | None) -> int:
    """How much of the fee passes through the post, and so is owed to the agency, in đồng."""
    return (fee_vnd or 0) if route is FeeRoute.POST else 0


def require_fee_proof(route: FeeRoute, proof: str) -> None:
    """A fee that was paid past the post needs the proof of it."""
    if route is not FeeRoute.POST and not proof.strip():
        raise Refused(
            "fee-proof-missing",
            f"Khách chọn «{route.label.lower()}»: hãy ghi {PROOFS[route]} để đối chiếu.",
        )
