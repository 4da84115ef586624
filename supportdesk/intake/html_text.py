"""HTML to the text a person reads: images and links are never fetched, scripts never shown.

One pass over the tags with a stack of bounded height: time is linear in the length of the page.
"""

import re
from dataclasses import field

from supportdesk.intake.html_style import is_hidden, is_tiny, style_of
from supportdesk.intake.html_table import Table
from supportdesk.intake.html_tokens import Tag, tokens
from supportdesk.patterns import pattern
from supportdesk.records import dataclass

LONGEST_HTML = 1_000_000
"""Characters turned into text; the whole is kept as a file."""
_DEEPEST = 200
"""Open elements that are remembered; deeper ones are only read."""
_DEEPEST_TABLE = 8
_LONGEST_LINK = 500
_DEEPEST_QUOTE = 6
_DEEPEST_LIST = 2
"""Levels of indentation that are shown; more would let a sender fill a screen."""

_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hr li main menu nav ol p pre section summary"
    " table tbody tfoot thead tr ul caption".split()
)
_SPACED = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl blockquote pre table".split())
"""An empty line stands around them."""
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr basefont frame".split()
)
_BLANKS = pattern(r"[ \t\r\n\f]+")
_UNSEEN_LETTERS = pattern("[\u00ad\u034f\u200b\u2060-\u2064\ufeff\u180e]")
_FILLED = pattern("[\xa0\u2007\u200c\u200d ]{20,}")
"""What keeps a preview from showing more of a mail."""
_MANY_EMPTY_LINES = pattern(r"\n(?:[ \t\xa0]*\n){2,}")
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_ENDS = {
    "li": (("li",), _LISTS),
    "td": (("td", "th"), ("table",)),
    "th": (("td", "th"), ("table",)),
    "tr": (("tr",), ("table",)),
    "dd": (("dd", "dt"), ("dl",)),
    "dt": (("dd", "dt"), ("dl",)),
    "a": (("a",), ("td", "th", "table")),
}
"""What a tag ends, and where the search for it ends."""
_SCHEME = pattern(r"\A(?:mailto:|tel:|https?://(?:www\.)?)", re.IGNORECASE)
_SCHEMES = ("http://", "https://", "mailto:", "tel:", "ftp://")


def text_of_html(source: str) -> str:
    """The words of an HTML text in their lines. Never raises; takes time linear in its length."""
    source = source[:LONGEST_HTML].replace("\0", "")
    page = _read(_Page(), source)
    text = page.text()
    if page.hidden or (page.has_hidden and not text):  # what hides was not closed, or is all
        text = _read(_Page(hides=False), source).text()
    return text


def _read(page: "_Page", source: str) -> "_Page":
    for token in tokens(source):
        if isinstance(token, str):
            page.write(token)
        elif token.closing:
            page.close(token.name)
        else:
            page.open(token)
    return page


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet."""

    name: str
    hidden: bool
    tiny: bool
    """Whether words in it are too small to be seen."""
    href: str = ""
    begins: int = 0
    """Where the words of a link begin in the line."""
    number: int | None = None
    """The next number of a numbered list."""
    table: bool = False


@dataclass(slots=True)
class _Flow:
    """Lines being written: of the page, or of a cell."""

    done: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    space: bool = False
    """Whether a blank is owed before the next word."""
    cell: bool = False


class _Page:
    """What has been read so far."""

    def __init__(self, *, hides: bool = True) -> None:
        self.hides = hides
        self.has_hidden = False
        """Whether words were left out."""
        self.stack: list[_Open] = []
        self.flows = [_Flow()]
        self.tables: list[Table] = []
        self.hidden = self.verbatim = self.quoted = self.lists = 0
        self.marker = ""
        """What a line of a list begins with."""

    def text(self) -> str:
        """All lines; what is still open ends here."""
        while self.tables:
            self._end_table()
        self._end_line()
        lines = "\n".join(line.replace("\xa0", " ").rstrip() for line in self.flows[0].done)
        return _MANY_EMPTY_LINES.sub("\n\n", lines).strip("\n").rstrip()

    # Text

    def write(self, text: str) -> None:
        """Words between tags."""
        if self.hidden or (self.hides and self.stack and self.stack[-1].tiny):
            self.has_hidden = self.has_hidden or not text.isspace()
            return
        text = _UNSEEN_LETTERS.sub("", text)
        if self.verbatim:
            first, *more = text.replace("\r\n", "\n").split("\n")
            self._add(first)
            for line in more:
                self._end_line(keep=True)
                self._add(line)
            return
        flow = self.flows[-1]
        shown = _BLANKS.sub(" ", _FILLED.sub(" ", text))
        if shown.startswith(" "):
            flow.space = bool(flow.words)
        bare = shown.strip(" ")
        if bare:
            self._add(f" {bare}" if flow.space else bare)
            flow.space = shown.endswith(" ")

    def _add(self, text: str) -> None:
        words = self.flows[-1].words
        if not words and self.marker and text.strip():
            words.append(self.marker)
            self.marker = ""
            text = text.lstrip(" ")
        if text:
            words.append(text)

    def _end_line(self, *, keep: bool = False) -> None:
        flow = self.flows[-1]
        line = "".join(flow.words)
        if keep or line.strip():
            flow.done.append(self._quote() + line)
        flow.words, flow.space = [], False

    def _quote(self) -> str:
        return "> " * min(self.quoted, _DEEPEST_QUOTE) if len(self.flows) == 1 else ""

    def _end_block(self, *, spaced: bool) -> None:
        self._end_line()
        done = self.flows[-1].done
        if spaced and done and done[-1].strip("> ") and not self.lists:
            done.append(self._quote().rstrip())

    # Tags

    def open(self, tag: Tag) -> None:
        """A tag that begins something."""
        name = tag.name
        attributes = tag.attributes
        if name in _VOID:
            if not self.hidden:
                self._void(name, attributes)
            return
        self._close_before(name)
        opened = self._pushed(name, attributes)
        if self.hidden:
            return
        if name in _BLOCKS:
            self._end_block(spaced=name in _SPACED)
        if opened is not None:
            self._begin(opened, attributes)

    def _close_before(self, name: str) -> None:
        """What a tag ends without saying so."""
        if self.stack and self.stack[-1].name == "p" and name in _BLOCKS:
            self.close("p")
            return
        ends, within = _ENDS.get(name, ((), ()))
        for one in reversed(self.stack):
            if one.name in within:
                return
            if one.name in ends:
                self.close(one.name)
                return

    def _pushed(self, name: str, attributes: dict[str, str]) -> _Open | None:
        """The element, where it is not too deep to be remembered."""
        if len(self.stack) >= _DEEPEST:
            return None
        style = style_of(attributes) if attributes else {}
        tiny = is_tiny(style)
        if tiny is None:
            tiny = bool(self.stack) and self.stack[-1].tiny
        hidden = self.hides and bool(attributes) and is_hidden(attributes, style)
        self.hidden += hidden
        self.stack.append(_Open(name, hidden, tiny))
        return self.stack[-1]

    def _void(self, name: str, attributes: dict[str, str]) -> None:
        alternative = attributes.get("alt", "").strip()
        if name == "br":
            self._end_line(keep=True)
        elif name == "hr":
            self._end_block(spaced=True)
            self._add("-" * 20)
            self._end_line()
        elif name == "img" and len(alternative) > 1:
            self.write(f"[{alternative[:100]}]")

    def _begin(self, one: _Open, attributes: dict[str, str]) -> None:
        name = one.name
        if name == "a":
            one.href = attributes.get("href", "").strip()
            one.begins = len(self.flows[-1].words)
        elif name in _LISTS:
            self.lists += 1
            if name == "ol":
                start = attributes.get("start", "1")
                one.number = int(start) if re.fullmatch(r"[0-9]{1,6}", start) else 1
        elif name == "li":
            self.marker = self._item_marker()
        elif name == "blockquote":
            self.quoted += 1
        elif name == "pre":
            self.verbatim += 1
        elif name == "table":
            self._begin_table(one)
        elif self.tables:
            self._begin_in_table(name)

    def _begin_in_table(self, name: str) -> None:
        if name == "tr":
            self._end_cell()
            self.tables[-1].begin_row()
        elif name in ("td", "th"):
            self._end_cell()
            self.flows[-1].cell = True

    def _item_marker(self) -> str:
        indent = "  " * min(max(0, self.lists - 1), _DEEPEST_LIST)
        for one in reversed(self.stack[:-1]):
            if one.number is not None:
                one.number += 1
                return f"{indent}{one.number - 1}. "
            if one.name in _LISTS:
                break
        return f"{indent}• "

    def close(self, name: str) -> None:
        """A tag that ends something; one that nothing began only ends a line."""
        if name == "br":
            self.open(Tag("br", closing=False, written=""))
            return
        depth = len(self.stack)
        place = next((n for n in range(depth - 1, -1, -1) if self.stack[n].name == name), -1)
        if place < 0:
            if name in _BLOCKS and not self.hidden:
                self._end_block(spaced=name in _SPACED)
            return
        for one in reversed(self.stack[place:]):
            self._end(one)
        del self.stack[place:]

    def _end(self, one: _Open) -> None:
        seen = not self.hidden
        self.hidden -= one.hidden
        if not seen:
            return
        if one.name == "a":
            self._tell_address(one)
        elif one.name in ("td", "th"):
            self._end_cell()
        elif one.table:
            self._end_table()
        elif one.name in _LISTS:
            self._end_list()
        elif one.name == "blockquote":
            self._end_line()
            self.quoted -= 1
            self._end_block(spaced=True)
        elif one.name in _BLOCKS:
            self._end_block(spaced=one.name in _SPACED)
            self.verbatim -= one.name == "pre"

    def _end_list(self) -> None:
        self._end_line()
        self.lists -= 1
        self.marker = ""
        if not self.lists:
            self._end_block(spaced=True)

    def _tell_address(self, link: _Open) -> None:
        """The address of a link, where its words say another one."""
        href = re.sub(r"\s+", "", link.href)[:_LONGEST_LINK]
        if not href.lower().startswith(_SCHEMES):
            return
        said = "".join(self.flows[-1].words[link.begins :]).strip()
        bare = _SCHEME.sub("", href).rstrip("/").partition("?")[0].casefold()
        if said and bare not in said.casefold().replace(" ", ""):
            self._add(f" <{href}>")

    # Tables

    def _begin_table(self, one: _Open) -> None:
        for table in self.tables:
            table.nested = True
        if len(self.tables) < _DEEPEST_TABLE:
            one.table = True
            self.tables.append(Table())
            self.flows.append(_Flow())

    def _end_cell(self) -> None:
        """What was written since the cell began is its lines."""
        if self.tables:
            self._end_line()
            flow = self.flows[-1]
            self.tables[-1].add(flow.done, cell=flow.cell)
            self.flows[-1] = _Flow()

    def _end_table(self) -> None:
        if not self.tables:
            return
        self._end_cell()
        table = self.tables.pop()
        self.flows.pop()
        quote = self._quote()
        self.flows[-1].done.extend(quote + line for line in table.lines())
        self._end_block(spaced=True)
