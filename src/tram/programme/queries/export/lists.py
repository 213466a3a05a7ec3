"""The lists of procedures that each agency published as open to the post: `published_lists.csv`, `published_rows.csv`.

Legal basis: requirement 5a (each agency's list, by decision, from a day to a day).
"""

from tram.programme.prints.folder import Table, columns

LISTS = Table(
    file="published_lists.csv",
    line="Mỗi dòng là một lần cơ quan công bố danh mục thủ tục thực hiện qua bưu chính, đến hết kỳ.",
    columns=columns(
        ("list", "danh mục (số thứ tự)"),
        ("unit", "cơ quan (slug)"),
        ("decision", "số quyết định"),
        ("decided_on", "ngày quyết định"),
        ("valid_from", "hiệu lực từ ngày"),
        ("valid_to", "đến hết ngày; trống = đến danh mục sau"),
        ("demonstration", "yes = dữ liệu trình diễn"),
    ),
    statement="""
SELECT l.id, u.slug, l.decision, l.decided_on, l.valid_from, l.valid_to, l.demonstration
FROM catalogue_publishedlist l JOIN directory_unit u ON u.id = l.agency_id
WHERE l.valid_from <= %(last)s ORDER BY l.valid_from, l.id
""",
)

LISTED = Table(
    file="published_rows.csv",
    line="Mỗi dòng là một thủ tục trong một danh mục đã công bố, đúng như khi công bố.",
    columns=columns(
        ("list", "danh mục: cột `list` của published_lists.csv"),
        ("code", "mã thủ tục hành chính"),
        ("name", "tên khi công bố"),
        ("sending", "gửi hồ sơ qua bưu chính được"),
        ("sending_reason", "lý do không"),
        ("returning", "trả kết quả qua bưu chính được"),
        ("returning_reason", "lý do không"),
    ),
    statement="""
SELECT r.published_id, r.code, r.name, r.sending, r.sending_reason, r.returning, r.returning_reason
FROM catalogue_listedprocedure r JOIN catalogue_publishedlist l ON l.id = r.published_id
WHERE l.valid_from <= %(last)s ORDER BY l.valid_from, l.id, r.seq
""",
)
