"""What `tram verify` proves of custody."""

from tram.core import janitors, projections, verify
from tram.core.files import proofs as files
from tram.core.janitors import Janitor
from tram.core.projections import Projection
from tram.custody.models import BOOK

verify.register(BOOK)
files.register(
    files.Naming(
        table="custody_delivery",
        query="SELECT sha256, min(size) FROM custody_delivery WHERE sha256 <> '' "
        "GROUP BY sha256 ORDER BY sha256",
    )
)
projections.register(
    Projection(
        table="custody_item",
        key="id",
        columns=("holder_id", "seq"),
        rebuild="SELECT DISTINCT ON (stream) stream AS id, to_holder AS holder_id, seq "
        "FROM custody_line ORDER BY stream, seq DESC",
    )
)
janitors.register(
    Janitor(
        name="custody: a hand-over between staff names giver and receiver",
        offences="SELECT l.stream, l.seq FROM custody_line l "
        "JOIN custody_holder f ON f.id = l.from_holder JOIN custody_holder t ON t.id = l.to_holder "
        "WHERE 'customer' NOT IN (f.kind, t.kind) AND t.kind <> 'incident' AND (l.giver IS NULL OR l.receiver IS NULL) "
        "AND convert_from(l.body, 'UTF8')::jsonb ->> 'what' IS DISTINCT FROM 'units'",
        looked="SELECT count(*) FROM custody_line",
    )
)
janitors.register(
    Janitor(
        name="custody: a signed manifest has two people's signatures and no open entry",
        offences="SELECT m.number FROM custody_manifest m WHERE m.state = 'signed' AND ("
        "(SELECT count(DISTINCT user_id) FROM custody_signature s WHERE s.manifest_id = m.id) <> 2 "
        "OR EXISTS (SELECT 1 FROM custody_manifestentry e "
        "WHERE e.manifest_id = m.id AND e.outcome = 'pending'))",
        looked="SELECT count(*) FROM custody_manifest",
    )
)
janitors.register(
    Janitor(
        name="custody: a result with the customer has its evidence, and the reverse",
        offences="SELECT d.id FROM dossiers_dossier d WHERE ("
        "EXISTS (SELECT 1 FROM dossiers_line l WHERE l.stream = d.id AND l.action = 'deliver') "
        "OR EXISTS (SELECT 1 FROM custody_line c JOIN custody_item i ON i.id = c.stream "
        "JOIN custody_holder f ON f.id = c.from_holder JOIN custody_holder t ON t.id = c.to_holder "
        "WHERE i.dossier_id = d.id AND f.kind = 'courier' AND t.kind = 'customer') "
        "OR EXISTS (SELECT 1 FROM custody_holding k WHERE k.dossier_id = d.id AND k.ending = 'collected')) "
        "<> EXISTS (SELECT 1 FROM custody_delivery v WHERE v.dossier_id = d.id) "
        # Given back over the counter of the point that took them in.
        "AND NOT EXISTS (SELECT 1 FROM custody_line c JOIN custody_item i ON i.id = c.stream "
        "JOIN custody_holder f ON f.id = c.from_holder JOIN custody_holder t ON t.id = c.to_holder "
        "WHERE i.dossier_id = d.id AND f.unit_id = d.intake_point_id AND t.kind = 'customer')",
        looked="SELECT count(*) FROM dossiers_dossier",
    )
)
janitors.register(
    Janitor(
        name="custody: a dossier is closed only when its agency holds the originals it takes back",
        offences="SELECT i.dossier_id FROM custody_item i JOIN dossiers_dossier d ON d.id = i.dossier_id "
        "JOIN custody_holder h ON h.id = i.holder_id WHERE i.kind = 'withdrawn' "
        "AND (d.state = 'closed') <> coalesce(h.unit_id = d.agency_id, false)",
        looked="SELECT count(*) FROM custody_item WHERE kind = 'withdrawn'",
    )
)
POSTS = "('provincial-post', 'district-post', 'post-point')"
projections.register(
    Projection(
        table="custody_postalclock",
        key="id",
        columns=(
            "item_id",
            "start_seq",
            "dossier_id",
            "direction",
            "started_at",
            "end_seq",
            "ended_at",
            "how",
        ),
        rebuild="WITH told AS (SELECT l.stream, l.seq, l.occurred_at, i.dossier_id, i.kind AS thing, "
        f"CASE WHEN t.kind = 'courier' OR tu.kind IN {POSTS} THEN 'post' "
        "WHEN t.kind = 'place' THEN 'office' ELSE t.kind END AS dest, "
        f"CASE WHEN f.kind = 'courier' OR fu.kind IN {POSTS} THEN 'post' "
        "WHEN f.kind = 'place' THEN 'office' ELSE coalesce(f.kind, 'customer') END AS source, "
        "coalesce(m.kind, '') LIKE 'shuttle-%' AS shuttle "
        "FROM custody_line l JOIN custody_item i ON i.id = l.stream "
        "JOIN custody_holder t ON t.id = l.to_holder LEFT JOIN directory_unit tu ON tu.id = t.unit_id "
        "LEFT JOIN custody_holder f ON f.id = l.from_holder LEFT JOIN directory_unit fu ON fu.id = f.unit_id "
        "LEFT JOIN custody_manifest m ON m.id = l.manifest) "
        "SELECT md5(s.stream::text || '/' || s.seq)::uuid AS id, s.stream AS item_id, s.seq AS start_seq, "
        "s.dossier_id, CASE s.source WHEN 'office' THEN 'out' ELSE 'in' END AS direction, "
        "s.occurred_at AS started_at, e.seq AS end_seq, e.occurred_at AS ended_at, "
        "CASE s.source || ' ' || e.dest WHEN 'customer office' THEN 'handed-over' "
        "WHEN 'office customer' THEN 'delivered' WHEN 'office office' THEN 'sent-back' "
        "WHEN 'customer customer' THEN 'given-back' ELSE '' END AS how "
        "FROM told s LEFT JOIN LATERAL (SELECT e.seq, e.occurred_at, e.dest FROM told e "
        "WHERE e.stream = s.stream AND e.seq > s.seq AND e.dest IN ('office', 'customer') "
        "ORDER BY e.seq LIMIT 1) e ON true "
        "WHERE s.dest = 'post' AND NOT s.shuttle AND (s.source = 'office' AND s.thing <> 'withdrawn' "
        "OR s.source = 'customer' AND s.thing IN ('papers', 'supplement'))",
    )
)
janitors.register(
    Janitor(
        name="custody: what the holder «incident» has is an open loss, and its finding is signed by two",
        offences="SELECT i.id FROM custody_item i JOIN custody_holder h ON h.id = i.holder_id "
        "WHERE h.kind = 'incident' AND NOT EXISTS (SELECT 1 FROM custody_incident c WHERE c.item_id = i.id "
        "AND c.kind = 'loss' AND (c.state = 'open' OR c.ending <> 'found'))",
        looked="SELECT count(*) FROM custody_incident",
    )
)
janitors.register(
    Janitor(
        name="custody: what is graded below the system was entered later from a numbered paper",
        offences="SELECT l.stream, l.seq FROM custody_line l WHERE "
        "(convert_from(l.body, 'UTF8')::jsonb ? 'grade') <> EXISTS ("
        "SELECT 1 FROM core_laterentry e WHERE e.request_id = l.request_id)",
        looked="SELECT count(*) FROM core_laterentry",
    )
)
files.register(
    files.Naming(
        "custody_discrepancyphoto", "SELECT DISTINCT sha256, size FROM custody_discrepancyphoto"
    )
)
janitors.register(
    Janitor(
        name="custody: every thing with a fault has its discrepancy",
        offences="SELECT e.manifest_id, e.item_id FROM custody_manifestentry e WHERE e.fault <> '' "
        "AND NOT EXISTS (SELECT 1 FROM custody_discrepancy x "
        "WHERE x.manifest_id = e.manifest_id AND x.item_id = e.item_id)",
        looked="SELECT count(*) FROM custody_manifestentry",
    )
)
files.register(
    files.Naming("custody_incidentfile", "SELECT DISTINCT sha256, size FROM custody_incidentfile")
)
janitors.register(
    Janitor(
        name="custody: nothing is held at a point before the set number of tries, or one after it was called back",
        offences="SELECT k.item_id FROM custody_holding k WHERE NOT EXISTS ("
        "SELECT 1 FROM custody_attempt a WHERE a.dossier_id = k.dossier_id AND a.round = k.round "
        "AND a.attempted_at <= k.held_at)",
        looked="SELECT count(*) FROM custody_holding",
    )
)
janitors.register(
    Janitor(
        name="custody: nothing the post could not deliver came back before its time at a point was over",
        offences="SELECT e.item_id FROM custody_manifestentry e "
        "JOIN custody_manifest m ON m.id = e.manifest_id AND m.kind = 'return-in' AND m.state = 'signed' "
        "WHERE e.outcome = 'received' AND NOT EXISTS (SELECT 1 FROM custody_holding k "
        "WHERE k.item_id = e.item_id AND k.ending = 'expired' AND k.ended_at <= m.signed_at "
        "AND k.until < (k.ended_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)",
        looked="SELECT count(*) FROM custody_manifest WHERE kind = 'return-in'",
    )
)
janitors.register(
    Janitor(
        name="custody: a wait of the post lies inside the run that it stops",
        offences="SELECT p.id FROM custody_postalpause p JOIN custody_postalclock c ON c.id = p.clock_id "
        "WHERE p.started_at < c.started_at OR p.started_at > c.ended_at",
        looked="SELECT count(*) FROM custody_postalpause",
    )
)
janitors.register(
    Janitor(
        name="custody: what lies in a closed bag is held by who has the bag",
        offences="SELECT c.bag_id, c.item_id FROM custody_bagitem c JOIN custody_bag b ON b.id = c.bag_id "
        "JOIN custody_item i ON i.id = c.item_id WHERE c.taken_out_at IS NULL AND i.holder_id <> b.holder_id",
        looked="SELECT count(*) FROM custody_bagitem WHERE taken_out_at IS NULL",
    )
)
janitors.register(
    Janitor(
        name="custody: a seal number closes one cover or bag at a time",
        offences="SELECT seal FROM (SELECT upper(seal_number) AS seal FROM custody_envelope "
        "WHERE opened_at IS NULL AND voided_at IS NULL AND seal_number <> '' "
        "UNION ALL SELECT upper(seal_number) FROM custody_bag "
        "WHERE opened_at IS NULL AND seal_number <> '') closed GROUP BY seal HAVING count(*) > 1",
        looked="SELECT (SELECT count(*) FROM custody_envelope) + (SELECT count(*) FROM custody_bag)",
    )
)
janitors.register(
    Janitor(
        name="custody: every issue of a voucher follows the one before, the first signed by its teller",
        offences="SELECT v.dossier_id, v.issue FROM custody_voucherissue v WHERE v.issue > 1 AND NOT EXISTS ("
        "SELECT FROM custody_voucherissue w WHERE w.dossier_id = v.dossier_id AND w.issue = v.issue - 1) "
        "UNION ALL SELECT v.dossier_id, v.issue FROM custody_voucherissue v WHERE v.issue = 1 AND NOT EXISTS ("
        "SELECT FROM custody_vouchersignature s WHERE s.voucher_id = v.id AND s.side = 'teller')",
        looked="SELECT count(*) FROM custody_voucherissue",
    )
)
janitors.register(
    Janitor(
        name="custody: a request that was collected has its intake, and no other request has one",
        offences="SELECT r.id FROM custody_pickuprequest r WHERE (r.state = 'collected') <> EXISTS ("
        "SELECT FROM custody_addressintake a WHERE a.request_id = r.id)",
        looked="SELECT count(*) FROM custody_pickuprequest",
    )
)
janitors.register(
    Janitor(
        name="custody: a voided number is on no envelope that is under way",
        offences="SELECT v.number FROM custody_voidednumber v JOIN custody_envelope e ON e.number = v.number "
        "WHERE e.voided_at IS NULL",
        looked="SELECT count(*) FROM custody_voidednumber",
    )
)
janitors.register(
    Janitor(
        name="custody: a dossier in several envelopes arrived with its last one",
        offences="SELECT i.id FROM custody_item i JOIN dossiers_dossier d ON d.id = i.dossier_id "
        "WHERE i.kind = 'papers' AND i.parts > 1 AND d.handover_at IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM custody_line l JOIN custody_manifest m ON m.id = l.manifest AND m.kind = 'hand-over' "
        "WHERE l.stream = i.id AND l.occurred_at <= d.handover_at)",
        looked="SELECT count(*) FROM custody_item WHERE parts > 1",
    )
)
janitors.register(
    Janitor(
        name="custody: every part of a dossier's papers is known",
        offences="SELECT i.dossier_id FROM custody_item i WHERE i.kind = 'papers' "
        "GROUP BY i.dossier_id HAVING count(*) <> max(i.parts) OR min(i.parts) <> max(i.parts)",
        looked="SELECT count(*) FROM custody_item WHERE kind = 'papers'",
    )
)
