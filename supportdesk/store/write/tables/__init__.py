"""Every table of the store (SQLModel), by room. Times are integer milliseconds in UTC.

The names of columns are those of the read side; the full-text tables stand in `search_index`.
"""

from sqlmodel import SQLModel

from supportdesk.store.write.tables import (
    access,
    articles,
    bulks,
    calendars,
    clients,
    custom_fields,
    letters,
    macros,
    mailboxes,
    messages,
    outgoing,
    people,
    records,
    remotes,
    service_levels,
    staffing,
    templates,
    tickets,
    times,
    togetherness,
    views,
)

ROOMS = (
    access,
    articles,
    bulks,
    calendars,
    clients,
    custom_fields,
    letters,
    macros,
    mailboxes,
    messages,
    outgoing,
    people,
    records,
    remotes,
    service_levels,
    staffing,
    templates,
    tickets,
    times,
    togetherness,
    views,
)

OPERATOR = SQLModel.metadata.tables["operator"]
QUEUE = SQLModel.metadata.tables["queue"]
ORGANISATION = SQLModel.metadata.tables["organisation"]
CLIENT = SQLModel.metadata.tables["client"]
CLIENT_ADDRESS = SQLModel.metadata.tables["client_address"]
CLIENT_NOTE = SQLModel.metadata.tables["client_note"]
CLIENT_PROPERTY = SQLModel.metadata.tables["client_property"]
CLIENT_PROPERTY_VALUE = SQLModel.metadata.tables["client_property_value"]
CLIENT_EVENT = SQLModel.metadata.tables["client_event"]
RECOMMENDATION = SQLModel.metadata.tables["recommendation"]
CLIENT_LOOKUP = SQLModel.metadata.tables["client_lookup"]
TICKET = SQLModel.metadata.tables["ticket"]
MESSAGE = SQLModel.metadata.tables["message"]
MESSAGE_REFERENCE = SQLModel.metadata.tables["message_reference"]
ATTACHMENT = SQLModel.metadata.tables["attachment"]
BLOB = SQLModel.metadata.tables["blob"]
BLOB_TEXT = SQLModel.metadata.tables["blob_text"]
BLOB_CHUNK = SQLModel.metadata.tables["blob_chunk"]
TAG = SQLModel.metadata.tables["tag"]
TICKET_FOLLOWER = SQLModel.metadata.tables["ticket_follower"]
TICKET_TAG = SQLModel.metadata.tables["ticket_tag"]
CUSTOM_FIELD = SQLModel.metadata.tables["custom_field"]
FIELD_VALUE = SQLModel.metadata.tables["field_value"]
TIME_SPENT = SQLModel.metadata.tables["time_spent"]
TIME_ENTRY = SQLModel.metadata.tables["time_entry"]
TICKET_LINK = SQLModel.metadata.tables["ticket_link"]
TEMPLATE = SQLModel.metadata.tables["template"]
TEMPLATE_VARIANT = SQLModel.metadata.tables["template_variant"]
TEMPLATE_USE = SQLModel.metadata.tables["template_use"]
TEMPLATE_TALLY = SQLModel.metadata.tables["template_tally"]
MACRO = SQLModel.metadata.tables["macro"]
DRAFT_SOURCE = SQLModel.metadata.tables["draft_source"]
ARTICLE = SQLModel.metadata.tables["article"]
TICKET_ARTICLE = SQLModel.metadata.tables["ticket_article"]
DRAFT_ARTICLE = SQLModel.metadata.tables["draft_article"]
DRAFT = SQLModel.metadata.tables["draft"]
READ_MARK = SQLModel.metadata.tables["read_mark"]
ENVELOPE = SQLModel.metadata.tables["envelope"]
BULK = SQLModel.metadata.tables["bulk"]
BULK_STEP = SQLModel.metadata.tables["bulk_step"]
EVENT = SQLModel.metadata.tables["event"]
TEXT_VALUE = SQLModel.metadata.tables["text_value"]
TICKET_SPAN = SQLModel.metadata.tables["ticket_span"]
DUE_WORK = SQLModel.metadata.tables["due_work"]
TICKET_COUNT = SQLModel.metadata.tables["ticket_count"]
SAVED_VIEW = SQLModel.metadata.tables["saved_view"]
VIEW_PLACE = SQLModel.metadata.tables["view_place"]
OPENED_TICKET = SQLModel.metadata.tables["opened_ticket"]
SLA_POLICY = SQLModel.metadata.tables["sla_policy"]
SLA_CLOCK = SQLModel.metadata.tables["sla_clock"]
CALENDAR = SQLModel.metadata.tables["calendar"]
SETTING = SQLModel.metadata.tables["setting"]
PRESENCE = SQLModel.metadata.tables["presence"]
WRITING_CLAIM = SQLModel.metadata.tables["writing_claim"]
MARK_NUMBER = SQLModel.metadata.tables["mark_number"]
DRAFT_FILE = SQLModel.metadata.tables["draft_file"]
MESSAGE_RECIPIENT = SQLModel.metadata.tables["message_recipient"]
OPERATOR_SPAN = SQLModel.metadata.tables["operator_span"]
DEALT = SQLModel.metadata.tables["dealt"]
ABSENCE = SQLModel.metadata.tables["absence"]
STAND_IN = SQLModel.metadata.tables["stand_in"]
OUTBOX = SQLModel.metadata.tables["outbox"]
LETTER = SQLModel.metadata.tables["letter"]
MAILBOX = SQLModel.metadata.tables["mailbox"]
ACCESS_TOKEN = SQLModel.metadata.tables["access_token"]
KEPT_MAIL = SQLModel.metadata.tables["kept_mail"]
REMOTE_LINK = SQLModel.metadata.tables["remote_link"]
REMOTE_SENDING = SQLModel.metadata.tables["remote_sending"]
OVERLAY_STEP = SQLModel.metadata.tables["overlay_step"]
REMOTE_BASE = SQLModel.metadata.tables["remote_base"]
