"""A file behind a register has a digest, a size and pages, as every other file that is kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0006_agreements_qualification_training")]

    operations = [
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(sha256__regex="^[0-9a-f]{64}$"), name="attachment_digest"
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(size__gt=0, pages__gt=0), name="attachment_holds_something"
            ),
        ),
    ]
