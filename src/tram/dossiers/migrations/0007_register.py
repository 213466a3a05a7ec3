"""The register of a desk and of an agency is read in the order in which their dossiers came."""

from django.db import migrations, models
from django.db.models.functions import Coalesce

RECEIVED = Coalesce("handover_at", "registered_at")


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0006_messages")]

    operations = [
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                models.F("desk"), RECEIVED, models.F("id"), name="dossier_register_of_desk"
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                models.F("agency"), RECEIVED, models.F("id"), name="dossier_register_of_agency"
            ),
        ),
    ]
