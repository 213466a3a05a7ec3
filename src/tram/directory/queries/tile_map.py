"""Where the tiles of the districts stand on the map of equal squares (bản đồ ô vuông)."""

from datetime import date

from django.db.models import Q

from tram.directory.models import Parameter

CODE = "province.map"


def tile_places(day: date) -> dict[str, tuple[int, int]]:
    """Row and column of each area by its code; nothing for a province that drew no map."""
    rows = Parameter.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), code=CODE)
    found = rows.filter(valid_from__lte=day).order_by("-valid_from").first()
    tiles = found.value if found else []
    return {str(tile["area"]): (int(tile["row"]), int(tile["column"])) for tile in tiles}
