"""The fields (lĩnh vực) that procedures in force belong to."""

from datetime import date

from django.db.models import Q

from tram.catalogue.models import ProcedureVersion


def procedure_fields(day: date) -> list[str]:
    """Every field of a procedure published and in force on a day, in order."""
    standing = Q(valid_to=None) | Q(valid_to__gte=day)
    rows = ProcedureVersion.objects.filter(
        standing, valid_from__lte=day, published_at__isnull=False
    )
    return sorted(set(rows.values_list("procedure__field", flat=True)))
