"""Columns of facts and sums, and the SQL that makes sums of facts: shared by foldings, reads and proofs."""

FACT_COLUMNS = (
    "unit_id",
    "procedure_id",
    "channel",
    "result_channel",
    "state",
    "registered_at",
    "received_on",
    "released_at",
    "returned_on",
    "received_by_post",
    "returned_by_post",
    "grade",
    "simulated",
)
COUNTS = (
    "received",
    "received_online",
    "received_by_post",
    "returned",
    "returned_by_post",
    "simulated",
)
MONTH_COLUMNS = ("unit_id", "procedure_id", "month", *COUNTS)
_SUMS = ", ".join(f"sum({name}) AS {name}" for name in COUNTS)
EVENTS = """
SELECT unit_id, procedure_id, date_trunc('month', received_on AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS month,
  received_on AS at, {sign} AS received, {sign} * (channel = 2)::int AS received_online,
  {sign} * received_by_post::int AS received_by_post, 0 AS returned, 0 AS returned_by_post,
  {sign} * simulated::int AS simulated
FROM {facts} WHERE received_on IS NOT NULL
UNION ALL
SELECT unit_id, procedure_id, date_trunc('month', returned_on AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
  returned_on, 0, 0, 0, {sign}, {sign} * returned_by_post::int, {sign} * simulated::int
FROM {facts} WHERE returned_on IS NOT NULL
"""
MONTHS = f"""
SELECT md5(unit_id || '/' || procedure_id || '/' || to_char(month, 'YYYYMM'))::uuid AS id,
  unit_id, procedure_id, month, {_SUMS}
FROM ({EVENTS.format(facts="{facts}", sign="1")}) e GROUP BY unit_id, procedure_id, month
"""
