"""Saved views: shown by key, made, changed and put in order (F2, F3); taking the next ticket."""

from typing import TYPE_CHECKING

from supportdesk.console import names, text
from supportdesk.console.desk.moving import Moving
from supportdesk.console.desk.workplace import Workplace
from supportdesk.console.views import View
from supportdesk.domain.errors import NotFound, Refused, StoreTrouble
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.store.read.rows import ViewRow

if TYPE_CHECKING:
    from supportdesk.domain.action import SaveView
    from supportdesk.domain.views import Place


class Viewing:
    """Commands about views, and taking the next ticket."""

    def __init__(self, at: Workplace, moving: Moving) -> None:
        self._at = at
        self._panes = at.panes
        self._moving = moving

    def do_view_by_key(self, key: str) -> None:
        """Show the view that has this key. Raises NotFound."""
        view = self._panes.overview.book.of_digit(key)
        if view is None:
            raise NotFound("view.no_key", wanted=key)
        self._moving.go_to_view(view)

    async def do_views(self) -> None:
        """Show all views, and do with one what is chosen."""
        from supportdesk.console.screens.views import DELETE, EDIT, MAKE, ViewsScreen

        panes = self._panes
        screen = ViewsScreen(
            panes.overview.book,
            self._at.reading.counts(),
            panes.overview.counted(),
            self._keep_places,
            shown=panes.view.name,
        )
        wish = await self._at.asking.show(screen)
        if wish is None:
            return
        if wish.what == MAKE:
            await self.save(panes.view.query)
        elif wish.view is None:
            return
        elif wish.what == EDIT:
            await self._edit(wish.view)
        elif wish.what == DELETE:
            await self._delete(wish.view)
        else:
            self._moving.go_to_view(wish.view)

    async def save(self, query: str) -> None:
        """Save a question as a view, and show it."""
        self._require_writing()
        await self._fill_in(None, query)

    async def _edit(self, view: View) -> None:
        self._require_writing()
        await self._fill_in(_saved(view), "")

    async def _fill_in(self, row: ViewRow | None, query: str) -> None:
        from supportdesk.console.screens.view_edit import ViewEditScreen

        made: list[int] = []

        async def save(action: "SaveView") -> str:
            receipt = await self._at.acting.submit(action)
            made.extend(() if receipt is None or receipt.view is None else (receipt.view,))
            return "" if made else self._panes.told

        fields = [one.name for one in self._at.reading.fields() if not one.retired]
        screen = ViewEditScreen(self._panes.me.role, view=row, query=query, fields=fields)
        screen.accept = save
        await self._at.asking.show(screen)
        for view in self._panes.overview.book.saved:
            if view.saved is not None and view.saved.id in made:
                self._moving.go_to_view(view)
                await self._panes.fetching.settled()
                said = _("The view {name} is saved.").format(name=text.line(view.title, 60))
                self._panes.said_done(f"{said} {names.undo_hint()}")

    async def _delete(self, view: View) -> None:
        from supportdesk.domain.action import DeleteView

        self._require_writing()
        row = _saved(view)
        said = _("The view {name} is deleted.").format(name=text.line(row.name, 60))
        if await self._at.acting.change(DeleteView(row.id), said) and self._panes.view == view:
            self._moving.do_mine()
            self._panes.said_done(f"{said} {names.undo_hint()}")

    def _keep_places(self, places: "tuple[Place, ...]") -> None:
        """Keep the order one has given one's views, and show it."""
        self._panes.run_worker(self._keep(places), group="places")

    async def _keep(self, places: "tuple[Place, ...]") -> None:
        from supportdesk.domain.memory import ArrangeViews

        try:
            self._require_writing()
        except StoreTrouble as trouble:
            self._panes.refuse(trouble)
            return
        if await self._at.acting.keep(ArrangeViews(self._panes.me.id, places)):
            self._panes.show_counts()

    def _require_writing(self) -> None:
        because = self._panes.desk.read_only_because
        if because:
            raise StoreTrouble(
                "store.read_only", path=str(self._panes.desk.address), because=because
            )

    async def do_take_next(self) -> None:
        """Make the first new or open ticket that nobody has mine, and open it."""
        from supportdesk.domain.action import TakeNext

        receipt = await self._at.acting.submit(TakeNext())
        if receipt is not None:
            number = receipt.tickets[0]
            self._moving.open_number(number)
            said = _("{number} is yours.").format(number=ticket_name(number))
            self._panes.said_done(f"{said} {names.undo_hint()}")


def _saved(view: View) -> ViewRow:
    """The saved view. Raises Refused for a built-in one."""
    if view.saved is None:
        raise Refused("view.built_in", name=_(view.title))
    return view.saved
