"""Invented people for every duty (their names say so), and who stands where during the simulated month.

Which units they serve at follows from the data: the roles that the province's parameters name, a point in each
district, the agencies that have procedures by post.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from tram.accounts.models import User
from tram.accounts.rules.access import Role
from tram.catalogue.models import ProcedureVersion
from tram.core.acts import Act, Secret
from tram.directory import commands as directory
from tram.directory.commands import DemoPerson
from tram.directory.models import Appointment, Unit
from tram.directory.queries import actor_of, demo_duties, heir, parameter, settling_kind
from tram.dossiers.rules.completeness import Counted

PASSWORD = "trạm diễn tập 2019"
PIN = "135790"
SINCE = date(2019, 1, 1)
POINTS = 10
AGENCIES = 10
DISTRICTS = 2
SORTED = 2
"""So many district posts have a second person, who sorts."""


@dataclass(frozen=True)
class Member:
    """A person of the crew at the place they work."""

    user: User
    unit: Unit

    def act(self, **words: object) -> Act:
        """A new act of this person at this place; `words` go to `Act`."""
        return Act(
            actor=actor_of(self.user.id, self.user.full_name),
            place_id=self.unit.id,
            **words,  # type: ignore[arg-type]
        )


@dataclass(frozen=True)
class Offer:
    """One procedure that customers ask for: its version, agency, desk and full paper count."""

    version_id: int
    agency: Unit
    desk: Unit
    counted: tuple[Counted, ...]
    fee_vnd: int

    def version(self) -> ProcedureVersion:
        """The version asked for, with its procedure."""
        return ProcedureVersion.objects.select_related("procedure").get(id=self.version_id)


@dataclass
class Crew:
    """Who works where: tellers by point, postmen and sorters by district post, the others by desk or agency."""

    points: list[Unit]
    offers: list[Offer]
    tellers: dict[int, Member] = field(default_factory=dict)
    postmen: dict[int, Member] = field(default_factory=dict)
    officers: dict[int, Member] = field(default_factory=dict)
    specialists: dict[int, Member] = field(default_factory=dict)
    leaders: dict[int, Member] = field(default_factory=dict)
    sorters: dict[int, Member] = field(default_factory=dict)
    managers: list[Member] = field(default_factory=list)

    def postman_of(self, point: Unit) -> Member:
        """The postman of the district post that a point belongs to."""
        return self.postmen.get(point.parent_id or 0) or next(iter(self.postmen.values()))


def _points() -> list[Unit]:
    """The first point of each district post and of the provincial post, then the first of the others."""
    rows = Unit.objects.filter(kind="post-point").select_related("parent").order_by("point__code")
    first: dict[int | None, Unit] = {}
    for point in rows:
        first.setdefault(point.parent_id, point)
    chosen = list(first.values())[:POINTS]
    return chosen + [point for point in rows if point not in chosen][: POINTS - len(chosen)]


def _offers(day: date) -> list[Offer]:
    """Procedures by post both ways, with a known limit, fee and paper list, of a handful of agencies."""
    rows = (
        ProcedureVersion.objects.filter(
            valid_from__lte=day, valid_to=None, postal_in=True, postal_out=True, limit_value__gt=0
        )
        .exclude(papers=None)
        .exclude(fees=None)
        .select_related("procedure__agency")
        .order_by("procedure__code")
    )
    current = Q(valid_to=None) | Q(valid_to__gte=day)
    standing = Unit.objects.filter(current, valid_from__lte=day).order_by("slug")
    settlers = standing.filter(kind=settling_kind("district", day))
    kinds = {"district": list(settlers[:DISTRICTS])}
    chosen: dict[int, Unit] = {}
    offers = []
    for version in rows:
        named = version.procedure.agency
        fixed = heir(named.id, day) if named else None
        for agency in [fixed] if fixed else kinds.get(version.procedure.level, []):
            desks = agency.served_by.filter(desk__in=standing).select_related("desk")
            served = desks.order_by("desk_id").first()
            if served is None or (agency.id not in chosen and fixed and len(chosen) >= AGENCIES):
                continue
            chosen[agency.id] = agency
            counted = tuple(
                Counted(p.seq, p.originals, p.certified, p.copies)
                for p in version.papers.order_by("seq")
            )
            fee = sum(version.fees.values_list("amount_vnd", flat=True))
            offers.append(Offer(version.id, agency, served.desk, counted, fee))
    return offers


def _role(name: str) -> Unit:
    return Unit.objects.get(slug=parameter(f"province.roles.{name}", SINCE))


def _wanted(points: list[Unit], offers: list[Offer]) -> list[DemoPerson]:
    """One member a place; the first of each duty is called «Một» and is the one to sign in as."""
    posts = list(Unit.objects.filter(kind="district-post").order_by("slug"))
    # The busiest first: whoever signs in as number 1 finds something to do.
    desks = [unit for unit, _ in Counter(offer.desk.id for offer in offers).most_common()]
    agencies = [unit for unit, _ in Counter(offer.agency.id for offer in offers).most_common()]
    standing, office, post = (
        _role("standing_agency"),
        _role("province_office"),
        _role("provincial_post"),
    )
    places: list[tuple[str, str, Role, list[int]]] = [
        ("giaodich", "Giao Dịch", Role.TELLER, [point.id for point in points]),
        ("buuta", "Bưu Tá", Role.POSTMAN, [unit.id for unit in posts]),
        ("khaithac", "Khai Thác", Role.POSTMAN, [unit.id for unit in posts[:SORTED]]),
        ("quanly", "Quản Lý Bưu Điện", Role.POST_MANAGER, [post.id]),
        ("motcua", "Một Cửa", Role.ONE_STOP_OFFICER, desks),
        ("chuyenvien", "Chuyên Viên", Role.CASE_OFFICER, agencies),
        ("lanhdao", "Lãnh Đạo", Role.LEADER, agencies[:1]),
        ("daumoi", "Đầu Mối", Role.AGENCY_REPORTER, agencies[:1]),
        ("thuongtruc", "Thường Trực", Role.STANDING_AGENCY, [standing.id]),
        ("vanphong", "Văn Phòng", Role.PROVINCE_OFFICE, [office.id]),
        ("quantri", "Quản Trị", Role.ADMINISTRATOR, [standing.id]),
    ]
    return [
        DemoPerson(f"{name}{number}", f"{title} Mẫu {number}", role, unit)
        for name, title, role, units in places
        for number, unit in enumerate(units, 1)
    ]


def muster(day: date) -> Crew:
    """Make everybody, once, and say who stands where on a day."""
    crew = Crew(points=_points(), offers=_offers(day))
    if not User.objects.filter(is_demo=True).exists():
        people = _wanted(crew.points, crew.offers)
        directory.demo_cast(people, password=Secret(PASSWORD), pin=Secret(PIN), since=SINCE)
    _fill(crew, day)
    staffed = (o for o in crew.offers if o.desk.id in crew.officers)
    crew.offers = [offer for offer in staffed if offer.agency.id in crew.specialists]
    crew.points = [point for point in crew.points if point.id in crew.tellers]
    return crew


def _fill(crew: Crew, day: date) -> None:
    rooms = {
        Role.TELLER: crew.tellers,
        Role.POSTMAN: crew.postmen,
        Role.ONE_STOP_OFFICER: crew.officers,
        Role.CASE_OFFICER: crew.specialists,
        Role.LEADER: crew.leaders,
    }
    current = Q(valid_to=None) | Q(valid_to__gte=day)
    held = Appointment.objects.filter(current, user__is_demo=True, valid_from__lte=day)
    for duty in held.select_related("user", "unit").order_by("-id"):
        member, room = Member(duty.user, duty.unit), rooms.get(Role(duty.role))
        if duty.user.username.startswith("khaithac"):
            crew.sorters[duty.unit_id] = member
        elif room is not None:
            room[duty.unit_id] = member
        elif duty.role == Role.POST_MANAGER:
            crew.managers.append(member)


def shown() -> list[tuple[str, str, str]]:
    """The first person of each duty, as it is today: sign-in name, duty, unit."""
    first = {duty.role: duty for duty in reversed(demo_duties()) if duty.username.endswith("1")}
    rows = (first[role] for role in Role if role in first)
    return [(duty.username, duty.role_label, duty.unit) for duty in rows]
