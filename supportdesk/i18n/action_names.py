"""What each action is called where its result is told: in a word, for the screen and the shell."""

from supportdesk.i18n.refusal_text import N_

ACTIONS = {
    "CreateTicket": N_("new ticket"),
    "Reply": N_("reply"),
    "AddNote": N_("note"),
    "SetState": N_("state"),
    "SetPriority": N_("priority"),
    "SetKind": N_("kind"),
    "SetSubject": N_("subject"),
    "ChangeTags": N_("tags"),
    "Assign": N_("assignment"),
    "MoveToQueue": N_("queue"),
    "Snooze": N_("snooze"),
    "Bulk": N_("several changes"),
    "EditClient": N_("client"),
    "AddClientNote": N_("note on the client"),
    "MergeTicket": N_("merge"),
    "SplitMessage": N_("split"),
    "LinkTicket": N_("link"),
    "UnlinkTicket": N_("link"),
    "RenameTag": N_("name of a tag"),
    "SaveTemplate": N_("template"),
    "SaveArticle": N_("article"),
    "RemoveArticle": N_("removal of an article"),
    "SaveOperator": N_("operator"),
    "SaveQueue": N_("queue"),
}
"""What an action changed, in a word."""
