"""How the console looks: the theme chosen, what the terminal can show of it, and changes live."""

from collections.abc import Callable, Sequence
from pathlib import Path

from supportdesk.console.theme_finding import DEFAULT_THEME, FOLDERS, find_palette, survey
from supportdesk.console.themes import Palette
from supportdesk.i18n import gettext as _
from supportdesk.i18n.later import N_
from supportdesk.records import dataclass

WITHOUT_COLOUR = "plain"
"""What is shown where `NO_COLOR` is set."""

SIXTEEN_DARK, SIXTEEN_LIGHT = "terminal", "terminal-light"
"""What is shown where a terminal has sixteen colours only: near shades would become one."""

TITLES = {
    "calm-dark": N_("Calm dark"),
    "calm-light": N_("Calm light"),
    "colour-blind": N_("For colour-blind eyes"),
    "high-contrast": N_("High contrast"),
    "plain": N_("Without colour"),
    "terminal": N_("The terminal's own colours"),
    "terminal-light": N_("The terminal's own colours, light"),
}
"""The themes that come with the program."""


@dataclass(frozen=True, slots=True)
class Wardrobe:
    """Where themes come from, and where the choice is kept."""

    theme: str = DEFAULT_THEME
    own: Path | None = None
    """The folder of one's own themes: they come before those of the program."""
    keep: Callable[[str], None] | None = None
    """Remembers a theme by its name; raises DeskError where it cannot."""

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where themes are looked for, the first wins."""
        return FOLDERS if self.own is None else (self.own, *FOLDERS)

    def chosen(self) -> Palette:
        """The theme that was chosen. Raises Invalid for one that cannot be read."""
        return find_palette(self.theme, self.folders)


USUAL_WARDROBE = Wardrobe()
"""The themes of the program, and nothing remembered."""


class Appearance:
    """The theme in force. `paint` shows another one; the terminal decides what it can show."""

    def __init__(
        self,
        wardrobe: Wardrobe,
        paint: Callable[[Palette], None],
        *,
        no_colour: bool,
        few_colours: bool,
    ) -> None:
        self._wardrobe = wardrobe
        self._paint = paint
        self._no_colour = no_colour
        self._few_colours = few_colours
        self.chosen = wardrobe.chosen()
        self._seen = self._look()

    @property
    def shown(self) -> Palette:
        """What the terminal shows of the theme chosen."""
        if self._no_colour:
            return find_palette(WITHOUT_COLOUR)
        if self._few_colours and not self.chosen.ansi:
            return find_palette(SIXTEEN_DARK if self.chosen.dark else SIXTEEN_LIGHT)
        return self.chosen

    @property
    def limited(self) -> bool:
        """Whether something else is shown than was chosen."""
        return self.shown.name != self.chosen.name

    def themes(self) -> Sequence[Palette]:
        """Every theme there is."""
        found, _troubles = survey(self._wardrobe.folders)
        return sorted(found.values(), key=lambda palette: palette.name)

    def choose(self, name: str) -> None:
        """Show this theme and remember it. Raises DeskError where it cannot be kept."""
        self.chosen = find_palette(name, self._wardrobe.folders)
        self._seen = self._look()
        self._paint(self.shown)
        if self._wardrobe.keep is not None:
            self._wardrobe.keep(name)

    def catch_up(self) -> bool:
        """Show the theme anew when its file was saved; whether it was.

        Raises Invalid for a file that is no theme (any more): what was shown stays.
        """
        seen = self._look()
        if seen == self._seen:
            return False
        self._seen = seen
        self.chosen = find_palette(self.chosen.name, self._wardrobe.folders)
        self._paint(self.shown)
        return True

    def _look(self) -> tuple[int, int] | None:
        """What tells one state of the theme's own file from the next; None where there is none."""
        if self._wardrobe.own is None:
            return None
        try:
            found = (self._wardrobe.own / f"{self.chosen.name}.toml").stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size


def title_of(palette: Palette) -> str:
    """What a theme is called on the screen."""
    known = TITLES.get(palette.name)
    return _(known) if known is not None and known == palette.title else palette.title
