"""Pages of delivery (phát kết quả): rounds and doors, run sheets, what is held, what people say."""

from tram.web.workplace.deliveries import attempts, by_receipt, disputes, doors, held, run_sheets

urls = [
    *run_sheets.urls,
    *doors.urls,
    *attempts.urls,
    *held.urls,
    *disputes.urls,
    *by_receipt.urls,
]
