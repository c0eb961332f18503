"""The only way a document reaches anything outside its own text: packaged assets, by name."""

from collections.abc import Mapping

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

_KINDS = {"svg": "image/svg+xml", "woff2": "font/woff2"}


class ClosedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint is published without types
    """Serves the assets it was given; refuses files, the network and data addresses, and stops the rendering."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=("asset",))
        self._assets = assets

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        if scheme != "asset" or name not in self._assets:
            raise FatalURLFetchingError(f"not an asset of the document: {url[:200]}")
        kind = _KINDS[name.rpartition(".")[2]]
        return URLFetcherResponse(url, self._assets[name], {"Content-Type": kind})
