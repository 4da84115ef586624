CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE blob (
    sha256 VARCHAR NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (sha256)
);
CREATE TABLE due_work (
    id INTEGER NOT NULL,
    at BIGINT NOT NULL,
    kind VARCHAR NOT NULL,
    ref BIGINT NOT NULL,
    lease BIGINT,
    PRIMARY KEY (id),
    UNIQUE (kind, ref)
);
CREATE INDEX due_work_by_time ON due_work (at);
CREATE TABLE operator (
    uuid VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    remote_id VARCHAR,
    remote_version VARCHAR,
    id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    login VARCHAR,
    role VARCHAR NOT NULL,
    email VARCHAR,
    job VARCHAR,
    signature VARCHAR,
    active BOOLEAN NOT NULL, status VARCHAR NOT NULL DEFAULT 'offline', status_since BIGINT, queues VARCHAR NOT NULL DEFAULT '', skills VARCHAR NOT NULL DEFAULT '', caps VARCHAR NOT NULL DEFAULT '', starts VARCHAR, mail_notices VARCHAR NOT NULL DEFAULT '',
    PRIMARY KEY (id),
    UNIQUE (login),
    UNIQUE (uuid)
);
CREATE TABLE organisation (
    uuid VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    remote_id VARCHAR,
    remote_version VARCHAR,
    id INTEGER NOT NULL,
    name VARCHAR NOT NULL, contract VARCHAR, contract_until VARCHAR, hours VARCHAR, timezone VARCHAR, email VARCHAR, phone VARCHAR, note VARCHAR,
    PRIMARY KEY (id),
    UNIQUE (name),
    UNIQUE (uuid)
);
CREATE TABLE queue (
    uuid VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    remote_id VARCHAR,
    remote_version VARCHAR,
    id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    line INTEGER NOT NULL, signature VARCHAR, dealing VARCHAR NOT NULL DEFAULT 'off', take_back INTEGER NOT NULL DEFAULT 15, skills VARCHAR NOT NULL DEFAULT '',
    PRIMARY KEY (id),
    UNIQUE (name),
    UNIQUE (uuid)
);
CREATE TABLE setting (
    name VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    PRIMARY KEY (name)
);
CREATE TABLE tag (
    id INTEGER NOT NULL,
    name VARCHAR NOT NULL, synonym_of INTEGER,
    PRIMARY KEY (id),
    UNIQUE (name)
);
CREATE TABLE text_value (
    id INTEGER NOT NULL,
    subject VARCHAR NOT NULL,
    subject_id BIGINT NOT NULL,
    value VARCHAR NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX text_value_by_subject ON text_value (subject, subject_id);
CREATE TABLE blob_chunk (
    sha256 VARCHAR NOT NULL,
    n INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (sha256, n),
    FOREIGN KEY(sha256) REFERENCES blob (sha256)
);
CREATE TABLE client (
    uuid VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    remote_id VARCHAR,
    remote_version VARCHAR,
    id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    organisation_id INTEGER,
    language VARCHAR,
    timezone VARCHAR,
    vip BOOLEAN NOT NULL,
    traits VARCHAR NOT NULL,
    created_at BIGINT NOT NULL, channel VARCHAR, forgotten_at BIGINT, merged_into INTEGER REFERENCES client(id),
    PRIMARY KEY (id),
    FOREIGN KEY(organisation_id) REFERENCES organisation (id),
    UNIQUE (uuid)
);
CREATE INDEX ix_client_organisation_id ON client (organisation_id);
CREATE TABLE envelope (
    number INTEGER NOT NULL,
    id VARCHAR NOT NULL,
    actor_id INTEGER,
    at BIGINT NOT NULL,
    action VARCHAR NOT NULL,
    receipt VARCHAR NOT NULL,
    undone_by VARCHAR, bulk_id INTEGER REFERENCES bulk(id), by_id INTEGER REFERENCES operator(id),
    PRIMARY KEY (number),
    FOREIGN KEY(actor_id) REFERENCES operator (id),
    UNIQUE (id)
);
CREATE INDEX envelope_by_actor ON envelope (actor_id, number);
CREATE INDEX ix_envelope_undone_by ON envelope (undone_by);
CREATE TABLE template (
    uuid VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    remote_id VARCHAR,
    remote_version VARCHAR,
    id INTEGER NOT NULL,
    source_id VARCHAR,
    title VARCHAR NOT NULL,
    kind VARCHAR,
    queue_id INTEGER,
    tags VARCHAR NOT NULL,
    withdrawn BOOLEAN NOT NULL, stage VARCHAR, trait VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(queue_id) REFERENCES queue (id),
    UNIQUE (source_id),
    UNIQUE (uuid)
);
CREATE TABLE client_address (
    id INTEGER NOT NULL,
    client_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    "key" VARCHAR NOT NULL,
    shown VARCHAR NOT NULL, place INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    FOREIGN KEY(client_id) REFERENCES client (id),
    UNIQUE (kind, "key")
);
CREATE INDEX ix_client_address_client_id ON client_address (client_id);
CREATE TABLE client_note (
    id INTEGER NOT NULL,
    client_id INTEGER NOT NULL,
    author_id INTEGER,
    at BIGINT NOT NULL,
    body VARCHAR NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(author_id) REFERENCES operator (id),
    FOREIGN KEY(client_id) REFERENCES client (id)
);
CREATE TABLE template_variant (
    template_id INTEGER NOT NULL,
    language VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    PRIMARY KEY (template_id, language),
    FOREIGN KEY(template_id) REFERENCES template (id)
);
CREATE TABLE ticket (
    uuid VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    remote_id VARCHAR,
    remote_version VARCHAR,
    id INTEGER NOT NULL,
    source_id VARCHAR,
    subject VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    category INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    kind VARCHAR,
    queue_id INTEGER NOT NULL,
    owner_id INTEGER,
    client_id INTEGER NOT NULL,
    channel VARCHAR NOT NULL,
    language VARCHAR,
    reason VARCHAR,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    solved_at BIGINT,
    closed_at BIGINT,
    wake_at BIGINT,
    due_at BIGINT,
    waiting_since BIGINT,
    unanswered INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    replies INTEGER NOT NULL,
    reopens INTEGER NOT NULL,
    last_client_message BIGINT,
    last_event BIGINT NOT NULL,
    follow_up_of INTEGER,
    urgent BIGINT NOT NULL GENERATED ALWAYS AS (CASE WHEN priority = 3 THEN 0 ELSE 1 END) VIRTUAL,
    due_key BIGINT NOT NULL GENERATED ALWAYS AS (coalesce(due_at, 4611686018427387904)) VIRTUAL,
    waiting_key BIGINT NOT NULL GENERATED ALWAYS AS (coalesce(waiting_since, 4611686018427387904)) VIRTUAL, client_messages INTEGER DEFAULT '0' NOT NULL, risk_at BIGINT, sla_policy_id INTEGER REFERENCES sla_policy(id), thanked BOOLEAN NOT NULL DEFAULT 0, rating INTEGER, rated_at BIGINT, rating_comment VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(client_id) REFERENCES client (id),
    FOREIGN KEY(follow_up_of) REFERENCES ticket (id),
    FOREIGN KEY(owner_id) REFERENCES operator (id),
    FOREIGN KEY(queue_id) REFERENCES queue (id),
    UNIQUE (source_id),
    UNIQUE (uuid)
);
CREATE INDEX ticket_asleep ON ticket (wake_at) WHERE category < 4 AND wake_at NOT NULL;
CREATE INDEX ticket_by_client ON ticket (client_id, id);
CREATE INDEX ticket_by_creation ON ticket (created_at, id);
CREATE INDEX ticket_by_update ON ticket (updated_at, id);
CREATE INDEX ticket_waiting ON ticket (updated_at) WHERE category = 2;
CREATE TABLE draft (
    operator_id INTEGER NOT NULL,
    ticket_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    cursor INTEGER NOT NULL,
    base_seq BIGINT NOT NULL,
    at BIGINT NOT NULL, recipients VARCHAR NOT NULL DEFAULT '',
    PRIMARY KEY (operator_id, ticket_id, kind),
    FOREIGN KEY(operator_id) REFERENCES operator (id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id)
);
CREATE TABLE event (
    seq INTEGER NOT NULL,
    at BIGINT NOT NULL,
    envelope_id VARCHAR NOT NULL,
    actor_id INTEGER,
    subject VARCHAR NOT NULL,
    subject_id BIGINT NOT NULL,
    ticket_id INTEGER,
    field VARCHAR NOT NULL,
    "before" VARCHAR,
    "after" VARCHAR,
    rule VARCHAR,
    PRIMARY KEY (seq),
    FOREIGN KEY(actor_id) REFERENCES operator (id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id)
);
CREATE INDEX event_by_envelope ON event (envelope_id);
CREATE INDEX event_by_ticket ON event (ticket_id, seq);
CREATE TABLE message (
    id INTEGER NOT NULL,
    uuid VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    remote_id VARCHAR,
    ticket_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    operator_id INTEGER,
    client_id INTEGER,
    author VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    delivery VARCHAR NOT NULL,
    release_at BIGINT,
    withdrawn BOOLEAN NOT NULL,
    attachments INTEGER NOT NULL, recipients INTEGER NOT NULL DEFAULT 0, signed_from INTEGER, asks BOOLEAN NOT NULL DEFAULT 1,
    PRIMARY KEY (id),
    FOREIGN KEY(client_id) REFERENCES client (id),
    FOREIGN KEY(operator_id) REFERENCES operator (id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id),
    UNIQUE (source_id)
);
CREATE INDEX message_by_ticket ON message (ticket_id, id);
CREATE TABLE message_reference (
    source_id VARCHAR NOT NULL,
    ticket_id INTEGER NOT NULL,
    PRIMARY KEY (source_id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id)
);
CREATE INDEX ix_message_reference_ticket_id ON message_reference (ticket_id);
CREATE TABLE read_mark (
    operator_id INTEGER NOT NULL,
    ticket_id INTEGER NOT NULL,
    seen BIGINT NOT NULL,
    PRIMARY KEY (operator_id, ticket_id),
    FOREIGN KEY(operator_id) REFERENCES operator (id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id)
);
CREATE TABLE ticket_span (
    ticket_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    from_at BIGINT NOT NULL,
    to_at BIGINT,
    state VARCHAR NOT NULL,
    category INTEGER NOT NULL,
    queue_id INTEGER NOT NULL,
    owner_id INTEGER, asleep BOOLEAN NOT NULL DEFAULT 0,
    PRIMARY KEY (ticket_id, number),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id)
);
CREATE TABLE ticket_tag (
    ticket_id INTEGER NOT NULL,
    tag_id INTEGER NOT NULL,
    PRIMARY KEY (ticket_id, tag_id),
    FOREIGN KEY(tag_id) REFERENCES tag (id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id)
);
CREATE INDEX ticket_tag_by_tag ON ticket_tag (tag_id, ticket_id);
CREATE TABLE attachment (
    id INTEGER NOT NULL,
    message_id BIGINT NOT NULL,
    name VARCHAR NOT NULL,
    media_type VARCHAR NOT NULL,
    size INTEGER NOT NULL,
    sha256 VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(message_id) REFERENCES message (id),
    FOREIGN KEY(sha256) REFERENCES blob (sha256)
);
CREATE INDEX ix_attachment_message_id ON attachment (message_id);
CREATE VIRTUAL TABLE client_text USING fts5(words, notes, content='', tokenize='unicode61 remove_diacritics 0', prefix='2 3');
CREATE TABLE ticket_count (
    owner_id INTEGER NOT NULL,
    queue_id INTEGER NOT NULL,
    category INTEGER NOT NULL,
    asleep INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (owner_id, queue_id, category, asleep)
)
 WITHOUT ROWID

;
CREATE TABLE ticket_link (
    ticket_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    other_id INTEGER NOT NULL,
    PRIMARY KEY (ticket_id, kind),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id),
    FOREIGN KEY(other_id) REFERENCES ticket (id)
);
CREATE INDEX ticket_link_by_other ON ticket_link (other_id, kind);
CREATE INDEX ticket_by_follow_up ON ticket (follow_up_of) WHERE follow_up_of IS NOT NULL;
CREATE TABLE bulk (
    id INTEGER NOT NULL,
    envelope_id VARCHAR NOT NULL,
    actor_id INTEGER,
    at BIGINT NOT NULL,
    action VARCHAR NOT NULL,
    takes_back INTEGER,
    cursor INTEGER NOT NULL,
    is_planned BOOLEAN NOT NULL,
    window INTEGER NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(actor_id) REFERENCES operator (id),
    FOREIGN KEY(takes_back) REFERENCES bulk (id),
    UNIQUE (envelope_id)
);
CREATE TABLE bulk_step (
    id INTEGER NOT NULL,
    bulk_id INTEGER NOT NULL,
    ticket_id INTEGER,
    action VARCHAR NOT NULL,
    stops VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(bulk_id) REFERENCES bulk (id)
);
CREATE INDEX bulk_step_by_bulk ON bulk_step (bulk_id, stops, id);
CREATE INDEX envelope_by_bulk ON envelope (bulk_id, number) WHERE bulk_id IS NOT NULL;
CREATE TABLE indexed_word (
    word VARCHAR NOT NULL,
    PRIMARY KEY (word)
)
 WITHOUT ROWID

;
CREATE TABLE macro (
    uuid VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    remote_id VARCHAR,
    remote_version VARCHAR,
    id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    does VARCHAR NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (uuid)
);
CREATE TABLE draft_source (
    operator_id INTEGER NOT NULL,
    ticket_id BIGINT NOT NULL,
    kind VARCHAR NOT NULL,
    source_id INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    PRIMARY KEY (operator_id, ticket_id, kind, source_id),
    FOREIGN KEY(operator_id) REFERENCES operator (id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id)
);
CREATE TABLE template_use (
    message_id BIGINT NOT NULL,
    template_id INTEGER NOT NULL,
    operator_id INTEGER NOT NULL,
    at BIGINT NOT NULL,
    distance INTEGER NOT NULL,
    length INTEGER NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    PRIMARY KEY (message_id, template_id),
    FOREIGN KEY(message_id) REFERENCES message (id),
    FOREIGN KEY(operator_id) REFERENCES operator (id),
    FOREIGN KEY(template_id) REFERENCES template (id)
);
CREATE INDEX template_use_by_operator ON template_use (template_id, operator_id, withdrawn, at);
CREATE TABLE template_tally (
    template_id INTEGER NOT NULL,
    operator_id INTEGER NOT NULL,
    uses INTEGER NOT NULL,
    distance INTEGER NOT NULL,
    length INTEGER NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (template_id, operator_id),
    FOREIGN KEY(operator_id) REFERENCES operator (id),
    FOREIGN KEY(template_id) REFERENCES template (id)
)
 WITHOUT ROWID

;
CREATE TABLE presence (
    operator_id INTEGER NOT NULL,
    ticket_id INTEGER NOT NULL,
    doing VARCHAR NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (operator_id, ticket_id),
    FOREIGN KEY(operator_id) REFERENCES operator (id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id)
);
CREATE INDEX presence_by_time ON presence (at);
CREATE TABLE writing_claim (
    ticket_id INTEGER NOT NULL,
    operator_id INTEGER NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (ticket_id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id),
    FOREIGN KEY(operator_id) REFERENCES operator (id)
);
CREATE TABLE mark_number (
    operator_id INTEGER NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (operator_id),
    FOREIGN KEY(operator_id) REFERENCES operator (id)
);
CREATE TABLE draft_file (
    id INTEGER NOT NULL,
    operator_id INTEGER NOT NULL,
    ticket_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    media_type VARCHAR NOT NULL,
    size INTEGER NOT NULL,
    sha256 VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(operator_id) REFERENCES operator (id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id),
    FOREIGN KEY(sha256) REFERENCES blob (sha256)
);
CREATE INDEX draft_file_by_draft ON draft_file (operator_id, ticket_id, kind);
CREATE INDEX ix_draft_file_sha256 ON draft_file (sha256);
CREATE INDEX attachment_by_content ON attachment (sha256);
CREATE INDEX client_by_merge ON client (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX client_note_by_time ON client_note (client_id, at, id);
CREATE INDEX ticket_by_client_time ON ticket (client_id, created_at, id);
CREATE INDEX message_by_client ON message (client_id) WHERE client_id IS NOT NULL;
CREATE TABLE client_property (
    id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    choices VARCHAR NOT NULL,
    pinned BOOLEAN NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE client_property_value (
    client_id INTEGER NOT NULL,
    property_id INTEGER NOT NULL,
    value VARCHAR NOT NULL,
    PRIMARY KEY (client_id, property_id),
    FOREIGN KEY(client_id) REFERENCES client (id),
    FOREIGN KEY(property_id) REFERENCES client_property (id)
);
CREATE TABLE client_event (
    id INTEGER NOT NULL,
    client_id INTEGER NOT NULL,
    at BIGINT NOT NULL,
    kind VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    details VARCHAR NOT NULL,
    source_id VARCHAR,
    PRIMARY KEY (id),
    FOREIGN KEY(client_id) REFERENCES client (id),
    UNIQUE (source_id)
);
CREATE INDEX client_event_by_time ON client_event (client_id, at, id);
CREATE TABLE client_lookup (
    client_id INTEGER NOT NULL,
    title VARCHAR NOT NULL,
    at BIGINT NOT NULL,
    answered_at BIGINT,
    lines VARCHAR NOT NULL,
    trouble VARCHAR,
    PRIMARY KEY (client_id, title),
    FOREIGN KEY(client_id) REFERENCES client (id)
);
CREATE TABLE saved_view (
    id INTEGER NOT NULL,
    uuid VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    remote_id VARCHAR,
    remote_version VARCHAR,
    name VARCHAR NOT NULL,
    "query" VARCHAR NOT NULL,
    sort VARCHAR NOT NULL,
    group_by VARCHAR NOT NULL,
    columns VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    owner_id INTEGER NOT NULL,
    role VARCHAR,
    digit INTEGER,
    withdrawn BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(owner_id) REFERENCES operator (id),
    UNIQUE (uuid)
);
CREATE TABLE view_place (
    operator_id INTEGER NOT NULL,
    "view" VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    hidden BOOLEAN NOT NULL,
    PRIMARY KEY (operator_id, "view"),
    FOREIGN KEY(operator_id) REFERENCES operator (id)
);
CREATE TABLE opened_ticket (
    operator_id INTEGER NOT NULL,
    ticket_id INTEGER NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (operator_id, ticket_id),
    FOREIGN KEY(operator_id) REFERENCES operator (id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id)
);
CREATE INDEX opened_ticket_by_number ON opened_ticket (operator_id, number);
CREATE TABLE custom_field (
    id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    choices VARCHAR NOT NULL,
    former VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    retired BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (name)
);
CREATE TABLE field_value (
    ticket_id INTEGER NOT NULL,
    field_id INTEGER NOT NULL,
    value VARCHAR NOT NULL,
    word VARCHAR NOT NULL,
    number BIGINT,
    PRIMARY KEY (ticket_id, field_id),
    FOREIGN KEY(field_id) REFERENCES custom_field (id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id)
)
 WITHOUT ROWID

;
CREATE INDEX field_value_by_word ON field_value (field_id, word, ticket_id);
CREATE INDEX field_value_by_number ON field_value (field_id, number, ticket_id);
CREATE TABLE time_spent (
    ticket_id INTEGER NOT NULL,
    operator_id INTEGER NOT NULL,
    work VARCHAR NOT NULL,
    quarter BIGINT NOT NULL,
    milliseconds BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, operator_id, work, quarter),
    FOREIGN KEY(operator_id) REFERENCES operator (id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id)
)
 WITHOUT ROWID

;
CREATE INDEX time_spent_by_operator ON time_spent (operator_id, quarter);
CREATE TABLE time_entry (
    id INTEGER NOT NULL,
    ticket_id INTEGER NOT NULL,
    operator_id INTEGER NOT NULL,
    work VARCHAR NOT NULL,
    at BIGINT NOT NULL,
    milliseconds BIGINT NOT NULL,
    reason VARCHAR NOT NULL,
    author_id INTEGER,
    in_all BOOLEAN NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(author_id) REFERENCES operator (id),
    FOREIGN KEY(operator_id) REFERENCES operator (id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id)
);
CREATE INDEX time_entry_by_ticket ON time_entry (ticket_id, operator_id);
CREATE INDEX time_entry_by_time ON time_entry (at);
CREATE TABLE message_recipient (
    id INTEGER NOT NULL,
    message_id BIGINT NOT NULL,
    place VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    "key" VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(message_id) REFERENCES message (id)
);
CREATE INDEX ix_message_recipient_message_id ON message_recipient (message_id);
CREATE INDEX message_recipient_by_key ON message_recipient ("key");
CREATE TABLE outbox (
    id INTEGER NOT NULL,
    uuid VARCHAR NOT NULL,
    operator_id INTEGER NOT NULL,
    ticket_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    confirmed VARCHAR NOT NULL,
    made_at BIGINT NOT NULL,
    at BIGINT,
    state VARCHAR NOT NULL,
    because VARCHAR,
    told BOOLEAN NOT NULL,
    message_id BIGINT,
    PRIMARY KEY (id),
    FOREIGN KEY(operator_id) REFERENCES operator (id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id),
    FOREIGN KEY(message_id) REFERENCES message (id)
);
CREATE INDEX outbox_by_operator ON outbox (operator_id, state, told);
CREATE INDEX outbox_by_ticket ON outbox (ticket_id, state);
CREATE TABLE article (
    uuid VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    remote_id VARCHAR,
    remote_version VARCHAR,
    id INTEGER NOT NULL,
    source_id VARCHAR,
    title VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    language VARCHAR,
    tags VARCHAR NOT NULL,
    public BOOLEAN NOT NULL,
    url VARCHAR,
    file VARCHAR,
    digest VARCHAR,
    updated_at BIGINT NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (uuid),
    UNIQUE (source_id),
    UNIQUE (file)
);
CREATE TABLE ticket_article (
    ticket_id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    PRIMARY KEY (ticket_id, article_id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id),
    FOREIGN KEY(article_id) REFERENCES article (id)
);
CREATE INDEX ix_ticket_article_article_id ON ticket_article (article_id);
CREATE TABLE draft_article (
    operator_id INTEGER NOT NULL,
    ticket_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    article_id INTEGER NOT NULL,
    PRIMARY KEY (operator_id, ticket_id, kind, article_id),
    FOREIGN KEY(operator_id) REFERENCES operator (id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id),
    FOREIGN KEY(article_id) REFERENCES article (id)
);
CREATE TABLE blob_text (
    sha256 VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    PRIMARY KEY (sha256),
    FOREIGN KEY(sha256) REFERENCES blob (sha256) ON DELETE CASCADE
);
CREATE VIRTUAL TABLE article_text USING fts5(title, tags, body, content='', tokenize='unicode61 remove_diacritics 0', prefix='2 3');
CREATE VIRTUAL TABLE attachment_text USING fts5(words, content='', tokenize='unicode61 remove_diacritics 0', prefix='2 3');
CREATE INDEX ticket_by_order ON ticket (urgent, due_key, waiting_key, id, wake_at, category) WHERE category < 4;
CREATE INDEX ticket_by_owner ON ticket (owner_id, urgent, due_key, waiting_key, id, wake_at, category, last_client_message) WHERE category < 4;
CREATE INDEX ticket_by_queue ON ticket (queue_id, urgent, due_key, waiting_key, id, wake_at, category) WHERE category < 4;
CREATE VIRTUAL TABLE message_text USING fts5(client, reply, subject, note, content='', tokenize='unicode61 remove_diacritics 0');
CREATE TABLE calendar (
    id INTEGER NOT NULL,
    uuid VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    remote_id VARCHAR,
    remote_version VARCHAR,
    name VARCHAR NOT NULL,
    zone VARCHAR NOT NULL,
    hours VARCHAR NOT NULL,
    days VARCHAR NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (uuid)
);
CREATE TABLE sla_policy (
    id INTEGER NOT NULL,
    uuid VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    remote_id VARCHAR,
    remote_version VARCHAR,
    position INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    "query" VARCHAR NOT NULL,
    targets VARCHAR NOT NULL,
    calendar_id INTEGER,
    hold_pauses BOOLEAN NOT NULL,
    out_of_hours BIGINT NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(calendar_id) REFERENCES calendar (id),
    UNIQUE (uuid)
);
CREATE TABLE sla_clock (
    id INTEGER NOT NULL,
    ticket_id INTEGER NOT NULL,
    clock VARCHAR NOT NULL,
    started_at BIGINT NOT NULL,
    policy_id INTEGER NOT NULL,
    target BIGINT NOT NULL,
    due_at BIGINT,
    warn_at BIGINT,
    paused_at BIGINT,
    remaining BIGINT,
    ended_at BIGINT,
    met BOOLEAN,
    warned_at BIGINT,
    breached_at BIGINT,
    PRIMARY KEY (id),
    FOREIGN KEY(policy_id) REFERENCES sla_policy (id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id),
    UNIQUE (ticket_id, clock, started_at)
);
CREATE TABLE operator_span (
    operator_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    from_at BIGINT NOT NULL,
    to_at BIGINT,
    status VARCHAR NOT NULL,
    PRIMARY KEY (operator_id, number),
    FOREIGN KEY(operator_id) REFERENCES operator (id)
);
CREATE INDEX operator_span_by_time ON operator_span (from_at, to_at);
CREATE TABLE dealt (
    id INTEGER NOT NULL,
    ticket_id INTEGER NOT NULL,
    operator_id INTEGER NOT NULL,
    at BIGINT NOT NULL,
    event BIGINT NOT NULL,
    why VARCHAR NOT NULL,
    taken_back_at BIGINT,
    given_back_at BIGINT,
    PRIMARY KEY (id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id),
    FOREIGN KEY(operator_id) REFERENCES operator (id)
);
CREATE INDEX dealt_by_ticket ON dealt (ticket_id, id);
CREATE INDEX dealt_by_operator ON dealt (operator_id, id);
CREATE TABLE absence (
    id INTEGER NOT NULL,
    operator_id INTEGER NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    substitute_id INTEGER,
    withdrawn BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(operator_id) REFERENCES operator (id),
    FOREIGN KEY(substitute_id) REFERENCES operator (id)
);
CREATE INDEX absence_by_operator ON absence (operator_id, until_at);
CREATE TABLE stand_in (
    absence_id INTEGER NOT NULL,
    ticket_id INTEGER NOT NULL,
    PRIMARY KEY (absence_id, ticket_id),
    FOREIGN KEY(absence_id) REFERENCES absence (id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id)
);
CREATE INDEX ticket_span_at_work ON ticket_span(to_at, from_at, category, queue_id, owner_id, asleep, ticket_id) WHERE category < 4;
CREATE TABLE ticket_follower (
    operator_id INTEGER NOT NULL,
    ticket_id INTEGER NOT NULL,
    PRIMARY KEY (operator_id, ticket_id),
    FOREIGN KEY(operator_id) REFERENCES operator (id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id)
);
CREATE INDEX ticket_thanked ON ticket(id) WHERE thanked = 1;
CREATE INDEX ticket_follower_by_ticket ON ticket_follower (ticket_id);
CREATE INDEX ticket_rated ON ticket(rated_at, rating) WHERE rating IS NOT NULL;
CREATE TABLE recommendation (
    id INTEGER NOT NULL,
    client_id INTEGER NOT NULL,
    score INTEGER NOT NULL,
    at BIGINT NOT NULL,
    comment VARCHAR NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(client_id) REFERENCES client (id)
);
CREATE INDEX recommendation_by_time ON recommendation (at, id);
CREATE INDEX recommendation_by_client ON recommendation (client_id, at);
CREATE TABLE letter (
    id INTEGER NOT NULL,
    purpose VARCHAR NOT NULL,
    message_id BIGINT,
    ticket_id INTEGER,
    operator_id INTEGER,
    account VARCHAR NOT NULL,
    mail_id VARCHAR NOT NULL,
    receiver VARCHAR NOT NULL,
    recipients VARCHAR NOT NULL,
    left_to VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    attempts INTEGER NOT NULL,
    handed BOOLEAN NOT NULL,
    because VARCHAR NOT NULL,
    made_at BIGINT NOT NULL,
    sent_at BIGINT,
    PRIMARY KEY (id),
    FOREIGN KEY(message_id) REFERENCES message (id),
    FOREIGN KEY(ticket_id) REFERENCES ticket (id),
    FOREIGN KEY(operator_id) REFERENCES operator (id),
    UNIQUE (mail_id),
    UNIQUE (message_id)
);
CREATE INDEX letter_by_state ON letter (state) WHERE state NOT IN ('sent', 'given_up');
CREATE INDEX letter_by_receiver ON letter (receiver, made_at) WHERE purpose = 'acknowledgement';
CREATE TABLE mailbox (
    name VARCHAR NOT NULL,
    validity BIGINT DEFAULT '0' NOT NULL,
    uid BIGINT DEFAULT '0' NOT NULL,
    looked_at BIGINT,
    failing_since BIGINT,
    trouble VARCHAR DEFAULT '' NOT NULL,
    PRIMARY KEY (name)
);
CREATE TABLE kept_mail (
    id INTEGER NOT NULL,
    digest VARCHAR NOT NULL,
    mailbox VARCHAR NOT NULL,
    place VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    size BIGINT NOT NULL,
    at BIGINT NOT NULL,
    content BLOB,
    PRIMARY KEY (id),
    UNIQUE (digest)
);
CREATE TABLE access_token (
    id INTEGER NOT NULL,
    operator_id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    scopes VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT,
    used_at BIGINT,
    revoked_at BIGINT,
    PRIMARY KEY (id),
    FOREIGN KEY(operator_id) REFERENCES operator (id),
    UNIQUE (digest)
);
CREATE INDEX ix_access_token_operator_id ON access_token (operator_id);
CREATE TABLE remote_link (
    id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    history VARCHAR NOT NULL,
    operator_id INTEGER,
    cursor VARCHAR NOT NULL,
    complete BOOLEAN NOT NULL,
    progress BIGINT NOT NULL,
    total BIGINT NOT NULL,
    synced_at BIGINT,
    failing_since BIGINT,
    trouble VARCHAR NOT NULL,
    lease BIGINT,
    PRIMARY KEY (id)
);
CREATE TABLE remote_sending (
    number INTEGER NOT NULL,
    "key" VARCHAR NOT NULL,
    actor_id INTEGER,
    at BIGINT NOT NULL,
    what VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    confirmed VARCHAR NOT NULL,
    base VARCHAR NOT NULL,
    ticket_id BIGINT,
    message_id BIGINT,
    event BIGINT,
    state VARCHAR NOT NULL,
    because VARCHAR NOT NULL,
    attempts INTEGER NOT NULL,
    next_at BIGINT,
    sent_at BIGINT,
    effect VARCHAR NOT NULL,
    PRIMARY KEY (number),
    UNIQUE ("key")
);
CREATE INDEX ix_remote_sending_ticket_id ON remote_sending (ticket_id);
CREATE TABLE remote_base (
    ticket_id INTEGER NOT NULL,
    field VARCHAR NOT NULL,
    value VARCHAR,
    PRIMARY KEY (ticket_id, field)
);
CREATE TABLE "overlay_step" (
    id INTEGER NOT NULL,
    statement VARCHAR NOT NULL,
    sending INTEGER NOT NULL,
    about VARCHAR NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX ticket_withdrawn ON ticket(reason, id) WHERE reason = 'withdrawn';
INSERT INTO alembic_version VALUES ('0027');
INSERT INTO setting VALUES ('stemmer', '2');
