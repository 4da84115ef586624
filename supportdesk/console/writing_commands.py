"""The commands of the composer and of its review bar (R7), for the same registry as all others."""

from supportdesk.console.command import N_, Command, Where

EDITOR_COMMANDS = (
    Command(
        "send",
        ("ctrl+d",),
        Where.EDITOR,
        N_("send"),
        N_("Send the reply, or save the note; a reply can be recalled for a few seconds."),
        cli="supportdesk reply N",
    ),
    Command(
        "save_draft",
        ("ctrl+s",),
        Where.EDITOR,
        N_("save draft"),
        N_("Keep the text now; it is kept by itself while you type."),
        cli="supportdesk drafts save N",
    ),
    Command(
        "insert_template",
        ("ctrl+t", "::"),
        Where.EDITOR,
        N_("template"),
        N_("Insert a saved text at the cursor."),
    ),
    Command(
        "attach",
        ("ctrl+f",),
        Where.EDITOR,
        N_("files"),
        N_("Add a file by its path, or take one off; files stay with the draft."),
        cli="supportdesk reply N --attach FILE",
    ),
    Command(
        "edit_outside",
        ("ctrl+o",),
        Where.EDITOR,
        N_("your editor"),
        N_("Go on with the text in your own editor ($VISUAL or $EDITOR), and come back with it."),
    ),
    Command(
        "insert_article",
        ("ctrl+n", "??"),
        Where.EDITOR,
        N_("article"),
        N_("Insert an article, as text or as a link, or what the team answered earlier."),
        cli="supportdesk reply N --article WHICH",
    ),
    Command(
        "next_mark",
        ("tab",),
        Where.EDITOR,
        N_("next gap"),
        N_("Go to the next ⟦…⟧ that a template could not fill."),
    ),
    Command(
        "review",
        ("escape",),
        Where.EDITOR,
        N_("review"),
        N_("Stop typing and choose what happens with the text."),
    ),
)

REVIEW_COMMANDS = (
    Command("review_send", ("s",), Where.REVIEW, N_("send"), N_("Send the reply.")),
    Command(
        "review_wait",
        ("w",),
        Where.REVIEW,
        N_("send and wait"),
        N_("Send, and wait for the client's answer."),
    ),
    Command(
        "review_solve",
        ("e",),
        Where.REVIEW,
        N_("send and solve"),
        N_("Send, and mark the ticket as solved."),
    ),
    Command(
        "review_switch",
        ("c",),
        Where.REVIEW,
        N_("make it a note"),
        N_("Turn a reply into a private note, or back; asks first and keeps the text."),
    ),
    Command(
        "review_discard",
        ("x",),
        Where.REVIEW,
        N_("discard"),
        N_("Throw the text away; undo brings it back."),
    ),
    Command(
        "review_leave",
        ("q",),
        Where.REVIEW,
        N_("keep and leave"),
        N_("Leave the text as a draft and go back to the conversation."),
    ),
    Command(
        "review_back",
        ("escape",),
        Where.REVIEW,
        N_("back to the text"),
        N_("Go on typing."),
    ),
)
