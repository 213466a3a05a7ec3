"""A difference ends when a newer list of the same side no longer shows it: by whom, when, by which list (42b)."""

import django.db.models.deletion
from django.db import migrations, models

import tram.cash.rules.differences


class Migration(migrations.Migration):
    dependencies = [
        ("cash", "0007_differences_and_cod"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="moneydifference",
            name="difference_explained_whole",
        ),
        migrations.AddField(
            model_name="moneydifference",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ended",
                to="cash.statement",
            ),
        ),
        migrations.AddField(
            model_name="moneydifference",
            name="ended_by_bank",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ended",
                to="cash.bankfile",
            ),
        ),
        migrations.AlterField(
            model_name="differencenote",
            name="step",
            field=models.CharField(
                choices=[
                    ("found", "Phát hiện"),
                    ("owned", "Giao người xử lý"),
                    ("explained", "Ghi nguyên nhân"),
                    ("settled", "Đóng"),
                    ("corrected", "Hết sai lệch theo số liệu mới"),
                    ("again", "Phát hiện lại"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="moneydifference",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Chưa rõ nguyên nhân"),
                    ("explained", "Đã rõ nguyên nhân"),
                    ("settled", "Đã xử lý xong"),
                    ("corrected", "Hết theo số liệu mới"),
                ],
                default=tram.cash.rules.differences.DifferenceState["OPEN"],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="moneydifference",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            tram.cash.rules.differences.DifferenceState["OPEN"],
                            tram.cash.rules.differences.DifferenceState["CORRECTED"],
                        ],
                    ),
                    models.Q(
                        models.Q(("cause", ""), _negated=True), ("explained_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="difference_explained_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="moneydifference",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", tram.cash.rules.differences.DifferenceState["CORRECTED"]),
                        _negated=True,
                    ),
                    models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                    _connector="OR",
                ),
                name="difference_corrected_whole",
            ),
        ),
    ]
