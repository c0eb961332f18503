"""The small print under every mail to a colleague."""

from portal.queries.internal.mails import StaffReader
from portal.texts import Texts


def small_print(reader: StaffReader, texts: Texts) -> list[str]:
    return [texts._("Sent by Sovittu to the staff of %(provider)s.", provider=reader.provider_name)]
