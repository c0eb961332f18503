"""The small print under every mail to a contact: why it came, and whom to ask."""

from portal.queries.customer.mails import Reader
from portal.texts import Texts


def small_print(reader: Reader, texts: Texts) -> list[str]:
    lines = [texts._("You get this as a contact of %(customer)s.", customer=reader.customer_name)]
    if reader.manager_name:
        lines.append(texts._("An answer to this message goes to %(name)s.", name=reader.manager_name))
    return lines
