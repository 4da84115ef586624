"""The one module that knows python-liquid: a small safe part of Liquid over flat, plain values.

There are no loops, assignments, includes, attributes or methods: a name is looked up once in a
flat table, blocks nest at most 30 deep, filters are our own, and the result is limited. So time
and memory are bounded by the length of the template. Importing this module costs about 130 ms of
CPU; `template` does it on first use.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from difflib import get_close_matches
from functools import lru_cache
from typing import TextIO, cast

from liquid import BoundTemplate, Environment, Node, RenderContext
from liquid.builtin.content import Literal as Content
from liquid.builtin.expressions import Filter as WrittenFilter
from liquid.builtin.expressions import FilteredExpression, KeywordArgument, Literal, Nil, Path
from liquid.builtin.expressions.logical import EqExpression, NeExpression
from liquid.builtin.expressions.primitive import Blank, Empty, RangeLiteral
from liquid.builtin.illegal import Illegal
from liquid.builtin.output import Output, OutputNode
from liquid.builtin.tags.case_tag import CaseNode, CaseTag, MultiExpressionBlockNode
from liquid.builtin.tags.comment_tag import CommentTag
from liquid.builtin.tags.if_tag import IfTag
from liquid.builtin.tags.unless_tag import UnlessTag
from liquid.exceptions import LiquidError, OutputStreamLimitError
from liquid.expression import Expression
from liquid.output import LimitedStringIO
from liquid.token import Token

from supportdesk.domain.errors import Invalid
from supportdesk.domain.template_context import Value
from supportdesk.domain.template_filters import DEFAULT, FILTERS, Rendering, TextTooLong, written
from supportdesk.domain.template_marks import holds_mark, mark
from supportdesk.domain.template_names import (
    ASK,
    LONGEST_TEMPLATE,
    nearest_name,
    registered_name,
)
from supportdesk.domain.template_words import term
from supportdesk.patterns import pattern
from supportdesk.records import dataclass

LONGEST_PLACEHOLDER = 300
"""Characters between two braces: keeps reading a template linear in its length."""
LARGEST_RESULT = 10_000
"""Bytes of a result in UTF-8 (F67)."""

TAGS = frozenset(
    "if elsif else endif unless endunless case when endcase comment endcomment".split()
)
_OPENING = pattern(r"\{\{|\{%-?\s*(\w*)")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A template that was read and found good, and the labels it asks for, in its order."""

    template: BoundTemplate
    asks: tuple[str, ...]


@lru_cache(maxsize=256)
def compiled(body: str) -> Compiled:
    """Read a template.

    Raises Invalid: `template.too_long`, `template.mark`, `template.syntax`,
    `template.unknown_tag`, `template.unknown_name`, `template.unknown_filter`,
    `template.filter_argument`; all but the first with the line.
    """
    if len(body) > LONGEST_TEMPLATE:
        raise Invalid("template.too_long", limit=LONGEST_TEMPLATE)
    _require_readable(body)
    try:
        template = _environment().from_string(body)
    except LiquidError as error:
        raise _syntax_error(error, body) from None
    names: dict[str, None] = {}
    context = RenderContext(template)
    for expression in _expressions(template.nodes, context):
        name = _check(expression)
        if name is not None:
            names[name] = None
    asks = tuple(name.removeprefix(ASK) for name in names if name.startswith(ASK))
    return Compiled(template, asks)


def rendered(template: Compiled, values: Mapping[str, Value], rendering: Rendering) -> str:
    """Render with `values` by registered name; what is missing leaves a mark.

    Raises Invalid: `template.too_large`, or `template.syntax` for a comparison that makes no
    sense.
    """
    buffer = LimitedStringIO(limit=LARGEST_RESULT)
    try:
        context = _Context(template.template, values, rendering)
        template.template.render_with_context(context, buffer)
    except (OutputStreamLimitError, TextTooLong):
        raise Invalid("template.too_large", limit=LARGEST_RESULT) from None
    except LiquidError as error:
        raise _syntax_error(error) from None
    return buffer.getvalue()


class _Context(RenderContext):
    """Liquid's view of the values, with what our filters need beside it."""

    __slots__ = ("rendering",)

    def __init__(
        self, template: BoundTemplate, values: Mapping[str, Value], rendering: Rendering
    ) -> None:
        super().__init__(template, globals=values)
        self.rendering = rendering


class _PlaceholderNode(OutputNode):
    """`{{ … }}`: its text, or the mark of what has no value."""

    __slots__ = ()

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        expression = cast(FilteredExpression, self.expression)
        return buffer.write(_text(expression, cast(_Context, context)))


class _Placeholder(Output):
    node_class = _PlaceholderNode


class _FirstMatchNode(CaseNode):
    """`{% case %}` that renders one block once: Liquid's own renders one for every match."""

    __slots__ = ()

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        for block in self.blocks:
            if not isinstance(block, MultiExpressionBlockNode):
                return block.render(context, buffer)
            if any(block.expression.evaluate(context)):
                return block.block.render(context, buffer)
        return 0


class _FirstMatchTag(CaseTag):
    node_class = _FirstMatchNode


class _Environment(Environment):
    """Liquid with our tags alone and none of its filters."""

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        for tag in (Content, Illegal, _Placeholder, IfTag, UnlessTag, _FirstMatchTag, CommentTag):
            self.add_tag(tag)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return _Environment()


def _text(expression: FilteredExpression, context: _Context) -> str:
    rendering = context.rendering
    value, missing = _value(expression.left, context), expression.left
    for step in expression.filters or ():
        arguments = [_value(argument.value, context) for argument in step.args]
        if step.name == DEFAULT:
            value = arguments[0] if value in (None, "", False) else value
        elif value is not None and None in arguments:
            missing = step.args[arguments.index(None)].value
            value = None
        elif value is not None:
            known = tuple(argument for argument in arguments if argument is not None)
            value = FILTERS[step.name].work(rendering, value, known)
    if value is not None:
        return written(value, rendering.language)
    name = str(missing)
    rendering.unresolved[name] = None
    return mark(name)


def _value(expression: Expression, context: _Context) -> Value | None:
    """The plain value, in the words of the text for a state, priority or kind; None if missing."""
    value = expression.evaluate(context)
    if isinstance(value, str) and isinstance(expression, Path):
        return term(str(expression), value, context.rendering.language)
    return value if isinstance(value, str | int | float | datetime) else None


def _require_readable(body: str) -> None:
    """Refuse what Liquid would read slowly or we do not have, before Liquid sees it."""
    if holds_mark(body):
        raise Invalid("template.mark")
    position = 0
    while (opening := _OPENING.search(body, position)) is not None:
        start = opening.start()
        close = "}}" if body.startswith("{{", start) else "%}"
        end = body.find(close, opening.end(), start + LONGEST_PLACEHOLDER)
        if end < 0:
            raise Invalid("template.syntax", line=_line(body, start), near=_near(body, start))
        tag = opening.group(1)
        if tag is not None and tag not in TAGS:
            nearest = get_close_matches(tag, sorted(TAGS), 1)
            raise Invalid(
                "template.unknown_tag",
                line=_line(body, start),
                name=tag,
                nearest=nearest[0] if nearest else None,
            )
        position = end + len(close)


def _expressions(nodes: Iterable[Node], context: RenderContext) -> Iterator[Expression]:
    """Every expression of a template with its parts, in the order of the text."""
    for node in nodes:
        for expression in node.expressions():
            yield from _parts(expression)
        yield from _expressions(node.children(context), context)


def _parts(expression: Expression) -> Iterator[Expression]:
    yield expression
    for part in expression.children():
        yield from _parts(part)


def _check(expression: Expression) -> str | None:
    """Refuse an expression that is not ours; give the registered name of a name."""
    if isinstance(expression, RangeLiteral):
        token = expression.token
        raise _invalid("template.syntax", token, near=_near(token.source, token.start_index))
    if isinstance(expression, EqExpression | NeExpression):
        _compare_blank_as_missing(expression)
    if isinstance(expression, FilteredExpression):
        for step in expression.filters or ():
            _check_filter(step)
    return _check_name(expression) if isinstance(expression, Path) else None


def _check_name(path: Path) -> str:
    """Put the one registered name in the place of what was written."""
    written_path = [segment for segment in path.path if isinstance(segment, str)]
    name = registered_name(written_path) if len(written_path) == len(path.path) else None
    if name is None:
        raise _invalid(
            "template.unknown_name",
            path.token,
            name=str(path),
            nearest=nearest_name(written_path),
        )
    path.path = [name]
    return name


def _check_filter(step: WrittenFilter) -> None:
    known = FILTERS.get(step.name)
    if known is None:
        nearest = get_close_matches(step.name, sorted(FILTERS), 1)
        raise _invalid(
            "template.unknown_filter",
            step.token,
            name=step.name,
            nearest=nearest[0] if nearest else None,
        )
    fits = known.fewest <= len(step.args) <= known.most
    for argument in step.args[:1]:
        constant = argument.value
        fits = fits and not (isinstance(constant, Literal) and not known.accepts(constant.value))
    if not fits or any(isinstance(argument, KeywordArgument) for argument in step.args):
        raise _invalid("template.filter_argument", step.token, name=step.name)


def _compare_blank_as_missing(comparison: EqExpression | NeExpression) -> None:
    """Our values are never blank, so to compare with blank is to ask whether there is one."""
    if _is_blank(comparison.left):
        comparison.left = Nil(comparison.left.token)
    if _is_blank(comparison.right):
        comparison.right = Nil(comparison.right.token)


def _is_blank(expression: Expression) -> bool:
    if isinstance(expression, Blank | Empty):
        return True
    return isinstance(expression, Literal) and str(expression.value).strip() == ""


def _invalid(code: str, token: Token, **parameters: object) -> Invalid:
    return Invalid(code, line=_line(token.source, token.start_index), **parameters)


def _syntax_error(error: LiquidError, body: str = "") -> Invalid:
    token = error.token
    if token is None or token.start_index < 0:
        return Invalid("template.syntax", line=_line(body, len(body)), near="")
    near = _near(token.source, token.start_index)
    return Invalid("template.syntax", line=_line(token.source, token.start_index), near=near)


def _line(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1


def _near(source: str, position: int) -> str:
    """What stands there, for the person who wrote the template."""
    return source[position : position + 40].split("\n", 1)[0]
