"""Security headers on every answer (trust.md 11)."""

from flask import Flask, Response, current_app, request

from portal.config import Config
from portal.web.guard import is_public_file

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def _secure(response: Response) -> Response:
    config: Config = current_app.config["PORTAL"]
    response.headers["Content-Security-Policy"] = _policy(config)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    response.headers["X-Robots-Tag"] = "noindex"
    if config.secure_cookies:
        response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    if not is_public_file(request.endpoint):
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("HX-Request")
    return response


def _policy(config: Config) -> str:
    """A form of one side may post to the other: View as customer opens the customer side so."""
    sides = {"/".join(url.split("/")[:3]) for url in (config.customer_url, config.internal_url)}
    return CONTENT_SECURITY_POLICY.replace("form-action 'self'", " ".join(["form-action 'self'", *sorted(sides)]))


def install(app: Flask) -> None:
    """Put the headers on everything that leaves."""
    app.after_request(_secure)
