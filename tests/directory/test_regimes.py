"""Which law of the one-stop mechanism a day stands under, and what is said when there is none."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.folder import vinh_phuc
from tram.core.errors import Refused
from tram.directory.imports import areas, parameters, units
from tram.directory.models import Parameter
from tram.directory.queries import regime
from tram.directory.rules.regimes import Reception, RegimeCode

LAST_OF_2018 = date(2025, 6, 30)


def refused(code: str) -> Any:
    return pytest.raises(Refused, check=lambda error: error.code == code)


def test_the_regime_changes_on_the_first_of_july_2025(db: None) -> None:
    before, after = regime(LAST_OF_2018), regime(LAST_OF_2018 + timedelta(days=1))
    assert (before.code, after.code) == (RegimeCode.ONE_STOP_2018, RegimeCode.ONE_STOP_2025)
    assert "61/2018" in before.law
    assert "118/2025" in after.law
    assert (before.reception, after.reception) == (Reception.OWN, Reception.PROVINCE)
    assert (before.valid_to, after.valid_to) == (LAST_OF_2018, None)


def test_a_day_before_every_regime_is_refused_with_its_date(db: None) -> None:
    with refused("no-regime") as said:
        regime(date(2019, 1, 5))
    assert "05/01/2019" in said.value.message


def test_a_regime_the_software_does_not_know_is_refused_by_its_name(db: None) -> None:
    rows = Parameter.objects.filter(code="province.regime", valid_to=None)
    rows.update(value={"code": "one-stop-2031", "law": "?", "reception": "own"})
    with refused("unknown-regime") as said:
        regime(date(2025, 7, 1))
    assert "one-stop-2031" in said.value.message
    assert "one-stop-2025" in said.value.message


def test_a_file_with_an_unknown_regime_is_not_loaded() -> None:
    files = vinh_phuc().replace("province.toml", '"one-stop-2025"', '"one-stop-2031"')
    found = areas.read(files)
    errors = parameters.read(files, found, units.read(files, found)).errors
    assert any("one-stop-2031" in str(error) for error in errors)
