"""What waits at a one-stop desk (bộ phận một cửa): bags on their way, and results lying there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tram.core.choices import Choice
from tram.core.errors import Refused
from tram.cash import queries as prices
from tram.cash.rules.tariff import Quotation
from tram.catalogue.rules import eligibility
from tram.catalogue.rules.eligibility import Direction
from tram.core.calendar import local_date
from tram.custody.models import (
    EnvelopeItem,
    HolderKind,
    Item,
    ItemKind,
    Manifest,
    ManifestState,
)
from tram.custody.rules.handovers import ManifestKind
from tram.dossiers.models import ResultChannel
from tram.dossiers.queries import queues
from tram.dossiers.queries.keyset import Page, cut
from tram.dossiers.queries.queues import Row
from tram.dossiers.rules.states import State
