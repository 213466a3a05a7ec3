"""What the board asks of facts stands in their indexes: a million rows are counted without reading one of them."""

from django.db import migrations, models

# The days are those of `queries.left_out`: what took longer is asked of these, all else of a few days.
SLOWLY = """
CREATE INDEX fact_slowly_received ON public.programme_fact (received_on) INCLUDE (unit_id, state, registered_at)
  WHERE received_on - registered_at > interval '7 days';
CREATE INDEX fact_slowly_returned ON public.programme_fact (returned_on)
  INCLUDE (unit_id, state, registered_at, released_at)
  WHERE result_channel = 1 AND returned_on - registered_at > interval '62 days';
"""
GONE = "DROP INDEX public.fact_slowly_received; DROP INDEX public.fact_slowly_returned;"
OLD = ("fact_received", "fact_returned", "fact_not_received", "fact_not_returned")


def index(name: str, field: str, include: str, **condition: object) -> migrations.AddIndex:
    """One index of the facts that holds what is asked."""
    where = models.Q(**condition) if condition else None
    found = models.Index(fields=[field], include=include.split(), name=name, condition=where)
    return migrations.AddIndex(model_name="fact", index=found)


class Migration(migrations.Migration):
    dependencies = [("programme", "0006_months_apart")]

    operations = [
        *(migrations.RemoveIndex(model_name="fact", name=name) for name in OLD),
        index(
            "fact_received",
            "received_on",
            "unit_id procedure_id channel received_by_post simulated registered_at state",
        ),
        index("fact_returned", "returned_on", "unit_id procedure_id returned_by_post simulated"),
        index("fact_not_received", "registered_at", "unit_id channel state", received_on=None),
        index(
            "fact_not_returned",
            "registered_at",
            "unit_id state released_at",
            result_channel=1,
            returned_on=None,
        ),
        index(
            "fact_at_the_post",
            "released_at",
            "unit_id state registered_at",
            result_channel=1,
            returned_on=None,
            released_at__isnull=False,
        ),
        index(
            "fact_post_returned",
            "returned_on",
            "unit_id state registered_at released_at",
            result_channel=1,
        ),
        migrations.RunSQL(SLOWLY, GONE),
    ]
