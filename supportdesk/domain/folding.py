"""What of a message its reader has seen before: quoted text, and signatures (F71).

A text is never changed: folds are ranges of its lines, and what is folded and what is shown are
together the whole text. What a message is about is never folded: a text of quotes alone, and quotes
between which somebody answers, stay.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from supportdesk.domain.quote_marks import (
    attribution,
    head_block,
    is_divider,
    is_forwarded,
    is_quoted,
    without_marks,
)
from supportdesk.domain.signature_marks import is_delimiter, is_of_device, is_only_signs
from supportdesk.records import dataclass

MOST_LINES = 5_000
"""Lines that are looked at; a quote that goes on behind them does so as it began."""
FEWEST = 3
"""Lines; fewer are shown, for the line that says so would take their place."""
LONGEST = 400_000
"""Characters of a text of which anything is folded for a reader."""
_SHORT = 2_000
"""Characters; a longer text is no thanks, whatever is quoted in it."""
_LONGEST_SIGNATURE = 20
"""Lines; what is longer under two hyphens is text."""


class FoldKind(StrEnum):
    """What a fold holds."""

    QUOTE = "quote"
    FORWARD = "forward"
    """Somebody else's mail that is passed on: new to its reader."""
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Fold:
    """Lines from `start` up to `end`, which is not among them."""

    start: int
    end: int
    kind: FoldKind

    @property
    def lines(self) -> int:
        """How many they are."""
        return self.end - self.start


def folds(lines: Sequence[str]) -> tuple[Fold, ...]:
    """What of the lines of a text may be folded, in their order. Takes linear time."""
    text = _Text(lines[:MOST_LINES])
    found = tuple(_joined(text.folds()))
    if not text.leaves_something(found):
        return ()
    if found and found[-1].end == MOST_LINES < len(lines):
        return (*found[:-1], _to_its_end(found[-1], lines))
    return found


def _to_its_end(fold: Fold, lines: Sequence[str]) -> Fold:
    """A quote that goes on behind the lines that were looked at."""
    end = fold.end
    marked = is_quoted(lines[end - 1])
    while end < len(lines) and (not marked or is_quoted(lines[end]) or not lines[end].strip()):
        end += 1
    return Fold(fold.start, end, fold.kind)


def split(text: str) -> tuple[list[str], tuple[Fold, ...]]:
    """The lines of a text and what may be folded of them."""
    lines = text.split("\n")
    return lines, folds(lines)


def out_of_sight(lines: Sequence[str]) -> list[Fold]:
    """What a reader is spared: neighbours are one; few lines stay, as does what is passed on."""
    found: list[Fold] = []
    for fold in folds(lines):
        if fold.kind is FoldKind.FORWARD:
            continue
        if found and not any(line.strip() for line in lines[found[-1].end : fold.start]):
            found[-1] = Fold(found[-1].start, fold.end, FoldKind.QUOTE)
        else:
            found.append(fold)
    return [fold for fold in found if _said(lines, fold) >= FEWEST]


def _said(lines: Sequence[str], fold: Fold) -> int:
    return sum(bool(line.strip()) for line in lines[fold.start : fold.end])


class _Text:
    """The lines with what each of them is."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.blank = [not line.strip() for line in lines]
        self.quoted = [is_quoted(line) for line in lines]
        self._words = [0]
        """How many lines before each say something."""
        self._own = [0]
        """And how many of them are no quotes."""
        for line, blank, quoted in zip(lines, self.blank, self.quoted, strict=True):
            says = not (blank or is_only_signs(line))
            self._words.append(self._words[-1] + says)
            self._own.append(self._own[-1] + (says and not quoted))

    def folds(self) -> Iterator[Fold]:
        end = len(self.lines)
        begin = self._embedded()
        if begin is not None:
            end = self._before(begin)
            kind = FoldKind.FORWARD if is_forwarded(self.lines[begin]) else FoldKind.QUOTE
            yield Fold(end, len(self.lines), kind)
        signed = self._signature(end)
        if signed is not None:
            yield Fold(signed, end, FoldKind.SIGNATURE)
            end = signed
        quotes = list(self._quotes(end))
        if quotes and self._next(quotes[-1].end) >= end:
            end = quotes[-1].start
            signed = self._signature(end)
            if signed is not None:
                quotes = [one for one in quotes if one.end <= signed or one.start >= end]
                yield Fold(signed, end, FoldKind.SIGNATURE)
        yield from quotes

    def leaves_something(self, found: Sequence[Fold]) -> bool:
        """Whether a line is shown that says something."""
        at = 0
        for fold in (*found, Fold(len(self.lines), len(self.lines), FoldKind.QUOTE)):
            if self._words[fold.start] > self._words[at]:
                return True
            at = fold.end
        return False

    def _has_own(self, start: int, end: int) -> bool:
        """Whether somebody wrote between two lines: no quote and more than signs."""
        return self._own[end] > self._own[start]

    def _before(self, at: int) -> int:
        """Where the empty and dividing lines above a line begin."""
        while at > 0 and (self.blank[at - 1] or is_only_signs(self.lines[at - 1])):
            at -= 1
        return at

    def _next(self, at: int) -> int:
        """The first line from `at` on that is not empty."""
        while at < len(self.lines) and self.blank[at]:
            at += 1
        return at

    def _embedded(self) -> int | None:
        """Where an earlier mail begins that goes on, without marks, to the end of the text."""
        own = False
        at = 0
        while at < len(self.lines):
            if self.quoted[at] or self.blank[at]:
                at += 1
                continue
            if is_divider(self.lines[at]) or head_block(self.lines, at):
                return at if own else None
            said = attribution(self.lines, at)
            if said:
                after = self._next(at + said)
                marked = after < len(self.lines) and self.quoted[after]
                if own and not marked:
                    return at
                at += said
                continue
            own = own or not is_only_signs(self.lines[at])
            at += 1
        return None

    def _quotes(self, end: int) -> Iterator[Fold]:
        """Quotes with marks, each with what is said above it."""
        blocks = list(self._blocks(end))
        answered = [self._has_own(block.end, end) for block in blocks]
        before = [self._has_own(0, block.start) for block in blocks]
        for number, block in enumerate(blocks):
            said = block.start < block.end and not self.quoted[block.start]
            between = answered[number] and (before[number] or sum(answered) > 1)
            if (
                between
                or (answered[number] and not said)
                or not (answered[number] or before[number])
            ):
                yield from self._said_above(block)
            else:
                yield block

    def _said_above(self, block: Fold) -> Iterator[Fold]:
        """Of a quote that stays, who wrote it when: known where the thread is."""
        end = block.start
        while end < block.end and not self.quoted[end]:
            end += 1
        if block.start < end < len(self.lines) and self._has_own(end, len(self.lines)):
            yield Fold(block.start, end, FoldKind.QUOTE)

    def _blocks(self, end: int) -> Iterator[Fold]:
        """Neighbouring lines with marks, attributions and empty lines between them included."""
        at = 0
        while at < end:
            if self.blank[at]:
                at += 1
                continue
            said = 0 if self.quoted[at] else attribution(self.lines, at)
            said = said if at + said <= end else 0
            first = self._next(at + said)
            if not (first < end and self.quoted[first]):
                if said:
                    yield Fold(at, at + said, FoldKind.QUOTE)
                at += said or 1
                continue
            last = first
            while last < end and (self.quoted[last] or self.blank[last]):
                last += 1
            while self.blank[last - 1]:
                last -= 1
            yield Fold(at, last, self._kind(at, first))
            at = last

    def _kind(self, at: int, first: int) -> FoldKind:
        forwarded = is_forwarded(self.lines[at]) or is_forwarded(without_marks(self.lines[first]))
        return FoldKind.FORWARD if forwarded else FoldKind.QUOTE

    def _signature(self, end: int) -> int | None:
        """Where the signature begins that ends before `end`; None where there is none."""
        begin = self._device_lines(end)
        start = max(0, begin - _LONGEST_SIGNATURE - 1)
        for at in range(begin - 1, start - 1, -1):
            if self.quoted[at]:
                break
            if is_delimiter(self.lines[at]):
                begin = at
        begin = self._before(begin)
        is_some = any(not self.blank[at] for at in range(begin, end))
        if not (is_some and self._has_text(begin)) or self._goes_on(begin, end):
            return None
        return begin

    def _goes_on(self, begin: int, end: int) -> bool:
        """Whether thanks alone stand above a mark, and below it something that is no signature."""
        from supportdesk.domain.signature_lines import is_signature
        from supportdesk.domain.thanks import courtesy

        if is_signature(self.lines[at] for at in range(begin, end) if not self._is_of_quote(at)):
            return False
        above = "\n".join(self.lines[:begin])
        return len(above) <= _SHORT and courtesy(above) is not None

    def _is_of_quote(self, at: int) -> bool:
        """Whether a line is quoted, or says of what stands below it whose it is."""
        after = self._next(at + 1)
        leads = after < len(self.lines) and self.quoted[after]
        return self.quoted[at] or (leads and self.lines[at].rstrip().endswith(":"))

    def _has_text(self, end: int) -> bool:
        """Whether anything but signs stands before a line: nothing is folded to nothing."""
        return self._words[end] > 0

    def _device_lines(self, end: int) -> int:
        """Where the lines begin, above `end`, that a phone or a program added."""
        begin = at = end
        while at > 0 and end - at < 2 * _LONGEST_SIGNATURE:
            at -= 1
            if is_of_device(self.lines[at]) or is_only_signs(self.lines[at]):
                begin = at
            elif not self.blank[at]:
                break
        return begin


def _joined(found: Iterator[Fold]) -> Iterator[Fold]:
    """Folds of one kind that touch are one."""
    held: Fold | None = None
    for fold in sorted(found, key=lambda fold: fold.start):
        if held is not None and fold.start <= held.end and fold.kind == held.kind:
            held = Fold(held.start, max(held.end, fold.end), held.kind)
            continue
        if held is not None:
            yield held
        held = fold
    if held is not None:
        yield held
