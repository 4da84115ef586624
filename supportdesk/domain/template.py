"""Templates of replies (R5): checked when saved, rendered for one ticket, guarded at sending."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from supportdesk.domain.template_context import TemplateContext
from supportdesk.domain.template_filters import Rendering
from supportdesk.domain.template_marks import typed_braces, unresolved_marks
from supportdesk.records import dataclass

__all__ = [
    "Rendered",
    "TemplateContext",
    "check_template",
    "choose_variant",
    "render",
    "typed_braces",
    "unresolved_marks",
]

_MOMENT = datetime(2026, 3, 2, 9, tzinfo=UTC)
_EMPTY = TemplateContext(now=_MOMENT, zone=UTC, language="en")
_FILLED = TemplateContext(
    now=_MOMENT,
    zone=UTC,
    language="en",
    client_name="Ann Example",
    client_company="Example",
    client_email="ann@example.org",
    client_phone="1",
    client_language="en",
    client_vip=True,
    ticket_number=1,
    ticket_subject="Example",
    ticket_kind="help",
    ticket_state="open",
    ticket_priority="normal",
    ticket_queue="Example",
    ticket_created=_MOMENT,
    operator_name="Ann Example",
    operator_job="Example",
    operator_signature="Example",
    owner_name="Ann Example",
    last_message="Example",
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A template with the values of one ticket, for the composer and its preview."""

    text: str
    unresolved: tuple[str, ...]
    """Names without a value; each stands in the text as its mark (`⟦client.phone⟧`)."""
    asks: tuple[str, ...]
    """Labels the operator is asked for, in the order of the text, each once (F59)."""
    nominative: tuple[str, ...] = ()
    """Names that should be in another form, which is unknown, and stayed as they are (F60)."""


def check_template(body: str) -> frozenset[str]:
    """Read a template before it is saved; answer the labels it asks for.

    Raises Invalid with the line: `template.syntax`, `template.unknown_name` (name, nearest),
    `template.unknown_filter` (name, nearest), `template.unknown_tag` (name, nearest),
    `template.filter_argument` (name); and `template.mark`, `template.too_long`,
    `template.too_large` (limit).
    """
    for example in (_EMPTY, _FILLED):
        asks = render(body, example, {}).asks
        render(body, example, dict.fromkeys(asks, "1"))
    return frozenset(asks)


def render(body: str, context: TemplateContext, answers: Mapping[str, str]) -> Rendered:
    """Fill a template; `answers` by label. An empty value without `default` stays as a mark.

    Raises Invalid as `check_template` does, nothing else.
    """
    from supportdesk.domain import template_engine

    template = template_engine.compiled(body)
    rendering = Rendering(context.language, context.now.astimezone(context.zone))
    text = template_engine.rendered(template, context.values(answers), rendering)
    return Rendered(text, tuple(rendering.unresolved), template.asks, tuple(rendering.nominative))


def choose_variant(
    variants: Mapping[str, str], language: str | None, fallback_order: Sequence[str] = ()
) -> tuple[str, str, bool]:
    """The language and text for a client, and whether the client's own language is missing (F66).

    Tried in turn: the client's language, the languages of `fallback_order`, the first by name.
    A client whose language is unknown misses nothing. Raises ValueError without any variant.
    """
    if not variants:
        raise ValueError("a template has at least one variant")
    wanted = None if language is None else language.lower().replace("_", "-").split("-")[0]
    order = [wanted or "", *fallback_order, *sorted(variants)]
    chosen = next(candidate for candidate in order if candidate in variants)
    return chosen, variants[chosen], wanted is not None and chosen != wanted
