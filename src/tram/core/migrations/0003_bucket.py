"""Token buckets for public look-ups, in a table that needs no write-ahead log."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0002_machinery")]
    operations = [
        migrations.CreateModel(
            name="Bucket",
            fields=[
                ("caller", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("full_at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(
            "ALTER TABLE public.core_bucket SET UNLOGGED",
            "ALTER TABLE public.core_bucket SET LOGGED",
        ),
    ]
