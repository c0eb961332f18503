"""Why a mail did not leave. Each is one line that staff can read."""


class MailError(Exception):
    """No mail left."""


class TryLater(MailError):
    """The mail server is away or asks for patience."""


class Refused(MailError):
    """The mail will never be taken as it is: a bad address, a final no."""


class NotReady(MailError):
    """What the mail needs is not there yet."""
