"""What the plan counts: facts of dossiers by the books (a view), what was counted, sums by month, and the tail."""

from django.db import migrations, models

# By post only with the signed hand-over (47a), back by post only with evidence of delivery (47c); what was voided
# counts nowhere, and the evidence is as good as the weakest act. A body says its grade unless the system itself saw.
VIEW = """
CREATE VIEW public.programme_facts_now AS
SELECT d.id AS dossier_id, d.number, d.agency_id AS unit_id, p.procedure_id, d.channel, d.result_channel, d.state,
  d.registered_at, d.handover_at, d.accepted_at, d.due_at, d.settled_at, b.released_at, r.delivered_at,
  CASE WHEN d.state = 'voided' THEN NULL WHEN d.channel = 3 THEN d.handover_at ELSE d.accepted_at END AS received_on,
  CASE WHEN d.state = 'voided' THEN NULL ELSE r.delivered_at END AS returned_on,
  d.state <> 'voided' AND d.channel = 3 AND d.handover_at IS NOT NULL AS received_by_post,
  d.state <> 'voided' AND d.result_channel = 1 AND r.delivered_at IS NOT NULL AS returned_by_post,
  (ARRAY['system', 'signed-paper', 'manual'])[greatest(b.grade, public.programme_grade(d.grade),
    public.programme_grade(v.grade))] AS grade,
  d.simulated
FROM public.dossiers_dossier d
JOIN public.catalogue_procedureversion p ON p.id = d.version_id
LEFT JOIN public.custody_delivery v ON v.dossier_id = d.id
CROSS JOIN LATERAL (SELECT CASE WHEN d.returned_at IS NULL THEN NULL
  WHEN d.result_channel = 1 THEN v.delivered_at ELSE d.returned_at END AS delivered_at) r
CROSS JOIN LATERAL (SELECT max(l.occurred_at) FILTER (WHERE l.action = 'release') AS released_at,
  max(CASE WHEN position('"grade":"manual"'::bytea IN l.body) > 0 THEN 3
    WHEN position('"grade":"signed-paper"'::bytea IN l.body) > 0 THEN 2 ELSE 1 END) AS grade
  FROM public.dossiers_line l WHERE l.stream = d.id
  AND l.action IN ('register', 'submit', 'arrive', 'accept', 'release', 'return', 'deliver')) b;
COMMENT ON VIEW public.programme_facts_now IS 'sealed';
"""
GRADE = """
CREATE FUNCTION public.programme_grade(grade text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT array_position(ARRAY['system', 'signed-paper', 'manual'], grade) $$;
"""
# A row for each dossier whose books are written, in the transaction that writes them. Nothing is unique here, so no
# writer waits for another; a dossier that nobody can see yet has its row not seen either.
TRIGGERS = """
CREATE FUNCTION public.programme_note_lines() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO public.programme_pending (dossier_id) SELECT DISTINCT stream FROM fresh;
  RETURN NULL;
END $$;
CREATE TRIGGER programme_note AFTER INSERT ON public.dossiers_line
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.programme_note_lines();
CREATE FUNCTION public.programme_note_deliveries() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO public.programme_pending (dossier_id) SELECT dossier_id FROM fresh;
  RETURN NULL;
END $$;
CREATE TRIGGER programme_note AFTER INSERT ON public.custody_delivery
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.programme_note_deliveries();
INSERT INTO public.programme_rollup (id, seq, dossiers) VALUES (1, 0, 0);
INSERT INTO public.programme_pending (dossier_id) SELECT id FROM public.dossiers_dossier;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0006_whole"),
        ("dossiers", "0010_undelivered"),
        ("custody", "0015_lost_from_a_bag"),
        ("programme", "0003_plans"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pending",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("dossier_id", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                ("dossier_id", models.UUIDField(primary_key=True, serialize=False)),
                ("unit_id", models.BigIntegerField()),
                ("procedure_id", models.BigIntegerField()),
                ("channel", models.SmallIntegerField()),
                ("result_channel", models.SmallIntegerField()),
                ("state", models.TextField()),
                ("registered_at", models.DateTimeField()),
                ("received_on", models.DateTimeField(null=True)),
                ("released_at", models.DateTimeField(null=True)),
                ("returned_on", models.DateTimeField(null=True)),
                ("received_by_post", models.BooleanField()),
                ("returned_by_post", models.BooleanField()),
                ("grade", models.TextField()),
                ("simulated", models.BooleanField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["received_on"], name="fact_received"),
                    models.Index(fields=["returned_on"], name="fact_returned"),
                    models.Index(
                        fields=["unit_id", "received_on", "dossier_id"], name="fact_unit_received"
                    ),
                    models.Index(
                        fields=["unit_id", "returned_on", "dossier_id"], name="fact_unit_returned"
                    ),
                    models.Index(
                        fields=["unit_id", "registered_at", "dossier_id"], name="fact_registered"
                    ),
                    models.Index(
                        condition=models.Q(("received_on", None)),
                        fields=["registered_at"],
                        name="fact_not_received",
                    ),
                    models.Index(
                        condition=models.Q(("result_channel", 1), ("returned_on", None)),
                        fields=["registered_at"],
                        name="fact_not_returned",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Month",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("unit_id", models.BigIntegerField()),
                ("procedure_id", models.BigIntegerField()),
                ("month", models.DateField(verbose_name="tháng")),
                ("received", models.IntegerField(verbose_name="tiếp nhận")),
                ("received_online", models.IntegerField(verbose_name="trong đó trực tuyến")),
                ("received_by_post", models.IntegerField(verbose_name="trong đó qua bưu chính")),
                ("returned", models.IntegerField(verbose_name="trả kết quả")),
                (
                    "returned_by_post",
                    models.IntegerField(verbose_name="trong đó trả qua bưu chính"),
                ),
                ("simulated", models.IntegerField(verbose_name="trong đó mô phỏng")),
            ],
            options={
                "indexes": [models.Index(fields=["month"], name="month_of_facts")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit_id", "procedure_id", "month"), name="month_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rollup",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(default=0)),
                ("dossiers", models.BigIntegerField(default=0)),
                ("folded_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="rollup_is_one")
                ],
            },
        ),
        *[migrations.RunSQL(sql) for sql in (GRADE, VIEW, TRIGGERS)],
    ]
