"""When each price was told; the times of those told before come with custody 0017, which knows what they were for."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cash", "0010_editions")]

    operations = [
        migrations.AddField(
            model_name="quotation",
            name="at",
            field=models.DateTimeField("lúc báo cước", default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="quotation",
            index=models.Index(fields=["at"], include=("subject",), name="quotation_at"),
        ),
    ]
