"""What a person says of who came after, and two functions that follow successions to a day."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tram.core.books import protect

# Whoever stands in the place of a row on a day: the row itself while it lasts, else its first successor; null if nobody.
HEIR = """
CREATE FUNCTION public.directory_{thing}_on(start bigint, day date) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH RECURSIVE heir AS (
    SELECT u.id, u.valid_to, 0 AS step FROM public.directory_{thing} u WHERE u.id = start
    UNION ALL
    SELECT n.id, n.valid_to, h.step + 1 FROM heir h CROSS JOIN LATERAL ({next}) n WHERE h.valid_to < day AND h.step < 50)
  SELECT id FROM heir WHERE valid_to IS NULL OR valid_to >= day ORDER BY step LIMIT 1
$$;
"""
NEXT_UNIT = (
    "SELECT u.id, u.valid_to FROM public.directory_succession s JOIN public.directory_unit u ON u.id = s.successor_id "
    "WHERE s.predecessor_id = h.id ORDER BY s.id LIMIT 1"
)
NEXT_AREA = (
    "SELECT b.id, b.valid_to FROM public.directory_area a JOIN public.directory_area b ON b.id = a.successor_id "
    "WHERE a.id = h.id"
)


def heir(thing: str, following: str) -> migrations.RunSQL:
    """The function that follows successions of units or areas to a day."""
    return migrations.RunSQL(
        HEIR.format(thing=thing, next=following),
        f"DROP FUNCTION public.directory_{thing}_on(bigint, date)",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_machinery"),
        ("directory", "0003_working_times"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StatedSuccession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("decision", models.CharField(max_length=120, verbose_name="quyết định")),
                ("decided_on", models.DateField(verbose_name="ngày quyết định")),
                ("at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="directory.area",
                    ),
                ),
                (
                    "area_successor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.area",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="directory.unit",
                    ),
                ),
                (
                    "unit_successor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("area__isnull", False), ("unit", None), ("unit_successor", None)
                            ),
                            models.Q(
                                ("area", None), ("area_successor", None), ("unit__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="statement_of_one_thing",
                    )
                ],
            },
        ),
        migrations.RunSQL(protect("directory_statedsuccession", "log"), migrations.RunSQL.noop),
        heir("unit", NEXT_UNIT),
        heir("area", NEXT_AREA),
    ]
