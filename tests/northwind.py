"""Where the Northwind files are, for the tests that import real data."""

import os
from pathlib import Path

from portal.config import PROJECT

FILES = ("customers.csv", "orders.csv", "order-details.csv")


def folder() -> Path:
    """The folder named by NORTHWIND_DIR; by default the one shared beside the project."""
    named = os.environ.get("NORTHWIND_DIR")
    return Path(named) if named else PROJECT.parent / "shared" / "data" / "northwind"


def what_is_missing() -> str | None:
    """Why the tests on Northwind cannot run here, or None."""
    missing = [name for name in FILES if not (folder() / name).is_file()]
    return f"{', '.join(missing)} not found in {folder()} (NORTHWIND_DIR names another folder)" if missing else None
