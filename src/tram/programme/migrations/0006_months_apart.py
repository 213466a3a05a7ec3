"""A month is told as a whole or procedure by procedure, never both: the database refuses it too."""

import django.contrib.postgres.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0007_published_lists"),
        ("programme", "0005_snapshots"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="reportedfigure",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("month", "="),
                    (
                        models.Case(
                            models.When(procedure__isnull=True, then=models.Value(1)),
                            default=models.Value(0),
                            output_field=models.IntegerField(),
                        ),
                        "<>",
                    ),
                ],
                name="reported_figure_whole_or_apart",
            ),
        ),
    ]
