"""What is done with each kind of outbox row, and how it came out."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.exc import OperationalError

from portal.config import Config
from portal.db import db
from portal.documents.errors import DocumentError
from portal.domain.outbox import Job, OutboxKind
from portal.jobs import mails, renderings
from portal.mail.errors import NotReady, Refused, TryLater
from portal.mail.messages import as_message
from portal.mail.transport import send

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Done:
    """It was done; for a mail, to whom and under which subject. Nobody: it was not needed any more."""

    sent_to: str = ""
    subject: str = ""


@dataclass(frozen=True)
class NotYet:
    """What the row needs is not there yet; this does not count as a try."""

    reason: str


@dataclass(frozen=True)
class Failed:
    """It did not work; for good, or to be tried again."""

    reason: str
    for_good: bool = False


Outcome = Done | NotYet | Failed


def deliver(job: Job, config: Config) -> Outcome:
    """Do what the row asks for. Database trouble is raised; every other trouble is an outcome."""
    try:
        if job.kind.is_mail:
            return _mail(job, config)
        RENDERINGS[job.kind](job, config)
        return Done()
    except NotReady as fault:
        return NotYet(str(fault))
    except Refused as fault:
        return Failed(str(fault), for_good=True)
    except (TryLater, DocumentError) as fault:
        return Failed(str(fault))
    except OperationalError:
        raise
    except Exception as fault:  # one row's fault must neither stop the worker nor be lost
        log.exception("%s %s broke off", job.kind, job.id)
        return Failed(f"{type(fault).__name__}: {fault}")


def _mail(job: Job, config: Config) -> Done:
    mail = mails.write(job, config)
    db.session.rollback()  # no transaction stays open while the mail server is spoken to
    if mail is None:
        return Done()
    send(as_message(mail, config.mail_from, config.customer_url), config)
    return Done(mail.to, mail.subject)


RENDERINGS: Mapping[OutboxKind, Callable[[Job, Config], None]] = {
    OutboxKind.RENDER_VERSION: renderings.version,
    OutboxKind.RENDER_DRAFT: renderings.draft,
}
