"""The hand-over record filled with invented people, for `tram forms`."""

from tram.custody.prints import ManifestLine, ManifestSheet, ManifestSide, Signature
from tram.dossiers.prints.samples.stage import STAGES
from tram.dossiers.rules.forms import Form


def record_sample(form: Form) -> ManifestSheet:
    """Biên bản giao nhận: one item taken, one refused, one missing, signed by both sides."""
    stage = STAGES.get(form.regime, STAGES["one-stop-2018"])
    giver, receiver = "Phạm Văn Chuyển", "Trần Thị Ví Dụ"
    return ManifestSheet(
        form=form,
        kind="record",
        superior="Tổng công ty Bưu điện Việt Nam",
        issuer="Bưu điện tỉnh Mẫu",
        number="BB-0003",
        locality=stage.locality,
        place=stage.issuer,
        at=stage.at,
        giver=ManifestSide(
            place="Bưu cục Mẫu Giang",
            person=giver,
            duty="Bưu tá",
            signature=Signature(name=giver, at=stage.at, how="pin"),
        ),
        receiver=ManifestSide(
            place="Bộ phận một cửa",
            person=receiver,
            duty="Cán bộ một cửa",
            signature=Signature(name=receiver, at=stage.at, how="session"),
        ),
        lines=LINES,
        starts_clock=True,
        note="Túi thư còn nguyên khóa",
    )


LINES = (
    ManifestLine(
        s10="CX000000014VN",
        dossiers=2,
        originals=3,
        certified=4,
        copies=5,
        seal="NP-0001, còn nguyên",
        outcome="received",
    ),
    ManifestLine(
        s10="CX000000028VN",
        dossiers=1,
        originals=1,
        certified=0,
        copies=2,
        seal="NP-0002, rách góc",
        outcome="refused",
        reason="Thiếu tờ khai so với danh mục",
    ),
    ManifestLine(
        s10="CX000000031VN",
        dossiers=1,
        originals=1,
        certified=0,
        copies=0,
        seal="NP-0003",
        outcome="missing",
        reason="Không có trong túi",
    ),
)
