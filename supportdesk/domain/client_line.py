"""Whom one typed line names: name, e-mail and phone told apart."""

from supportdesk.domain.action import ClientReference
from supportdesk.patterns import pattern

_ADDRESS = pattern(r"<?([^\s<>@,;]+@[^\s<>@,;]+)>?")
_PHONE = pattern(r"\+?\d[\d ()-]{5,}\d")


def read_client(typed: str) -> ClientReference:
    """Whom a typed line names: "Ann Lee <ann@example.org> +44 20 7946 0000", or a part of it."""
    address, phone = _ADDRESS.search(typed), _PHONE.search(_ADDRESS.sub(" ", typed))
    rest = _PHONE.sub(" ", _ADDRESS.sub(" ", typed))
    name = " ".join(rest.split()).strip(" ,;\"'")
    found_address = address.group(1) if address else None
    found_phone = phone.group() if phone else None
    return ClientReference(name or found_address or typed, found_address, found_phone)
