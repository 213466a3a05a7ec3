"""What the rules need to know to take one dossier in."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tram.cash.queries import WHICH_TARIFF, PriceList, the_price_list
from tram.catalogue.rules.eligibility import PostalFacts
from tram.core import prepared
from tram.core.errors import Refused
from tram.directory.queries import settling_kind
from tram.directory.queries.regimes import CODE as REGIME
from tram.directory.queries.regimes import regime
from tram.dossiers.rules.completeness import Expected

# The district that decides the distance; where there are no districts any more, the commune itself.
DISTRICT = "coalesce((SELECT q.id FROM directory_area q WHERE q.id = {0}.parent_id AND q.level = 'district'), {0}.id)"
INTAKE = f"""
SELECT v.id, v.name, v.postal_in, v.postal_in_reason, v.postal_out, v.postal_out_reason,
  v.presence_required, v.secret_possible,
  (SELECT coalesce(json_agg(json_build_array(p.seq, p.name, p.originals, p.certified, p.copies, p.mandatory)
     ORDER BY p.seq), '[]') FROM catalogue_requiredpaper p WHERE p.version_id = v.id) AS papers,
  (SELECT sum(f.amount_vnd) FROM catalogue_fee f WHERE f.version_id = v.id) AS fee_vnd,
  a.id AS agency_id, a.name AS agency, daterange(a.valid_from, a.valid_to, '[]') @> %(day)s::date AS agency_stands,
  a.kind AS agency_kind, pr.level,
  directory_unit_on(pr.agency_id, %(day)s::date) AS fixed_agency, pr.agency_id IS NOT NULL AS is_fixed,
  (SELECT d.desk_id FROM directory_deskservice d JOIN directory_unit k ON k.id = d.desk_id
     AND daterange(k.valid_from, k.valid_to, '[]') @> %(day)s::date
     WHERE d.agency_id = a.id ORDER BY d.desk_id LIMIT 1) AS desk_id,
  {DISTRICT.format("aa")} AS agency_district,
  {DISTRICT.format("pc")} AS point_district,
  {DISTRICT.format("rc")} AS recipient_district,
  ({WHICH_TARIFF}) AS price_list,
  (SELECT r.value ->> 'code' FROM directory_parameter r WHERE r.code = '{REGIME}'
     AND daterange(r.valid_from, r.valid_to, '[]') @> %(day)s::date) AS regime,
  daterange(v.valid_from, v.valid_to, '[]') @> %(day)s::date AND v.published_at IS NOT NULL AS in_force
FROM catalogue_procedureversion v
JOIN catalogue_procedure pr ON pr.id = v.procedure_id
LEFT JOIN directory_unit a ON a.id = %(agency)s
LEFT JOIN directory_area aa ON aa.id = a.area_id
LEFT JOIN directory_servicepoint sp ON sp.unit_id = %(point)s
LEFT JOIN directory_area pc ON pc.id = coalesce(directory_area_on(sp.commune_id, %(day)s::date), sp.commune_id)
LEFT JOIN directory_area rc ON rc.id = %(recipient)s
WHERE v.id = %(version)s
"""


@dataclass(frozen=True)
class IntakeFacts:
    """All that the rules need to know to take one dossier in, from one look at the database."""

    version_id: int
    name: str
    postal: PostalFacts
    papers: tuple[Expected, ...]
    fee_vnd: int | None
    agency_id: int
    desk_id: int
    agency_district: int | None
    point_district: int | None
    recipient_district: int | None
    price_list: PriceList | None
    regime: str

    @property
    def prices(self) -> PriceList:
        """The price list in force; Refused if there is none."""
        if self.price_list is None:
            raise Refused(
                "no-tariff", "Chưa có bảng giá cước cho ngày này. Hãy báo Bưu điện tỉnh."
            )
        return self.price_list


def intake_facts(
    *,
    version_id: int,
    agency_id: int,
    point_id: int | None,
    recipient_area: int | None,
    day: date,
    kept: bool = False,
) -> IntakeFacts:
    """The facts of one intake; Refused for an unknown version, agency or pair of the two.

    `kept`: of a dossier that has come already and keeps its version, whether that is still in force or not.
    """
    words = {"version": version_id, "agency": agency_id, "point": point_id}
    found = prepared.row(INTAKE, {**words, "recipient": recipient_area, "day": day})
    if not found or not (kept or found.in_force):
        raise Refused(
            "no-such-procedure",
            "Thủ tục này không có hoặc không còn hiệu lực. Hãy chọn lại thủ tục.",
        )
    _require_competent(found, day)
    return IntakeFacts(
        version_id=found.id,
        name=found.name,
        postal=PostalFacts(
            found.postal_in,
            found.postal_in_reason,
            found.postal_out,
            found.postal_out_reason,
            found.presence_required,
            found.secret_possible,
        ),
        papers=tuple(Expected(*paper) for paper in found.papers),
        fee_vnd=int(found.fee_vnd) if found.fee_vnd is not None else None,
        agency_id=found.agency_id,
        desk_id=found.desk_id,
        agency_district=found.agency_district,
        point_district=found.point_district,
        recipient_district=found.recipient_district,
        price_list=the_price_list(*found.price_list) if found.price_list else None,
        regime=found.regime or regime(day).code,
    )


def _settles(found: Any, day: date) -> bool:
    kind, level = found.agency_kind, found.level
    return bool(kind == level or kind == settling_kind(level, day))


def _require_competent(found: Any, day: date) -> None:
    agency = found.agency_id
    fits = agency == found.fixed_agency if found.is_fixed else _settles(found, day)
    if not (agency and fits and found.agency_stands):
        raise Refused(
            "wrong-agency",
            f"Cơ quan đã chọn không giải quyết thủ tục «{found.name}». Hãy chọn lại cơ quan.",
        )
    if not found.desk_id:
        raise Refused(
            "no-desk",
            f"{found.agency} chưa có bộ phận một cửa nhận hồ sơ. Hãy báo Bưu điện tỉnh.",
        )
