"""The numbers of metrics in words: reports, the board in a shell, and the console (R8)."""

from supportdesk.domain.metric import Kind, Metric, Number
from supportdesk.i18n import gettext as _
from supportdesk.i18n.board_names import UNKNOWN
from supportdesk.i18n.decimals import decimal, with_mark
from supportdesk.i18n.work_names import time_text


def value(metric: Metric, number: Number) -> str:
    """The number itself: tickets, a share, a median or a time."""
    match metric.kind:
        case Kind.COUNT:
            return str(number.tickets)
        case Kind.RATE:
            return _share(number)
        case Kind.TIME:
            return time_text(number.total or 0)
        case Kind.AMOUNT:
            return UNKNOWN if number.median is None else with_mark(f"{number.median:g}")
    return UNKNOWN if number.median is None else time_text(round(number.median))


def details(metric: Metric, number: Number) -> str:
    """What is to be known beside it: of how many, and how far it goes."""
    match metric.kind:
        case Kind.RATE if metric.name == "csat" and number.of is not None:
            return _("{n} of {of} · {response} of those solved were rated").format(
                n=number.n, of=number.of, response=_part(number.response)
            )
        case Kind.RATE if number.of is not None:
            return _("{n} of {of}").format(n=number.n, of=number.of)
        case Kind.TIME if number.share is not None:
            return _share(number)
        case Kind.LENGTH if number.p90 is not None and number.longest is not None:
            return _spread(time_text(number.p90), time_text(number.longest), number.n)
        case Kind.AMOUNT if number.p90 is not None and number.longest is not None:
            return _spread(str(number.p90), str(number.longest), number.n)
    return ""


def _spread(p90: str, longest: str, n: int) -> str:
    said = _("{n} measured · 90 % within {p90} · most {longest}")
    return said.format(p90=p90, longest=longest, n=n)


def _share(number: Number) -> str:
    return _part(number.share)


def _part(share: float | None) -> str:
    return UNKNOWN if share is None else f"{decimal(100 * share)} %"
