"""Who sees how much of a dossier."""

import pytest

from tram.dossiers.rules.sight import Reach, Sight, sight

DESK, AGENCY, POINT, HANDLING, ELSEWHERE, POSTMAN = 1, 2, 3, 4, 9, 77


def seen(reach: Reach, carried: bool = False) -> Sight | None:
    return sight(reach, whole=(DESK, AGENCY, HANDLING), point_id=POINT, carried=carried)


@pytest.mark.law("61b", "61c")
@pytest.mark.parametrize(
    ("reach", "expected"),
    [
        (Reach(whole=frozenset({DESK})), Sight.WHOLE),
        (Reach(whole=frozenset({AGENCY})), Sight.WHOLE),
        (Reach(whole=frozenset({HANDLING})), Sight.WHOLE),
        (Reach(intake=frozenset({POINT})), Sight.INTAKE),
        (Reach(postal=frozenset({POINT})), Sight.POSTAL),
        (Reach(intake=frozenset({POINT}), postal=frozenset({POINT})), Sight.INTAKE),
        (Reach(), None),
        (Reach(whole=frozenset({ELSEWHERE})), None),
        (Reach(whole=frozenset({POINT})), None),
        (Reach(intake=frozenset({ELSEWHERE, DESK})), None),
        (Reach(carrier=POSTMAN), None),
    ],
)
def test_each_duty_opens_its_own_part_and_no_other(reach: Reach, expected: Sight | None) -> None:
    assert seen(reach) is expected


def test_a_postman_sees_what_he_carried_and_nobody_else_does() -> None:
    assert seen(Reach(carrier=POSTMAN), carried=True) is Sight.POSTAL
    assert seen(Reach(), carried=True) is None


def test_a_counter_dossier_has_no_post_point() -> None:
    everywhere = Reach(intake=frozenset({POINT}), postal=frozenset({POINT}))
    assert sight(everywhere, whole=(DESK, AGENCY, None), point_id=None, carried=False) is None
