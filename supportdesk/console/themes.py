"""A colour theme: what it names, and the palette of our panes that is made of it."""

from collections.abc import Mapping
from dataclasses import field

from rich.style import Style
from textual.theme import Theme

from supportdesk.records import dataclass

TEXTUAL = (
    "primary",
    "secondary",
    "accent",
    "warning",
    "error",
    "success",
    "foreground",
    "background",
    "surface",
    "panel",
)
"""The colour roles of Textual's own widgets."""

GROUNDS = ("desk", "chrome", "cursor", "cursor-idle", "note-ground")
"""What text stands on: reading panes, the frame around them, cursor rows, private notes."""

INKS = (
    "text",
    "bright",
    "dim",
    "rule",
    "accent",
    "client",
    "operator",
    "note",
    "unread",
    "priority-critical",
    "priority-high",
    "waiting",
    "good",
    "trouble",
    "sla-ok",
    "sla-risk",
    "sla-breached",
    "quote",
)
"""What text is written in. `rule` draws lines and is never text."""

STAND_IN = {"sla-ok": "good", "sla-risk": "waiting", "sla-breached": "trouble"}
"""Inks that a file may leave out: younger than many a theme; another one is taken then."""

OWN = "default"
"""The terminal's own colour of text, or of what is behind it."""

WAYS = ("reverse", "underline")
"""What a ground may be instead of a colour: a way to write that any terminal has."""

_TERMINALS_OWN = {
    "ansi-background": "ansi_default",
    "ansi-foreground": "ansi_default",
    "border-blurred": "ansi_default",
    "block-cursor-foreground": "ansi_default",
    "block-cursor-background": "ansi_default",
    "block-cursor-text-style": "reverse",
    "input-cursor-foreground": "ansi_default",
    "input-cursor-background": "ansi_default",
    "input-cursor-text-style": "reverse",
    "input-selection-foreground": "ansi_black",
    "input-selection-background": "ansi_bright_blue",
    "screen-selection-foreground": "ansi_black",
    "screen-selection-background": "ansi_bright_blue",
}
"""What Textual's own styles ask of a theme in the terminal's colours."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The inks and grounds of a theme, as styles for painting lines.

    A colour is `#rrggbb`, or the name of one of the terminal's sixteen, or `default`.
    """

    name: str
    title: str
    dark: bool
    textual: Mapping[str, str]
    grounds: Mapping[str, str]
    inks: Mapping[str, str]
    _made: dict[tuple[str, str, str], Style] = field(default_factory=dict, compare=False)

    @property
    def ansi(self) -> bool:
        """Whether it is made of the terminal's own colours."""
        return not self.grounds["desk"].startswith("#")

    def ink(self, ink: str, ground: str = "desk", attributes: str = "") -> Style:
        """The style of `ink` on `ground`; `attributes` are words like "bold" or "underline".

        Raises KeyError for an ink or ground no theme has.
        """
        key = (ink, ground, attributes)
        style = self._made.get(key)
        if style is None:
            style = self._made[key] = Style.parse(f"{attributes} {self._written(ink, ground)}")
        return style

    def _written(self, ink: str, ground: str) -> str:
        behind, colour = self.grounds[ground], self.inks[ink]
        if behind == "reverse":
            return f"reverse {OWN} on {OWN}"  # colours reversed would be patches behind words
        return f"{behind} {colour} on {OWN}" if behind in WAYS else f"{colour} on {behind}"

    def behind(self, ground: str) -> str:
        """The colour of a ground, as Textual names it."""
        return _css(self.grounds[ground])

    def theme(self, name: str = "") -> Theme:
        """This palette as a Textual theme; every ink and ground is a CSS variable of its name."""
        roles = {f"ink-{ink}": _css(value) for ink, value in self.inks.items()}
        roles |= {f"ground-{ground}": _css(value) for ground, value in self.grounds.items()}
        roles |= {f"way-{ground}": _way(value) for ground, value in self.grounds.items()}
        roles["way-cursor-bold"] = f"bold {_way(self.grounds['cursor'])}".removesuffix(" none")
        if self.ansi:
            roles |= _TERMINALS_OWN
        theme = Theme(
            name=name or self.name,
            primary=_css(self.textual["primary"]),
            variables=roles,
            ansi=self.ansi,
        )
        for role, colour in self.textual.items():
            setattr(theme, role, _css(colour))
        theme.dark = self.dark
        return theme


def _css(colour: str) -> str:
    """A colour as Textual's styles name it."""
    if colour.startswith("#"):
        return colour
    return f"ansi_{OWN if colour in WAYS else colour}"


def _way(ground: str) -> str:
    return ground if ground in WAYS else "not dim"
