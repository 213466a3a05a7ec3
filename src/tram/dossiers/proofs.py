"""What `tram verify` proves of dossiers."""

from tram.core import janitors, projections, verify
from tram.core.files import proofs as files
from tram.core.janitors import Janitor
from tram.core.projections import Projection
from tram.dossiers.models import BOOK

BODY = "convert_from(body, 'UTF8')::jsonb"

verify.register(BOOK)
projections.register(
    Projection(
        table="dossiers_dossier",
        key="id",
        columns=(
            "state",
            "seq",
            "result_channel",
            "handling_id",
            "stage",
            "number",
            "registered_at",
            "handover_at",
            "accepted_at",
            "due_at",
            "settled_at",
            "ended_at",
            "returned_at",
            "closed_at",
        ),
        rebuild=f"""
SELECT stream AS id,
  (array_agg(to_state ORDER BY seq DESC))[1] AS state,
  max(seq) AS seq,
  (array_agg(({BODY} ->> 'result')::smallint ORDER BY seq DESC) FILTER (WHERE {BODY} ? 'result'))[1]
    AS result_channel,
  (array_agg(({BODY} ->> 'unit')::bigint ORDER BY seq DESC)
    FILTER (WHERE action IN ('transfer', 'forward') AND {BODY} ? 'unit'))[1] AS handling_id,
  (array_agg(({BODY} ->> 'stage')::smallint ORDER BY seq DESC) FILTER (WHERE {BODY} ? 'stage'))[1]
    AS stage,
  max({BODY} ->> 'number') FILTER (WHERE action = 'accept') AS number,
  min(occurred_at) FILTER (WHERE seq = 1) AS registered_at,
  max(occurred_at) FILTER (WHERE action = 'arrive') AS handover_at,
  max(occurred_at) FILTER (WHERE action = 'accept') AS accepted_at,
  (array_agg(({BODY} ->> 'due_at')::timestamptz ORDER BY seq DESC)
    FILTER (WHERE {BODY} ? 'due_at'))[1] AS due_at,
  max(occurred_at) FILTER (WHERE action IN ('settle', 'settle-at-once')) AS settled_at,
  max(occurred_at) FILTER (WHERE action IN ('refuse', 'send-back', 'withdraw')) AS ended_at,
  max(occurred_at) FILTER (WHERE action IN ('return', 'deliver')) AS returned_at,
  max(occurred_at) FILTER (WHERE action IN ('close', 'give-back')) AS closed_at
FROM dossiers_line GROUP BY stream""",
    )
)
janitors.register(
    Janitor(
        name="dossiers: a due time is the one last derived",
        offences="SELECT d.id, d.due_at FROM dossiers_dossier d WHERE d.due_at IS DISTINCT FROM ("
        "SELECT t.due_at FROM dossiers_duetime t WHERE t.dossier_id = d.id "
        "ORDER BY t.line_seq DESC LIMIT 1)",
        looked="SELECT count(*) FROM dossiers_dossier",
    )
)
janitors.register(
    Janitor(
        name="dossiers: at most one live tracking code",
        offences="SELECT dossier_id, count(*) FROM dossiers_trackingcode "
        "WHERE retired_at IS NULL GROUP BY dossier_id HAVING count(*) > 1",
        looked="SELECT count(*) FROM dossiers_trackingcode",
    )
)
janitors.register(
    Janitor(
        name="dossiers: only those accepted have a number and a due time",
        offences="SELECT id, state FROM dossiers_dossier "
        "WHERE (number IS NULL) <> (accepted_at IS NULL) OR (due_at IS NULL) <> (accepted_at IS NULL)",
        looked="SELECT count(*) FROM dossiers_dossier",
    )
)
janitors.register(
    Janitor(
        name="dossiers: the pauses are those of the book",
        offences="""
WITH steps AS (
  SELECT stream, seq, occurred_at, to_state IN ('incomplete', 'waiting-papers', 'waiting-payment', 'stopped') AS waits,
    from_state IN ('incomplete', 'waiting-papers', 'waiting-payment', 'stopped') AS waited,
    from_state <> to_state AS moves
  FROM dossiers_line),
told AS (
  SELECT stream, seq, occurred_at AS started_at, (SELECT min(e.occurred_at) FROM steps e
    WHERE e.stream = s.stream AND e.seq > s.seq AND e.waited AND e.moves) AS ended_at
  FROM steps s WHERE s.waits AND s.moves)
(SELECT stream, seq, started_at, ended_at FROM told EXCEPT
 SELECT dossier_id, line_seq, started_at, ended_at FROM dossiers_pause)
UNION ALL
(SELECT dossier_id, line_seq, started_at, ended_at FROM dossiers_pause EXCEPT
 SELECT stream, seq, started_at, ended_at FROM told)""",
        looked="SELECT count(*) FROM dossiers_pause",
    )
)
janitors.register(
    Janitor(
        name="dossiers: every letter in the book is signed, and every signed letter is in the book",
        offences=f"""
(SELECT stream, seq, {BODY} ->> 'number' FROM dossiers_line
  WHERE action IN ('ask-supplement', 'ask-payment', 'stop', 're-appoint', 'refuse', 'send-back', 'withdraw')
 EXCEPT SELECT dossier_id, line_seq, number FROM dossiers_letter)
UNION ALL
(SELECT dossier_id, line_seq, number FROM dossiers_letter WHERE signed_at IS NOT NULL
 EXCEPT SELECT stream, seq, {BODY} ->> 'number' FROM dossiers_line)""",
        looked="SELECT count(*) FROM dossiers_letter",
    )
)
janitors.register(
    Janitor(
        name="dossiers: who works on a dossier does so in the unit that has it",
        offences="SELECT w.dossier_id, w.seq FROM dossiers_workstep w "
        "JOIN dossiers_dossier d ON d.id = w.dossier_id WHERE w.ended_at IS NULL AND (w.unit_id <> d.handling_id "
        "OR d.state NOT IN ('processing', 'waiting-papers', 'waiting-payment', 'stopped'))",
        looked="SELECT count(*) FROM dossiers_workstep",
    )
)
janitors.register(
    Janitor(
        name="dossiers: a message tells of a line of its dossier's book",
        offences="SELECT m.id, m.kind FROM dossiers_message m WHERE NOT EXISTS ("
        "SELECT FROM dossiers_line l WHERE l.stream = m.dossier_id AND l.seq = m.line_seq)",
        looked="SELECT count(*) FROM dossiers_message",
    )
)
janitors.register(
    Janitor(
        name="dossiers: every customer was told of the acceptance",
        offences="SELECT d.id FROM dossiers_dossier d WHERE d.accepted_at >= ("
        "SELECT min(written_at) FROM dossiers_message WHERE kind = 'accepted') AND NOT EXISTS ("
        "SELECT FROM dossiers_message m WHERE m.dossier_id = d.id AND m.kind = 'accepted')",
        looked="SELECT count(*) FROM dossiers_dossier WHERE accepted_at IS NOT NULL",
    )
)
files.register(
    files.Naming(
        table="dossiers_dossierfile",
        query="SELECT sha256, min(size) FROM dossiers_dossierfile GROUP BY sha256 ORDER BY sha256",
    )
)
janitors.register(
    Janitor(
        name="dossiers: a file shows a paper of its own dossier, or none",
        offences="SELECT f.id FROM dossiers_dossierfile f WHERE f.paper_seq IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM dossiers_dossierpaper p WHERE p.dossier_id = f.dossier_id AND p.seq = f.paper_seq)",
        looked="SELECT count(*) FROM dossiers_dossierfile",
    )
)
janitors.register(
    Janitor(
        name="dossiers: the desk is the one that last took over",
        offences="SELECT d.id, d.desk_id FROM dossiers_dossier d JOIN LATERAL ("
        f"SELECT {BODY} ->> 'desk' AS desk FROM dossiers_line l WHERE l.stream = d.id "
        f"AND l.action = 'correct' AND {BODY} ->> 'what' = 'units' ORDER BY l.seq DESC LIMIT 1) t "
        "ON t.desk <> d.desk_id::text",
        looked="SELECT count(*) FROM dossiers_dossier",
    )
)
