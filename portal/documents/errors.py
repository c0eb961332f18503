"""Why a document was not made. Each is one line that a worker can log and staff can read."""


class DocumentError(Exception):
    """No document was made."""


class SystemLibrariesMissing(DocumentError):
    """The machine lacks what WeasyPrint draws with; the text names the packages."""


class FontsMissing(DocumentError):
    """The front-end files have not been built; the text says how."""


class ContentNotUnderstood(DocumentError):
    """The content is not a plan of a format we know."""


class AssetRefused(DocumentError):
    """The document asked for something that is not packaged with it."""


class ForeignFont(DocumentError):
    """A character was drawn with a font of the machine, so the file would differ elsewhere."""


class RenderingTimedOut(DocumentError):
    """Drawing took longer than allowed."""


class RenderingOutOfMemory(DocumentError):
    """Drawing needed more memory than allowed."""


class RenderingFailed(DocumentError):
    """The drawing process broke off; the text says how."""
