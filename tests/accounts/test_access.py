"""Who may do what: the whole table, written out by hand, and deny for everything else."""

import pytest

from tram.accounts.rules.access import Right, Role, may, require
from tram.core.acts import Actor, Duty
from tram.core.errors import Refused

# One letter for each right, in the order of `Right`; a dot is a "no".
#
#   T take-in  O collect  V void-intake  H hand-over-post  D deliver  X give-at-point  R receive-at-desk  A accept
#   S settle   G apologise   Y approve   F read-dossier (full)  P read-postal  M read-money  K read-plan
#   U manage-accounts   C manage-catalogue   W manage-calendar   N manage-directory
#   E read-warnings   L read-lateness   B manage-post   I handle-incident   Q read-quality
#   Z approve-refund   J manage-cash   c confirm-remittance   t manage-tariff
#   p manage-plan   r report-plan   q qualify-points   g train-tellers   i inform-public
MATRIX = """
teller            T O V H . X . . . . . . P . . . . . . . . . . . Z . . . . . . . .
postman           . O . H D . . . . . . . P . . . . . . . . . . . . . . . . . . . .
post-manager      . . . . . . . . . . . . P M K . . . . . . B I Q Z J . . . . . g i
one-stop-officer  . . . . . . R A . . . F . M . . . . . E . . . . . . c . . . . . .
case-officer      . . . . . . . . S . . F . . . . . . . E . . . . . . . . . . . . .
leader            . . . . . . . . S G Y F . M K . . . . E L . . . . . c . . . . . .
agency-reporter   . . . . . . . . . . . . . M K . C . . . L . . . . . c . . r . . i
standing-agency   . . . . . . . . . . . . . . K . . . . E L . . Q . . . . p . q . i
province-office   . . . . . . . . . . . . . . K . C W N . L . . Q . . . t . . . . .
administrator     . . . . . . . . . . . . . . . U . W N . . . . . . . . . . . . . .
"""
ROWS = [line.split() for line in MATRIX.strip().splitlines()]
CASES = [
    (Role(role), right, letter != ".")
    for role, *letters in ROWS
    for right, letter in zip(Right, letters, strict=True)
]
HERE, ELSEWHERE = 7, 8


@pytest.mark.law("61a")
@pytest.mark.parametrize(("role", "right", "allowed"), CASES)
def test_a_role_may_do_what_the_table_says_at_its_own_unit_only(
    role: Role, right: Right, allowed: bool
) -> None:
    person = Actor(1, "Người Mẫu", (Duty(role, HERE),))
    assert may(person, right) is allowed
    assert may(person, right, [HERE]) is allowed
    assert not may(person, right, [ELSEWHERE])
    assert not may(person, right, [])


def test_the_table_names_every_role_and_every_right() -> None:
    assert [row[0] for row in ROWS] == list(Role)
    assert {len(row) - 1 for row in ROWS} == {len(Right)}


@pytest.mark.law("61a")
@pytest.mark.parametrize("right", Right)
def test_nobody_without_a_duty_may_do_anything(right: Right) -> None:
    assert not may(Actor(1, "Người Mẫu"), right)
    assert not may(Actor(None), right)


def test_a_duty_above_reaches_what_is_below() -> None:
    leader = Actor(1, "Người Mẫu", (Duty(Role.LEADER, HERE),))
    assert may(leader, Right.SETTLE, [ELSEWHERE, HERE])


def test_no_says_what_is_missing_and_whom_to_ask() -> None:
    with pytest.raises(Refused, match=r"tiếp nhận hồ sơ.*người quản trị"):
        require(Actor(1), Right.ACCEPT, [HERE])
