"""What the post has for the plan: agreements, points, what inspectors found of them, means of the year."""

from tram.programme.prints.folder import Table, columns

AGREEMENTS = Table(
    file="agreements.csv",
    line="Mỗi dòng là một thỏa thuận hợp tác đã ký đến hết kỳ.",
    columns=columns(
        ("agency", "cơ quan (slug)"),
        ("post", "bưu điện (slug)"),
        ("number", "số"),
        ("signed_on", "ngày ký"),
        ("scope", "phạm vi: both, in, out"),
        ("valid_from", "hiệu lực từ ngày"),
        ("valid_to", "hiệu lực đến hết ngày"),
        ("ended", "chấm dứt sớm hoặc ghi nhầm: mã lý do; trống = không"),
        ("last_day", "ngày cuối còn hiệu lực khi chấm dứt sớm"),
        ("has_file", "yes = có bản đã ký kèm theo"),
        ("demonstration", "yes = dữ liệu trình diễn"),
    ),
    statement="""
SELECT a.slug, p.slug, g.number, g.signed_on, g.scope, g.valid_from, g.valid_to, e.kind, e.last_day,
  g.file_id IS NOT NULL, g.demonstration
FROM directory_agreement g JOIN directory_unit a ON a.id = g.agency_id JOIN directory_unit p ON p.id = g.post_id
LEFT JOIN directory_agreementend e ON e.agreement_id = g.id
WHERE g.signed_on <= %(last)s ORDER BY g.signed_on, g.id
""",
)

POINTS = Table(
    file="points.csv",
    line="Mỗi dòng là một điểm phục vụ bưu chính có mặt trong kỳ.",
    columns=columns(
        ("slug", "điểm phục vụ"),
        ("name", "tên"),
        ("code", "mã điểm"),
        ("kind", "loại điểm"),
        ("valid_from", "từ ngày"),
        ("valid_to", "đến hết ngày"),
        ("demonstration", "yes = dữ liệu trình diễn"),
    ),
    statement="""
SELECT u.slug, u.name, s.code, s.kind, u.valid_from, u.valid_to, s.demonstration
FROM directory_servicepoint s JOIN directory_unit u ON u.id = s.unit_id
WHERE u.valid_from <= %(last)s AND (u.valid_to IS NULL OR u.valid_to >= %(first)s)
ORDER BY u.slug COLLATE "C"
""",
)

CRITERIA = Table(
    file="criteria.csv",
    line="Mỗi dòng là một tiêu chí của điểm phục vụ đủ điều kiện, trong khoảng ngày có hiệu lực.",
    columns=columns(
        ("code", "tiêu chí (mã)"),
        ("label", "nội dung"),
        ("mandatory", "yes = bắt buộc"),
        ("months", "kết quả kiểm tra có giá trị mấy tháng"),
        ("official", "yes = có trong văn bản; no = đề xuất, chờ xác nhận"),
        ("valid_from", "từ ngày"),
        ("valid_to", "đến hết ngày; trống = còn hiệu lực"),
    ),
    statement="""
SELECT code, label, mandatory, months, official, valid_from, valid_to FROM directory_pointcriterion
WHERE valid_from <= %(last)s AND (valid_to IS NULL OR valid_to >= %(first)s) ORDER BY valid_from, seq, id
""",
)

ASSESSMENTS = Table(
    file="assessments.csv",
    line="Mỗi dòng là kết quả một tiêu chí trong một lần kiểm tra điểm phục vụ đến hết kỳ, theo thứ tự thời gian.",
    columns=columns(
        ("point", "điểm phục vụ (slug)"),
        ("assessment", "lần kiểm tra (số thứ tự)"),
        ("on", "ngày kiểm tra"),
        ("criterion", "tiêu chí (mã)"),
        ("met", "đạt"),
        ("valid_to", "có giá trị đến hết ngày"),
        ("has_file", "yes = có tệp minh chứng"),
        ("demonstration", "yes = dữ liệu trình diễn"),
    ),
    statement="""
SELECT u.slug, a.id, c.on, c.code, c.met, c.valid_to, c.file_id IS NOT NULL, a.demonstration
FROM directory_assessment a JOIN directory_assessedcriterion c ON c.assessment_id = a.id
JOIN directory_unit u ON u.id = a.point_id
WHERE c.on <= %(last)s ORDER BY u.slug COLLATE "C", c.on, c.id
""",
)

MEANS = Table(
    file="means.csv",
    line="Mỗi dòng là một khoản trong kế hoạch phương tiện của bưu điện cho năm (lần ghi cuối).",
    columns=columns(
        ("place", "bưu điện hoặc điểm phục vụ (slug)"),
        ("subject", "nội dung (mã)"),
        ("version", "lần ghi"),
        ("count", "số lượng"),
        ("vnd", "số tiền, đồng"),
    ),
    statement="""
SELECT DISTINCT ON (u.slug, m.subject) u.slug, m.subject, m.version, m.count, m.vnd
FROM programme_meansplan m JOIN directory_unit u ON u.id = m.place_id
WHERE m.year = %(year)s ORDER BY u.slug, m.subject, m.version DESC
""",
)
