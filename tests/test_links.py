"""Addresses in mails and documents lead to pages that exist: `url_for` cannot make them, so they are tried."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from portal.config import Config
from portal.links import CustomerLinks, InternalLinks, customer_links, internal_links

BY_TYPE: dict[str, Any] = {"str": "a-key", "int": 3}
BY_NAME: dict[str, Any] = {"kind": "goals"}


def every_link(kind: type[Any]) -> list[str]:
    return [name for name, member in vars(kind).items() if inspect.isfunction(member) and not name.startswith("_")]


def made(link: Callable[..., str]) -> str:
    """The link, with a sample for each thing it names."""
    parameters = inspect.signature(link).parameters.values()
    return link(*(BY_NAME.get(one.name) or BY_TYPE[getattr(one.annotation, "__name__", "")] for one in parameters))


@pytest.mark.one_database
@pytest.mark.parametrize("name", every_link(CustomerLinks))
def test_a_customer_link_leads_to_a_page(name: str, customer_app: Flask, config: Config) -> None:
    path = made(getattr(customer_links(config), name)).removeprefix(config.customer_url)
    assert customer_app.url_map.bind("localhost").allowed_methods(path)


@pytest.mark.one_database
@pytest.mark.parametrize("name", every_link(InternalLinks))
def test_an_internal_link_leads_to_a_page(name: str, internal_app: Flask, config: Config) -> None:
    path = made(getattr(internal_links(config), name)).removeprefix(config.internal_url)
    assert internal_app.url_map.bind("localhost").allowed_methods(path)
