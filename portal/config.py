"""Typed settings, read from environment variables named SOVITTU_<FIELD> (README: Configuration)."""

from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent
MINIMUM_SECRET_LENGTH = 32


class Environment(StrEnum):
    """Where the portal runs: only the demo may have made-up secrets and one-click sign-in."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


class ConfigurationError(Exception):
    """A setting is missing or unusable; the message names it in one line."""


class Config(BaseSettings):
    """One deployment: one provider, one database, two sides."""

    model_config = SettingsConfigDict(env_prefix="SOVITTU_", frozen=True)

    environment: Environment = Environment.PRODUCTION
    database_url: str = f"sqlite:///{PROJECT / 'var' / 'sovittu.sqlite3'}"
    customer_url: str = "http://127.0.0.1:8000"
    internal_url: str = "http://127.0.0.1:8000/internal"
    customer_secret_key: SecretStr = SecretStr("")
    internal_secret_key: SecretStr = SecretStr("")
    token_key: SecretStr = SecretStr("")
    trusted_hosts: list[str] = Field(default_factory=list)
    proxy_count: int = Field(default=0, ge=0)
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_starttls: bool = False
    mail_from: str = "sovittu@localhost"
    demo_folder: Path = PROJECT / "var" / "demo"
    request_limit_bytes: int = 2 * 1024 * 1024
    import_limit_bytes: int = 20 * 1024 * 1024
    evidence_years: int = Field(default=10, ge=1)

    @model_validator(mode="after")
    def _secrets_are_strong_and_distinct(self) -> Self:
        secrets = {
            name: getattr(self, name).get_secret_value()
            for name in ("customer_secret_key", "internal_secret_key", "token_key")
        }
        for name, value in secrets.items():
            if len(value) < MINIMUM_SECRET_LENGTH or len(set(value)) < 8:
                raise ValueError(
                    f"SOVITTU_{name.upper()} must be a random secret of at least {MINIMUM_SECRET_LENGTH} characters"
                )
        if len(set(secrets.values())) < len(secrets):
            raise ValueError(
                "SOVITTU_CUSTOMER_SECRET_KEY, SOVITTU_INTERNAL_SECRET_KEY and SOVITTU_TOKEN_KEY must differ"
            )
        return self

    @property
    def secure_cookies(self) -> bool:
        """True when both sides are served over HTTPS; cookies then carry the __Host- prefix."""
        return self.customer_url.startswith("https:") and self.internal_url.startswith("https:")


def from_environment(**overrides: object) -> Config:
    """The configuration of this process.

    Raises ConfigurationError with one line a reader can act on.
    """
    try:
        return Config(**overrides)  # type: ignore[arg-type]  # pydantic checks the values
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        name = f"SOVITTU_{where.upper()}: " if where else ""
        raise ConfigurationError(name + first["msg"].removeprefix("Value error, ")) from None
