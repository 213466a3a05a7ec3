"""The barcode and the QR of every label, read back by a decoder that knows nothing of Trạm."""

from dataclasses import replace

import pytest

from tests.custody.test_prints import LABEL
from tests.paper_reading import scanned
from tram.core.codes import check_digit, is_s10, s10
from tram.core.documents import render_png
from tram.custody import prints


def serials() -> list[int]:
    """For each check digit a number, then numbers all over the range, its two ends included."""
    first: dict[int, int] = {}
    for serial in range(2_000):
        first.setdefault(check_digit(f"{serial:08d}"), serial)
    assert set(first) == set(range(10))
    return [*first.values(), *range(9, 10**8, 9_999_991), 10**8 - 1]


@pytest.mark.law("18a")
def test_a_decoder_reads_every_label_as_it_was_numbered() -> None:
    numbers = [s10("HC", serial) for serial in serials()]
    assert len(numbers) > 20
    assert all(map(is_s10, numbers))
    for number in numbers:
        [picture] = render_png(
            prints.LABEL, prints.label_sheet(replace(LABEL, s10=number, qr=number))
        )
        assert scanned(picture) == {f"Code128: {number}", f"QRCode: {number}"}


@pytest.mark.law("18a")
@pytest.mark.parametrize(
    ("digits", "remainder", "digit"), [("00000015", 0, 5), ("00000008", 1, 0)]
)
def test_the_special_cases_of_the_check_digit_are_those_of_the_standard(
    digits: str, remainder: int, digit: int
) -> None:
    weights = (8, 6, 4, 2, 3, 5, 9, 7)
    assert sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 == remainder
    assert s10("HC", int(digits)) == f"HC{digits}{digit}VN"


def test_labels_of_one_print_job_each_keep_their_own_number() -> None:
    numbers = [s10("HC", serial) for serial in (0, 7, 12_345_678)]
    sheets = [replace(LABEL, s10=number, qr=number) for number in numbers]
    pages = [render_png(prints.LABEL, prints.label_sheet(sheet))[0] for sheet in sheets]
    assert [scanned(page) for page in pages] == [
        {f"Code128: {number}", f"QRCode: {number}"} for number in numbers
    ]
