"""What the shell offers for the query being typed."""

from supportdesk.domain.query_suggest import suggest


def complete_query(incomplete: str) -> list[str]:
    """Fields, then values of the language; names of a store are offered by the console alone."""
    return suggest(incomplete, len(incomplete), limit=50)
