"""For the tests of imports: the command, on this test's database."""

import pytest

from portal.config import Config
from tests.domain.insight.importing import Import, run_import


@pytest.fixture
def run(config: Config, monkeypatch: pytest.MonkeyPatch) -> Import:
    """`portal import` with the environment of this test's deployment."""
    for name in ("environment", "database_url", "import_limit_bytes"):
        monkeypatch.setenv(f"SOVITTU_{name.upper()}", str(getattr(config, name)))
    for name in ("customer_secret_key", "internal_secret_key", "token_key"):
        monkeypatch.setenv(f"SOVITTU_{name.upper()}", getattr(config, name).get_secret_value())
    return run_import
