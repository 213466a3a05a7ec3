"""What a transfer of the cash book is for (nội dung thu chi)."""

from tram.core.choices import Choice


class Purpose(Choice):
    """What a transfer is for (nội dung thu chi)."""

    FEE = "fee", "Phí, lệ phí"
    POSTAGE = "postage", "Cước bưu chính"
    REMITTANCE = "remittance", "Cước chuyển nộp phí, lệ phí"
    REMITTED = "remitted", "Nộp phí, lệ phí cho cơ quan"
    CASH = "cash", "Giao nộp tiền mặt"
    DIFFERENCE = "difference", "Thừa, thiếu quỹ"
    COD = "cod", "Kết chuyển tiền thu hộ"
