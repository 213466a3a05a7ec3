"""How the post carried and what it charged: each run of its clock, and each time postage was asked. No senders.

Legal basis: TT 17/2017/TT-BTTTT Điều 6 (safety, total time); TT 22/2017/TT-BTTTT (maximum prices); requirement 54a.
"""

from tram.programme.prints.folder import Table, columns
from tram.programme.queries.export.dossiers import exact, iso

POSTAL_RUNS = Table(
    file="postal_runs.csv",
    line="Mỗi dòng là một chặng bưu điện giữ hồ sơ hay kết quả, còn đi hoặc kết thúc trong kỳ; đã có hạn.",
    columns=columns(
        ("direction", "in = hồ sơ tới cơ quan, out = kết quả tới người nhận"),
        ("route", "tuyến (mã)"),
        ("started_at", "bưu điện nhận lúc (đến phần triệu giây, để so với hạn)"),
        ("due_at", "hạn toàn trình"),
        ("ended_at", "kết thúc lúc; trống = chưa"),
        (
            "how",
            "handed-over = cơ quan ký nhận, delivered = đã phát, sent-back = chuyển hoàn, given-back = trả người gửi",
        ),
        ("due_passed", "yes = hạn đã qua lúc xuất tệp"),
        ("paused", "yes = đang dừng chờ vì lý do không thuộc bưu điện"),
        ("held_at", "còn đi mà đang lưu tại điểm chờ người nhận: từ lúc"),
        ("harm", "loss = mất, damage = hư hỏng, theo sự cố chưa bị bác; trống = không"),
        ("harm_reported_at", "báo sự cố lúc"),
    ),
    statement=f"""
SELECT c.direction, c.route, {exact("c.started_at")}, {exact("c.due_at")}, {exact("c.ended_at")}, c.how,
  c.due_at < tram_now(),
  EXISTS (SELECT FROM custody_postalpause p WHERE p.clock_id = c.id AND p.released_at IS NULL),
  {exact("h.at")}, x.kind, {exact("x.reported_at")}
FROM custody_postalclock c
LEFT JOIN LATERAL (SELECT l.occurred_at AS at FROM custody_item i
  JOIN custody_line l ON l.stream = i.id AND l.seq = i.seq JOIN custody_manifest m ON m.id = l.manifest
  WHERE i.id = c.item_id AND c.ended_at IS NULL AND m.kind = 'hold') h ON true
LEFT JOIN LATERAL (SELECT x.kind, x.reported_at FROM custody_incident x
  WHERE x.item_id = c.item_id AND x.kind IN ('loss', 'damage') AND x.ending NOT IN ('found', 'mistaken')
    AND c.started_at <= x.reported_at AND NOT EXISTS (SELECT FROM custody_postalclock k
      WHERE k.item_id = c.item_id AND k.start_seq > c.start_seq AND k.started_at <= x.reported_at)
  ORDER BY x.kind = 'loss' DESC, x.reported_at LIMIT 1) x ON true
WHERE c.route <> '' AND c.started_at < %(until)s AND (c.ended_at IS NULL OR c.ended_at >= %(since)s)
ORDER BY c.started_at, c.id
""",
)

POSTAGE = Table(
    file="postage.csv",
    line="Mỗi dòng là một lần bưu điện báo cước trong kỳ (không kể phiếu nhận đã hủy).",
    columns=columns(
        ("asked_at", "lúc đăng ký hồ sơ, hoặc lúc đăng ký trả kết quả qua bưu điện"),
        ("above_table", "yes = thu vượt bảng giá"),
        ("table_vnd", "nếu thu vượt bảng giá: giá trong bảng, đồng"),
        ("asked_vnd", "nếu thu vượt bảng giá: giá đã thu, đồng"),
    ),
    statement=f"""
SELECT {iso("q.at")}, o.subject IS NOT NULL, o.table_vnd, o.asked_vnd
FROM cash_quotation q LEFT JOIN cash_priceoverride o ON o.subject = q.subject
WHERE q.at >= %(since)s AND q.at < %(until)s
  AND q.subject NOT IN (SELECT d.id FROM dossiers_dossier d WHERE d.state = 'voided')
ORDER BY q.at, q.subject
""",
)
