"""The proof is proved: every planted fault is found."""

from collections.abc import Callable

import pytest

from tests.conftest import FIGURES
from tests.separation.door_mutants import DOOR_MUTANTS
from tests.separation.house import House
from tests.separation.leak_mutants import LEAK_MUTANTS
from tests.separation.mutants import Mutant

pytestmark = pytest.mark.one_database

MUTANTS = {"let somebody in": DOOR_MUTANTS, "let something out": LEAK_MUTANTS}


def findings(house: House, mutant: Mutant, *, whole: bool) -> int:
    """How much is found wrong while the fault is planted; near it, one finding is enough."""
    try:
        with pytest.MonkeyPatch.context() as patch:
            mutant.alter(patch, house)
            found = mutant.found_by(house, whole)
            count = sum(1 for _problem in found) if whole else int(next(iter(found), None) is not None)
    except Exception as fault:
        fault.add_note(f"while looking for: {mutant.name}")
        raise
    finally:
        house.state.restore()
    return count


def test_there_are_many_mutants_and_each_has_its_name() -> None:
    assert len({mutant.name for mutants in MUTANTS.values() for mutant in mutants}) >= 80


@pytest.mark.parametrize("kind", MUTANTS)
def test_every_planted_fault_is_found(
    house: House, kind: str, whole: bool, record_property: Callable[[str, object], None]
) -> None:
    found = {mutant.name: findings(house, mutant, whole=whole) for mutant in MUTANTS[kind]}
    caught = sum(1 for count in found.values() if count)
    where = f"everywhere, {sum(found.values())} findings" if whole else "near the fault"
    record_property(FIGURES, f"mutants that {kind}: caught {caught} of {len(found)}, looked for {where}")
    assert {name for name, count in found.items() if not count} == set()
