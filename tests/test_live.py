"""The portal as processes of its own, as an administrator runs it."""

import httpx
import pytest

from portal.config import Config
from tests.live import running_portal, serving_here


def test_both_sides_answer_from_one_server_with_a_worker_beside_it(config: Config) -> None:
    with running_portal(config) as live:
        for side in (live.customer_url, live.internal_url):
            assert httpx.get(f"{side}/healthz").json() == {"status": "ok"}


def test_both_sides_answer_from_the_test_itself(config: Config) -> None:
    with serving_here(config) as live:
        for side in (live.customer_url, live.internal_url):
            assert httpx.get(f"{side}/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("side", "answers", "is_not_there"), [("customer", "", "/internal"), ("internal", "/internal", "")]
)
@pytest.mark.one_database
def test_a_side_served_alone_knows_nothing_of_the_other(
    side: str, answers: str, is_not_there: str, config: Config
) -> None:
    with running_portal(config, side=side, with_worker=False) as live:
        assert httpx.get(f"{live.customer_url}{answers}/healthz").is_success
        assert httpx.get(f"{live.customer_url}{is_not_there}/healthz").status_code == httpx.codes.NOT_FOUND
