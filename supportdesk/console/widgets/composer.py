"""Writing a text under the conversation: what replies, notes and forwards have in common."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, TypeAlias

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Static, TextArea

from supportdesk.console import text
from supportdesk.console.keys import USUAL_KEYS, Keys
from supportdesk.console.widgets import composer_messages
from supportdesk.console.widgets.attached_files import AttachedFiles
from supportdesk.console.widgets.composer_lines import Also, Copies, SignatureLine
from supportdesk.console.widgets.receiver import Receiver
from supportdesk.console.widgets.review_bar import ReviewBar
from supportdesk.console.widgets.writing_area import WritingArea
from supportdesk.domain.recipients import NOBODY_ELSE, Recipients
from supportdesk.domain.signing import is_signed
from supportdesk.domain.template_marks import holds_mark, unresolved_marks
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.i18n.key_names import key_of

DRAFT_SECONDS = 0.8
"""From the first key to the draft that holds it: below the second a crash may cost (F29)."""


class Composer(Vertical):
    """A framed text with its receiver, kept as a draft while it is typed.

    One composer serves many texts, one after the other: `begin` and `end`. Messages name the
    composer's `kind`: "reply", "note" or "forward".
    """

    DEFAULT_CSS = """
    Composer {
        padding: 0 1;
        border-title-style: bold; border-subtitle-color: $ink-dim;
    }
    Composer .traits { height: auto; max-height: 4; color: $ink-waiting; }
    Composer .sends { height: auto; max-height: 2; color: $ink-dim; }
    Composer ReviewBar { display: none; }
    Composer.-reviewing ReviewBar { display: block; }
    Composer .traits.-none { display: none; }
    Composer.-reviewing SignatureLine, Composer.-reviewing .traits { display: none; }
    Composer.-reviewing Copies { max-height: 1; }
    """

    kind: ClassVar[str]
    review_titles: ClassVar[Mapping[str, str]] = {}
    review_names: ClassVar[frozenset[str]]

    Submitted: TypeAlias = composer_messages.Submitted
    Reviewing: TypeAlias = composer_messages.Reviewing
    DraftChanged: TypeAlias = composer_messages.DraftChanged
    TemplateWanted: TypeAlias = composer_messages.TemplateWanted
    FilesWanted: TypeAlias = composer_messages.FilesWanted
    ArticleWanted: TypeAlias = composer_messages.ArticleWanted
    EditorWanted: TypeAlias = composer_messages.EditorWanted
    RecipientsWanted: TypeAlias = composer_messages.RecipientsWanted
    LaterWanted: TypeAlias = composer_messages.LaterWanted
    Switched: TypeAlias = composer_messages.Switched
    Discarded: TypeAlias = composer_messages.Discarded
    Left: TypeAlias = composer_messages.Left

    def __init__(
        self, receiver: Receiver, body: str = "", cursor: int = 0, keys: Keys = USUAL_KEYS
    ) -> None:
        super().__init__()
        self._sending_keys = frozenset(keys.named("send").keys)
        self.receiver = receiver
        self.recipients = NOBODY_ELSE
        """Who gets the text beside the receiver, or instead."""
        self._also = Also()
        self._copies = Copies()
        self._signature = SignatureLine()
        self._traits = Static(classes="traits")
        self._area = WritingArea(body, cursor, keys.editor)
        commands = [command for command in keys.review if command.name in self.review_names]
        self._review = ReviewBar(commands, self.review_titles)
        self._sends = Static(classes="sends")
        self._files = AttachedFiles()
        self._shown_title = ""
        self._kept = ""
        self._draft_timer: Timer | None = None
        self._called_by = ""
        """The `::` or `??` that has called for a text."""

    @property
    def body(self) -> str:
        """The text as it stands."""
        return self._area.text

    @property
    def cursor(self) -> int:
        """Where the cursor stands in `body`, in characters."""
        return self._area.cursor

    def compose(self) -> ComposeResult:
        """Traits over the text, whom it goes to below it."""
        yield self._also
        yield self._copies
        yield self._traits
        yield self._area
        yield self._signature
        yield self._files
        yield self._sends
        yield self._review

    def on_mount(self) -> None:
        """Begin typing."""
        self._begin_typing()

    def begin(self, receiver: Receiver, body: str = "", cursor: int = 0) -> None:
        """Take up another text; nothing of the one before is left, nor of how it was made."""
        self.receiver = receiver
        self.recipients = NOBODY_ELSE
        self.remove_class("-reviewing")
        self._kept = ""
        self._called_by = ""
        self._area.begin(body, cursor)
        self._begin_typing()

    def end(self) -> None:
        """The text was kept, sent or given back: nothing more is kept of it."""
        self._stop_draft_timer()

    def hold(self, *, held: bool) -> None:
        """Take no keys while the text is on its way, so that none of them is lost with it."""
        self._area.held = held

    def go_on(self) -> None:
        """The desk did not take the text: on from the same place, or from a gap that it has."""
        self.focus()
        if holds_mark(self.body):
            self._area.focus()
            self._area.next_mark()

    def insert(self, inserted: str) -> None:
        """Insert a text at the cursor; the `::` or `??` that called for it goes."""
        if self._called_by:
            self._area.take_call(self._called_by)
        self._area.insert_at_cursor(inserted)
        self._area.focus()
        self._show_title()

    def show_files(self, files: Sequence[str]) -> None:
        """Name the files that go with the text: "invoice.pdf 12 kB"."""
        self._files.show(files)

    def take_back(self, body: str) -> None:
        """Have the text as it came back from outside; undo of the text goes back to the former."""
        self._area.exchange(body)

    def show_recipients(self, recipients: Recipients) -> None:
        """Say who gets it beside the receiver, before anything is sent."""
        self.recipients = recipients
        self.show_copies()
        self._show_title()
        self._show_sends()

    @property
    def area(self) -> WritingArea:
        """Where the text is typed."""
        return self._area

    def show_kept(self, sentence: str) -> None:
        """Say what became of the draft: "draft saved 14:05", or why it could not be saved."""
        self._kept = sentence
        self._show_keys()

    # What is said around the text

    def title(self) -> str:
        """What this is and for whom, for the upper border."""
        raise NotImplementedError

    def sends(self) -> Sequence[str]:
        """What the send key does and who receives it, the most important first."""
        raise NotImplementedError

    def endings(self) -> Sequence[str]:
        """Keys that do more than to send, worth knowing while one types."""
        return ()

    @property
    def sending(self) -> str:
        """What the send key does, in a word."""
        return _("save")

    @property
    def _send_key(self) -> str:
        return f"{key_of('send')} {self.sending}"

    def switch_question(self) -> str:
        """What is asked before the text becomes the other kind."""
        raise NotImplementedError

    def _begin_typing(self) -> None:
        phrases = [text.line(trait, 120) for trait in self.receiver.traits]
        self._also.say(text.line(self.receiver.also))
        self._traits.set_class(not phrases, "-none")
        self._traits.update(text.content(" · ".join(phrases)))
        self.show_copies()
        self._show_title()
        self._show_sends()
        self._area.focus()

    def show_copies(self) -> None:
        """Say who gets a copy."""

    def _show_title(self) -> None:
        gaps = len(unresolved_marks(self.body))
        title = self.title()
        if gaps:
            to_fill = ngettext("{count} gap to fill in", "{count} gaps to fill in", gaps)
            title = f"{to_fill.format(count=gaps)} · {title}"
        signature = self.receiver.signature
        self._signature.show("" if is_signed(self.body, signature) else signature)
        if title != self._shown_title:
            self._shown_title = title
            self.border_title = text.content(f" {title} ")

    def _show_sends(self) -> None:
        self._sends.update(text.content(" · ".join(self.sends())))
        self._show_keys()

    def _show_keys(self) -> None:
        keys = [
            _("{review_key} review").format(review_key=key_of("review")),
            *self.endings(),
            *([text.line(self._kept, 80)] if self._kept else []),
        ]
        self.border_subtitle = text.content(f" {' · '.join(keys)} ")

    # The text

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep the draft soon: one timer for a burst of keys."""
        event.stop()
        if self._draft_timer is None:
            self._draft_timer = self.set_timer(DRAFT_SECONDS, self._keep_draft)

    def _keep_draft(self, *, asked: bool = False) -> None:
        self._stop_draft_timer()
        self._show_title()
        self.post_message(self.DraftChanged(self.kind, self.body, self.cursor, asked))

    def _stop_draft_timer(self) -> None:
        if self._draft_timer is not None:
            self._draft_timer.stop()
            self._draft_timer = None

    def on_writing_area_pressed(self, event: WritingArea.Pressed) -> None:
        """Do what a key of the editor asks for."""
        event.stop()
        self._called_by = event.call
        self.do(event.command)

    def do(self, command: str) -> None:
        """Do a command of the editor, by its name."""
        match command:
            case "send":
                self._submit()
            case "save_draft":
                self._keep_draft(asked=True)
            case "review":
                self._begin_review()
            case "attach":
                self.post_message(self.FilesWanted(self.kind))
            case "edit_outside":
                self.post_message(self.EditorWanted())
            case "insert_quote":
                self._area.insert_quote()
            case "next_mark":
                self._area.next_mark()
            case "insert_article":
                self.post_message(self.ArticleWanted(self.kind))
            case "insert_template":
                self.post_message(self.TemplateWanted(self.kind))

    # The review bar

    def _begin_review(self) -> None:
        if not self.body.strip() and not self._files.names:
            self._close(self.Left)
            return
        self.add_class("-reviewing")
        self._review.focus()
        self.post_message(self.Reviewing(active=True))

    def _end_review(self) -> None:
        if self.has_class("-reviewing"):
            self.remove_class("-reviewing")
            self.post_message(self.Reviewing(active=False))
        if not self._area.has_focus:
            self._area.focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A click into the text ends the review."""
        if event.widget is self._area:
            self._end_review()

    def on_key(self, event: events.Key) -> None:
        """The send key sends from the review bar, too."""
        if event.key in self._sending_keys and self._review.has_focus:
            event.stop()
            self._submit()

    def on_review_bar_chosen(self, event: ReviewBar.Chosen) -> None:
        """Do what was chosen for the text."""
        event.stop()
        match event.name:
            case "review_send":
                self._submit()
            case "review_wait":
                self._submit("waiting")
            case "review_solve":
                self._submit("solved")
            case "review_switch":
                self._review.ask(self.switch_question(), "switch")
            case "switch":
                self._close(self.Switched)
            case "review_discard":
                self._close(self.Discarded)
            case "review_leave":
                self._close(self.Left)
            case "review_quote":
                self._end_review()
                self._area.insert_quote()
            case "review_recipients" | "review_later":
                self._ask_of_sending(event.name)
            case _:
                self._end_review()

    def _ask_of_sending(self, asked: str) -> None:
        """Have it asked to whom, or when, the text is to be sent."""
        if asked == "review_recipients":
            self.post_message(self.RecipientsWanted(self.kind))
        else:
            self.post_message(self.LaterWanted(self.kind, self.body))

    def _close(self, ending: "type[Switched | Discarded | Left]") -> None:
        """Give the text back; no draft of it is kept after that."""
        self._stop_draft_timer()
        self.post_message(ending(self.kind, self.body, self.cursor))

    def _submit(self, then_state: str | None = None) -> None:
        """Hand the text over to be sent or kept; it stays until the screen closes the composer."""
        self._end_review()
        self._stop_draft_timer()
        self.post_message(self.Submitted(self.kind, self.body, then_state))
