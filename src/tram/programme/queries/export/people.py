"""Tellers and their training, told apart by ordinals only: no name, no user name, no number of a certificate."""

from tram.programme.prints.folder import Table, columns

_TELLERS = """
tellers AS (SELECT user_id, row_number() OVER (ORDER BY min(id)) AS teller
  FROM directory_appointment WHERE role = 'teller' GROUP BY user_id)
"""

TELLERS = Table(
    file="tellers.csv",
    line="Mỗi dòng là một lần phân công giao dịch viên tại một điểm trong năm; người chỉ có số thứ tự.",
    columns=columns(
        ("teller", "giao dịch viên (số thứ tự)"),
        ("point", "điểm phục vụ (slug)"),
        ("valid_from", "từ ngày"),
        ("valid_to", "đến hết ngày"),
    ),
    statement=f"""
WITH {_TELLERS}
SELECT t.teller, u.slug, a.valid_from, a.valid_to
FROM directory_appointment a JOIN tellers t USING (user_id) JOIN directory_unit u ON u.id = a.unit_id
WHERE a.role = 'teller' AND a.valid_from <= %(last)s AND (a.valid_to IS NULL OR a.valid_to >= %(first)s)
ORDER BY t.teller, a.valid_from, a.id
""",
)

COURSES = Table(
    file="courses.csv",
    line="Mỗi dòng là một lớp tập huấn trong kế hoạch của năm này hay các năm trước.",
    columns=columns(
        ("course", "lớp (số thứ tự)"),
        ("year", "năm"),
        ("organiser", "bưu điện tổ chức (slug)"),
        ("subject", "lĩnh vực; trống = mọi lĩnh vực"),
        ("planned", "số người dự kiến"),
        ("sessions", "số buổi đã mở"),
        ("demonstration", "yes = dữ liệu trình diễn"),
    ),
    statement="""
SELECT c.id, c.year, u.slug, c.subject, c.planned,
  (SELECT count(*) FROM directory_trainingsession s WHERE s.course_id = c.id), c.demonstration
FROM directory_course c JOIN directory_unit u ON u.id = c.organiser_id
WHERE c.year <= extract(year FROM %(last)s::date) ORDER BY c.year, c.id
""",
)

TRAININGS = Table(
    file="trainings.csv",
    line="Mỗi dòng là một giao dịch viên trong một buổi tập huấn đến hết kỳ (lần ghi cuối).",
    columns=columns(
        ("teller", "giao dịch viên (số thứ tự như tellers.csv)"),
        ("point", "điểm phục vụ (slug)"),
        ("course", "lớp: cột `course` của courses.csv"),
        ("subject", "lĩnh vực; trống = mọi lĩnh vực"),
        ("held_on", "ngày học"),
        ("outcome", "passed = đạt, failed = chưa đạt, absent = vắng"),
        ("issued_on", "ngày cấp chứng nhận"),
        ("certificate_to", "chứng nhận có giá trị đến hết ngày; trống = không hạn"),
        ("demonstration", "yes = dữ liệu trình diễn"),
    ),
    statement=f"""
WITH {_TELLERS}, latest AS (SELECT DISTINCT ON (teller_id, session_id) * FROM directory_attendance
  ORDER BY teller_id, session_id, id DESC)
SELECT t.teller, u.slug, c.id, c.subject, s.on, a.outcome, f.issued_on, f.valid_to, c.demonstration
FROM latest a JOIN tellers t ON t.user_id = a.teller_id JOIN directory_unit u ON u.id = a.point_id
JOIN directory_trainingsession s ON s.id = a.session_id JOIN directory_course c ON c.id = s.course_id
LEFT JOIN directory_certificate f ON f.attendance_id = a.id
WHERE s.on <= %(last)s OR f.issued_on <= %(last)s ORDER BY t.teller, s.on, a.id
""",
)
