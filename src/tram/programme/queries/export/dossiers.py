"""`dossiers.csv`: one line for each dossier that the year touched, with the times that decide what counts.

Legal basis: requirements 47a, 47c (what counts as received and returned), 60 (how well it is proved).
"""

from tram.programme.prints.folder import Table, columns

TIMES = ("registered_at", "handover_at", "accepted_at", "due_at", "settled_at")


def iso(moment: str) -> str:
    """SQL for a time as ISO 8601 in Việt Nam's time, seconds cut off."""
    return f"to_char({moment} AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD\"T\"HH24:MI:SS') || '+07:00'"


def exact(moment: str) -> str:
    """The same to the microsecond, where an earlier and a later moment are compared."""
    return f"to_char({moment} AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') || '+07:00'"


def _touched(*moments: str) -> str:
    return " OR ".join(f"{each} >= %(since)s AND {each} < %(until)s" for each in moments)


_TOUCHED = _touched(
    "d.registered_at", "d.handover_at", "d.accepted_at", "d.settled_at", "r.delivered_at"
)
# The evidence of a dossier is as good as the weakest act that is told here; a line of the book says its grade unless
# the system itself saw it.
_GRADE = """
SELECT (array_agg(g.grade ORDER BY array_position(ARRAY['manual', 'signed-paper', 'system'], g.grade)))[1] AS grade
FROM (SELECT d.grade UNION ALL SELECT v.grade WHERE r.delivered_at IS NOT NULL UNION ALL
  SELECT coalesce(convert_from(l.body, 'UTF8')::jsonb ->> 'grade', 'system') FROM dossiers_line l
  WHERE l.stream = d.id
    AND l.action IN ('register', 'submit', 'arrive', 'accept', 'release', 'return', 'deliver')) g
WHERE g.grade IS NOT NULL
"""

_DELIVERED = """
CROSS JOIN LATERAL (SELECT CASE WHEN d.returned_at IS NULL THEN NULL
  WHEN d.result_channel = 1 THEN v.delivered_at ELSE d.returned_at END AS delivered_at) r
"""

DOSSIERS = Table(
    file="dossiers.csv",
    line="Mỗi dòng là một hồ sơ có việc trong năm, theo thứ tự lúc đăng ký.",
    columns=columns(
        ("number", "mã hồ sơ; trống khi chưa được cơ quan tiếp nhận"),
        ("unit", "cơ quan có thẩm quyền giải quyết: cột `slug` của units.csv"),
        ("procedure", "mã thủ tục hành chính: cột `code` của procedures.csv"),
        ("channel", "kênh thực hiện: 1 trực tiếp, 2 trực tuyến, 3 qua bưu chính công ích"),
        ("registered_at", "lúc bưu điện nhận, hoặc lúc nộp tại bộ phận một cửa"),
        ("handover_signed_at", "lúc ký biên bản giao nhận tại cơ quan (chỉ kênh 3)"),
        ("accepted_at", "lúc cơ quan tiếp nhận và cấp mã"),
        ("due_at", "hạn trả kết quả"),
        ("settled_at", "lúc có kết quả"),
        ("result_channel", "hình thức trả: 0 trực tiếp, 1 qua bưu chính công ích"),
        (
            "delivered_at",
            "lúc kết quả đến tay người nhận: hình thức 1 là lúc phát có bằng chứng, 0 là lúc trả tại quầy",
        ),
        (
            "evidence_grade",
            "bậc chứng cứ yếu nhất: system (ngay trên hệ thống), signed-paper (giấy hai bên ký), manual (ghi tay)",
        ),
        ("simulated", "yes = dữ liệu mô phỏng"),
    ),
    statement=f"""
SELECT d.number, u.slug, p.code, d.channel, {", ".join(iso(f"d.{name}") for name in TIMES)},
  d.result_channel, {iso("r.delivered_at")}, g.grade, d.simulated
FROM dossiers_dossier d
JOIN directory_unit u ON u.id = d.agency_id
JOIN catalogue_procedureversion pv ON pv.id = d.version_id
JOIN catalogue_procedure p ON p.id = pv.procedure_id
LEFT JOIN custody_delivery v ON v.dossier_id = d.id
{_DELIVERED}
CROSS JOIN LATERAL ({_GRADE}) g
WHERE d.state <> 'voided' AND ({_TOUCHED})
ORDER BY d.registered_at, d.id
""",
)

_BEFORE = _touched("d.handover_at", "d.accepted_at", "r.delivered_at")
_BEFORE = _BEFORE.replace("since", "before_since").replace("until", "before_until")

DOSSIERS_BEFORE = Table(
    file="dossiers_before.csv",
    line="Mỗi dòng là một hồ sơ của cơ quan nhóm A có việc trong năm kế hoạch trước: mức không được thấp hơn.",
    columns=columns(
        ("unit", "cơ quan có thẩm quyền giải quyết (slug)"),
        ("procedure", "mã thủ tục hành chính"),
        ("channel", "kênh thực hiện: 1, 2, 3 như dossiers.csv"),
        ("handover_signed_at", "lúc ký biên bản giao nhận tại cơ quan (chỉ kênh 3)"),
        ("accepted_at", "lúc cơ quan tiếp nhận và cấp mã"),
        ("result_channel", "hình thức trả: 0 trực tiếp, 1 qua bưu chính công ích"),
        ("delivered_at", "lúc kết quả đến tay người nhận, như dossiers.csv"),
        ("simulated", "yes = dữ liệu mô phỏng"),
    ),
    statement=f"""
SELECT u.slug, p.code, d.channel, {iso("d.handover_at")}, {iso("d.accepted_at")}, d.result_channel,
  {iso("r.delivered_at")}, d.simulated
FROM dossiers_dossier d
JOIN directory_unit u ON u.id = d.agency_id AND u.plan_group = 'A'
JOIN catalogue_procedureversion pv ON pv.id = d.version_id
JOIN catalogue_procedure p ON p.id = pv.procedure_id
LEFT JOIN custody_delivery v ON v.dossier_id = d.id
{_DELIVERED}
WHERE d.state <> 'voided' AND ({_BEFORE})
ORDER BY d.registered_at, d.id
""",
)
