"""`units.csv`, `procedures.csv`, `plan.csv`, `targets.csv`: of whom what is asked, and what they have to offer.

Who settles a procedure is told day by day: its fixed agency or who came after it, else every district or commune; since
there are no districts, communes settle what was theirs. Legal basis: requirements 46a–46c, 48a.
"""

from tram.programme.prints.folder import Table, columns

PERIOD = Table(
    file="period.csv",
    line="Một dòng: thư mục này là số liệu của những ngày nào.",
    columns=columns(
        ("year", "năm của kế hoạch"),
        ("first", "từ ngày"),
        ("last", "đến hết ngày"),
        (
            "chosen_by",
            "plan = năm theo kế hoạch, calendar = năm dương lịch vì chưa có kế hoạch, asked = theo --from, --to",
        ),
        ("before_first", "năm kế hoạch trước, để so nhóm A: từ ngày"),
        ("before_last", "năm kế hoạch trước: đến hết ngày"),
    ),
    statement="""
SELECT %(year)s::int, %(first)s::date, %(last)s::date, %(chosen_by)s, %(before_first)s::date, %(before_last)s::date
""",
)

UNITS = Table(
    file="units.csv",
    line="Mỗi dòng là một cơ quan, đơn vị có mặt trong kỳ hoặc trước đó.",
    columns=columns(
        ("slug", "tên ngắn không dấu, không đổi"),
        ("name", "tên"),
        ("kind", "loại: department, central-body, district, commune, …"),
        ("plan_group", "nhóm của kế hoạch: A, B, hoặc none = không giao chỉ tiêu"),
        ("valid_from", "từ ngày"),
        ("valid_to", "đến hết ngày; trống = còn hoạt động"),
        (
            "successors",
            "cơ quan kế tục (slug), cách nhau bằng dấu cách; cơ quan đầu tiên thay chỗ",
        ),
    ),
    statement="""
SELECT u.slug, u.name, u.kind, coalesce(nullif(u.plan_group, ''), 'none'), u.valid_from, u.valid_to,
  (SELECT string_agg(h.slug, ' ' ORDER BY s.id) FROM directory_succession s
   JOIN directory_unit h ON h.id = s.successor_id WHERE s.predecessor_id = u.id)
FROM directory_unit u
WHERE u.valid_from <= %(last)s ORDER BY u.slug COLLATE "C"
""",
)

PROCEDURES = Table(
    file="procedures.csv",
    line="Mỗi dòng là một thủ tục (phiên bản đã công bố) mà một cơ quan thực hiện trong khoảng ngày ghi ở dòng đó.",
    columns=columns(
        ("code", "mã thủ tục hành chính"),
        ("unit", "cơ quan thực hiện (slug)"),
        ("name", "tên thủ tục"),
        ("in_force_from", "cơ quan thực hiện từ ngày"),
        ("in_force_to", "đến hết ngày; trống = chưa hết"),
        ("postal_in", "gửi hồ sơ qua bưu chính được: yes, no; trống = chưa biết"),
        ("postal_in_reason", "lý do không"),
        ("postal_out", "trả kết quả qua bưu chính được: yes, no; trống = chưa biết"),
        ("postal_out_reason", "lý do không"),
        ("deployed", "yes = đã triển khai tại cơ quan ngày cuối năm"),
    ),
    statement="""
WITH days AS (
  SELECT %(first)s::date AS day UNION SELECT %(last)s::date
  UNION SELECT valid_from FROM directory_unit WHERE valid_from BETWEEN %(first)s AND %(last)s
  UNION SELECT valid_to + 1 FROM directory_unit WHERE valid_to + 1 BETWEEN %(first)s AND %(last)s),
levels AS (
  SELECT day, level, CASE WHEN level = 'district' AND NOT EXISTS (SELECT FROM directory_unit d
    WHERE d.kind = 'district' AND daterange(d.valid_from, d.valid_to, '[]') @> day)
    THEN 'commune' ELSE level END AS kind
  FROM days CROSS JOIN (VALUES ('district'), ('commune')) l (level)),
settlers AS (
  SELECT p.id AS procedure_id, d.day, coalesce(directory_unit_on(p.agency_id, d.day), p.agency_id) AS unit_id
  FROM catalogue_procedure p CROSS JOIN days d WHERE p.agency_id IS NOT NULL
  UNION SELECT p.id, l.day, u.id FROM catalogue_procedure p JOIN levels l ON l.level = p.level
  JOIN directory_unit u ON u.kind = l.kind WHERE p.agency_id IS NULL),
times AS (
  SELECT s.procedure_id, s.unit_id, s.day AS begins,
    (SELECT min(d.day) - 1 FROM days d WHERE d.day > s.day) AS ends
  FROM settlers s JOIN directory_unit u ON u.id = s.unit_id AND daterange(u.valid_from, u.valid_to, '[]') @> s.day),
spans AS (
  SELECT procedure_id, unit_id, min(begins) AS begins,
    CASE WHEN bool_or(ends IS NULL) THEN NULL ELSE max(ends) END AS ends
  FROM (SELECT *, count(*) FILTER (WHERE breaks) OVER w AS part
    FROM (SELECT *, lag(ends) OVER w IS DISTINCT FROM begins - 1 AS breaks FROM times
      WINDOW w AS (PARTITION BY procedure_id, unit_id ORDER BY begins)) t
    WINDOW w AS (PARTITION BY procedure_id, unit_id ORDER BY begins)) p
  GROUP BY procedure_id, unit_id, part),
held AS (
  SELECT p.code, u.slug, v.name, v.postal_in, v.postal_in_reason, v.postal_out, v.postal_out_reason,
    greatest(v.valid_from, u.valid_from, CASE WHEN s.begins > %(first)s THEN s.begins END) AS begins,
    least(v.valid_to, u.valid_to, s.ends) AS ends
  FROM spans s JOIN directory_unit u ON u.id = s.unit_id JOIN catalogue_procedure p ON p.id = s.procedure_id
  JOIN catalogue_procedureversion v ON v.procedure_id = p.id AND v.published_at IS NOT NULL)
SELECT code, slug, name, begins, ends, postal_in, postal_in_reason, postal_out, postal_out_reason,
  begins <= %(last)s AND (ends IS NULL OR ends >= %(last)s)
FROM held
WHERE begins <= %(last)s AND (ends IS NULL OR ends >= %(first)s AND ends >= begins)
ORDER BY slug COLLATE "C", code COLLATE "C", begins
""",
)

PLAN = Table(
    file="plan.csv",
    line=(
        "Mỗi dòng là một bản của kế hoạch có năm này, theo ngày bắt đầu, và cách hiểu đã chọn ở mỗi điểm còn ngỏ. "
        "Xét theo bản cuối đã bắt đầu; chưa bản nào bắt đầu thì theo bản đầu."
    ),
    columns=columns(
        ("number", "số kế hoạch"),
        ("version", "phiên bản"),
        ("title", "tên"),
        ("issued_on", "ngày ban hành"),
        ("valid_from", "bản này bắt đầu từ ngày"),
        ("year_starts", "năm kế hoạch bắt đầu (tháng-ngày)"),
        (
            "step",
            "mức tăng mỗi năm: dossiers-only (chỉ hai tỷ lệ hồ sơ), procedures-too (cả thủ tục)",
        ),
        ("denominator", "mẫu số hồ sơ: active-procedures, listed-procedures, all"),
        ("online", "hồ sơ trực tuyến trong mẫu số tiếp nhận: counted, not-counted"),
        ("deployed", "thủ tục đã triển khai: in-force, listed"),
    ),
    statement="""
SELECT number, version, title, issued_on, valid_from, year_starts,
  jsonb_path_query_first(readings, '$[*] ? (@.name == "step").chosen') #>> '{}',
  jsonb_path_query_first(readings, '$[*] ? (@.name == "denominator").chosen') #>> '{}',
  jsonb_path_query_first(readings, '$[*] ? (@.name == "online").chosen') #>> '{}',
  jsonb_path_query_first(readings, '$[*] ? (@.name == "deployed").chosen') #>> '{}'
FROM programme_planversion WHERE %(year)s BETWEEN first_year AND last_year ORDER BY valid_from, id
""",
)

TARGETS = Table(
    file="targets.csv",
    line="Mỗi dòng là một chỉ tiêu của một bản của kế hoạch, cả của năm khác.",
    columns=columns(
        ("plan", "số kế hoạch: cột `number` của plan.csv"),
        ("version", "bản: cột `version` của plan.csv"),
        ("indicator", "chỉ tiêu (mã)"),
        ("level", "unit = từng cơ quan, province = toàn tỉnh, both = cả hai"),
        ("groups", "nhóm A, B; trống = mọi nhóm"),
        ("kinds", "loại cơ quan; trống = mọi loại"),
        ("first_year", "từ năm"),
        ("last_year", "đến năm"),
        ("percent", "tỷ lệ năm đầu, phần trăm; trống = không có mức"),
        ("step", "điểm phần trăm cộng thêm mỗi năm sau"),
        ("step_if", "chỉ cộng khi cách hiểu `step` là mã này; trống = luôn cộng"),
        ("count", "hoặc: số lượng phải đạt"),
        ("due", "thời hạn riêng"),
        ("due_next_year", "hoặc: ngày của năm sau (tháng-ngày)"),
        ("article", "đoạn của kế hoạch"),
        ("denominator", "mẫu số, bằng lời"),
    ),
    statement="""
SELECT v.number, v.version, t.indicator, t.level,
  (SELECT string_agg(x, ' ' ORDER BY x) FROM jsonb_array_elements_text(t.groups) x),
  (SELECT string_agg(x, ' ' ORDER BY x) FROM jsonb_array_elements_text(t.kinds) x), t.first_year, t.last_year,
  t.percent, t.step, t.step_if, t.count, t.due, t.due_next_year, t.article, t.denominator
FROM programme_target t JOIN programme_planversion v ON v.id = t.plan_id
WHERE %(year)s BETWEEN v.first_year AND v.last_year ORDER BY v.valid_from, v.id, t.place
""",
)
