"""Coming in on the customer side."""

from flask import Flask

from tests.cast import Cast
from tests.factories.people import PASSWORD
from tests.forms import post


def test_a_contact_signs_in_with_the_password_and_reaches_the_page_they_came_for(
    cast: Cast, customer_app: Flask
) -> None:
    client = customer_app.test_client()
    asked = client.get("/settings")
    assert asked.location == "/sign-in?next=/settings"
    answer = post(
        client, "/sign-in", page=asked.location, email=cast.approver.email, password=PASSWORD, next="/settings"
    )
    assert (answer.status_code, answer.location) == (303, "/settings")
    assert cast.approver.name in client.get("/settings").text
