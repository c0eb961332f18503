"""The worker's loop: take one due row of the outbox, do it, record how it went; wait when nothing is due.

Each step is a short transaction of its own, and none is open while a mail server is spoken to or a document drawn.
Any number of workers may run; a row that a worker died with is taken up by another when its lease has run out.
"""

import logging
from datetime import timedelta
from threading import Event

from flask import Flask
from sqlalchemy.exc import OperationalError

from portal import clock
from portal.config import Config
from portal.db import db, writing
from portal.domain import outbox, retention
from portal.domain.outbox import Job
from portal.jobs.deliver import Done, Failed, NotYet, Outcome, deliver

POLL_SECONDS = 1.0
DATABASE_AWAY_SECONDS = 5.0
FORGET_EVERY = timedelta(hours=1)

log = logging.getLogger(__name__)


def run(app: Flask, stop: Event) -> None:
    """Work until told to stop; the row in hand is finished first."""
    config: Config = app.config["PORTAL"]
    forget_at = clock.now()
    while not stop.is_set():
        with app.app_context():
            pause = _round(config)
            if pause and clock.now() >= forget_at:
                forget_at = clock.now() + FORGET_EVERY
                _forget(config)
        if pause:
            stop.wait(pause)


def work_off(config: Config) -> int:
    """Do everything that is due now, and say how much it was; for commands and tests inside an app context."""
    count = 0
    while step(config):
        count += 1
    return count


def step(config: Config) -> bool:
    """Do the row that has been due longest; False when none is due."""
    due = outbox.anything_due()
    db.session.rollback()  # the next look must see what has been written meanwhile
    if not due:
        return False
    with writing():
        job = outbox.lease()
    if job is None:
        return False
    outcome = deliver(job, config)
    db.session.rollback()
    _record(job, outcome)
    return True


def _round(config: Config) -> float:
    """How long to wait before the next round."""
    try:
        return 0 if step(config) else POLL_SECONDS
    except OperationalError as fault:
        log.warning("the database did not answer: %s", fault.orig)
        return DATABASE_AWAY_SECONDS


def _forget(config: Config) -> None:
    try:
        with writing():
            retention.forget(config.evidence_years)
    except OperationalError as fault:
        log.warning("the database did not answer: %s", fault.orig)


def _record(job: Job, outcome: Outcome) -> None:
    with writing():
        message = outbox.held(job)
        if message is None:
            return
        match outcome:
            case Done(sent_to, subject):
                outbox.done(message, sent_to=sent_to, subject=subject)
            case NotYet(reason):
                outbox.postpone(message, reason)
            case Failed(reason, for_good):
                log.warning("%s %s: %s", job.kind, job.id, reason)
                outbox.failed(message, reason, for_good=for_good)
