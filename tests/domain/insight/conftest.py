"""For the tests of imports: the command, on this test's database."""

import pytest

from portal.config import Config
from tests.domain.insight.importing import Import, importer


@pytest.fixture
def run(config: Config, monkeypatch: pytest.MonkeyPatch) -> Import:
    """`portal import` with the environment of this test's deployment."""
    return importer(config, monkeypatch)
