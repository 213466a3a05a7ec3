"""Who was told, and what agencies told: communes and outreach, media, reports, figures that the books do not prove."""

from tram.programme.prints.folder import Table, columns

COMMUNES = Table(
    file="communes.csv",
    line="Mỗi dòng là một xã, phường, thị trấn có mặt trong kỳ hoặc trước đó.",
    columns=columns(
        ("code", "mã đơn vị hành chính"),
        ("name", "tên"),
        ("district", "mã huyện, thành phố"),
        ("valid_from", "từ ngày"),
        ("valid_to", "đến hết ngày"),
        ("successors", "nơi thay chỗ khi đã hết: mã/từ ngày"),
    ),
    statement="""
SELECT a.gso_code, a.name, d.gso_code, a.valid_from, a.valid_to, h.gso_code || '/' || h.valid_from
FROM directory_area a LEFT JOIN directory_area d ON d.id = a.parent_id
LEFT JOIN directory_area h ON h.id = a.successor_id
WHERE a.level = 'commune' AND a.valid_from <= %(last)s
ORDER BY a.gso_code, a.valid_from
""",
)

OUTREACH = Table(
    file="outreach.csv",
    line="Mỗi dòng là một đợt tuyên truyền ở xã trong kỳ (đã bỏ dòng bị gỡ).",
    columns=columns(
        ("commune", "mã xã, phường, thị trấn"),
        ("commune_from", "cột `valid_from` của communes.csv (một mã có thể dùng lại)"),
        ("on", "ngày phát"),
        ("station", "đài truyền thanh"),
        ("content", "nội dung"),
        ("has_file", "yes = có tệp minh chứng"),
    ),
    statement="""
SELECT a.gso_code, a.valid_from, o.on, o.station, o.content, o.evidence_id IS NOT NULL
FROM programme_outreach o JOIN directory_area a ON a.id = o.commune_id
WHERE o.retired_at IS NULL AND o.on BETWEEN %(first)s AND %(last)s ORDER BY o.on, o.id
""",
)

MEDIA = Table(
    file="media.csv",
    line="Mỗi dòng là một tin, bài trong kỳ (đã bỏ dòng bị gỡ).",
    columns=columns(
        ("outlet", "cơ quan báo chí, đài"),
        ("kind", "loại (mã)"),
        ("on", "ngày đăng, phát"),
        ("title", "tiêu đề"),
        ("reference", "địa chỉ, số báo"),
        ("has_file", "yes = có tệp minh chứng"),
    ),
    statement="""
SELECT outlet, kind, "on", title, reference, evidence_id IS NOT NULL FROM programme_mediaitem
WHERE retired_at IS NULL AND "on" BETWEEN %(first)s AND %(last)s ORDER BY "on", id
""",
)

REPORTS = Table(
    file="reports.csv",
    line="Mỗi dòng là một báo cáo của năm mà cơ quan thường trực đã nhận (đã bỏ dòng bị gỡ).",
    columns=columns(
        ("unit", "cơ quan (slug)"),
        ("received_on", "ngày nhận"),
        ("number", "số, ký hiệu"),
        ("on_paper", "yes = nhận bản giấy"),
    ),
    statement="""
SELECT u.slug, r.received_on, r.number, r.on_paper
FROM programme_agencyreport r JOIN directory_unit u ON u.id = r.unit_id
WHERE r.retired_at IS NULL AND r.year = %(year)s ORDER BY r.received_on, r.id
""",
)

BASELINES = Table(
    file="baselines.csv",
    line="Mỗi dòng là số liệu một năm trước của một cơ quan (lần ghi cuối).",
    columns=columns(
        ("unit", "cơ quan (slug)"),
        ("indicator", "chỉ tiêu (mã)"),
        ("year", "năm"),
        ("numerator", "tử số"),
        ("denominator", "mẫu số"),
        ("grade", "mức chứng minh: document, reported"),
        ("source", "nguồn"),
        ("version", "lần ghi"),
    ),
    statement="""
SELECT DISTINCT ON (u.slug, b.indicator, b.year) u.slug, b.indicator, b.year, b.numerator, b.denominator, b.grade,
  b.source, b.version
FROM programme_baseline b JOIN directory_unit u ON u.id = b.unit_id
WHERE b.year < %(year)s ORDER BY u.slug, b.indicator, b.year, b.version DESC
""",
)

REPORTED = Table(
    file="reported_months.csv",
    line="Mỗi dòng là số liệu một tháng do đơn vị chưa kết nối khai (lần ghi cuối); không cộng vào số liệu từ sổ.",
    columns=columns(
        ("unit", "cơ quan (slug)"),
        ("month", "tháng (ngày đầu)"),
        ("procedure", "mã thủ tục; trống = chung"),
        ("received", "tổng tiếp nhận"),
        ("received_by_post", "trong đó qua bưu chính"),
        ("returned", "tổng đã trả"),
        ("returned_by_post", "trong đó qua bưu chính"),
        ("version", "lần ghi"),
    ),
    statement="""
SELECT u.slug, m.month, p.code, f.received, f.received_by_post, f.returned, f.returned_by_post, m.version
FROM programme_reportedmonth m JOIN directory_unit u ON u.id = m.unit_id
JOIN programme_reportedfigure f ON f.month_id = m.id LEFT JOIN catalogue_procedure p ON p.id = f.procedure_id
WHERE m.month BETWEEN %(first)s AND %(last)s AND m.version = (SELECT max(n.version) FROM programme_reportedmonth n
  WHERE n.unit_id = m.unit_id AND n.month = m.month)
ORDER BY u.slug COLLATE "C", m.month, p.code NULLS FIRST
""",
)
