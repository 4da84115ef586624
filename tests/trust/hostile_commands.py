"""Every command of the program on a hostile desk: what is typed, and the files it is given.

In a line `{ticket}`, `{client}`, `{article}`… stand for a row of the store, `{macro}`, `{queue}`…
for the name of one, `{word}` for a hostile text and `{files…}` for a file that is full of them.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

EACH = {
    "show": ("show {ticket} --events", "show {ticket} --at now --events"),
    "attachments": ("attachments {ticket}",),
    "similar": ("similar {ticket}",),
    "articles show": ("articles show {article}",),
    "articles suggest": ("articles suggest {ticket}",),
    "clients show": ("clients show {client}",),
    "clients history": ("clients history {client}",),
    "clients event list": ("clients event list {client}",),
    "templates show": ("templates show {template}",),
    "organisations show": ("organisations show {organisation}",),
    "calendar show": ("calendar show {calendar} --all",),
    "macros show": ("macros show -- {macro}",),
}
"""Commands that show one row: a line is run for every row there is."""

READING = {
    "list": ("list --limit 0", "list zebra", "list --view {view}", "list state:{word}"),
    "counts": ("counts",),
    "search": ("search zebra", "search {word}"),
    "board": (
        "board",
        "board --at -1h",
        "board --compare -1h",
        "board --tickets open",
        "board --tickets unassigned --queue {queue}",
        "board --queue {word} --tickets new",
    ),
    "report": (
        *(
            f"report --by {by} --format {form} --since -2d"
            for by in ("queue", "operator", "kind", "tag", "week")
            for form in ("text", "csv", "json", "markdown", "html")
        ),
        "report --trend",
        "report {word}",
        "report --by {word}",
        "report --metric {word}",
    ),
    "events": ("events --limit 0", "events --by {word}", "events --field {word}"),
    "duplicates": ("duplicates {ticket}",),
    "replies": ("replies zebra", "replies by:{word}"),
    "presence": ("presence", "presence {ticket}"),
    "tokens list": ("tokens list",),
    "export": tuple(
        f"export --format {form} {more}"
        for form in ("jsonl", "csv", "mbox")
        for more in ("", "--notes", "--messages")
    ),
    "outbox mail": ("outbox mail --all", "outbox mail --everybody"),
    "mail list": ("mail list",),
    "mail check": ("mail check", "mail check {word}"),
    "mail kept list": ("mail kept list",),
    "nps list": ("nps list",),
    "nps report": ("nps report", "nps report --since {word}"),
    "outbox list": ("outbox list", "outbox list --everybody"),
    "tags list": ("tags list",),
    "fields list": ("fields list",),
    "fields export": ("fields export",),
    "time show": ("time show", "time show {ticket}", "time show --operator {word}"),
    "time export": ("time export --format csv", "time export --format json"),
    "roster load": ("roster load", "roster load --numbers", "roster load --since {word}"),
    "roster need": ("roster need", "roster need --hours {word}"),
    "roster check": ("roster check {files_roster}", "roster check {word}"),
    "roster plan": ("roster plan {files_roster}",),
    "templates list": ("templates list", "templates list {word}"),
    "templates fill": ("templates fill {template} {ticket}", "templates fill {template} {word}"),
    "templates stats": ("templates stats", "templates stats --unused"),
    "macros list": ("macros list",),
    "macros export": ("macros export",),
    "articles list": ("articles list", "articles list zebra"),
    "articles export": ("articles export out-{format} --format {format}",),
    "clients list": ("clients list --limit 500", "clients list {word}"),
    "clients orders": ("clients orders {client}",),
    "clients duplicates": ("clients duplicates {client}",),
    "clients property list": ("clients property list",),
    "organisations list": ("organisations list", "organisations list {word}"),
    "operators list": ("operators list",),
    "operators absences": ("operators absences",),
    "operators times": ("operators times", "operators times --since {word}"),
    "queues list": ("queues list",),
    "views list": ("views list",),
    "views export": ("views export",),
    "calendar list": ("calendar list",),
    "calendar export": ("calendar export",),
    "calendar between": ("calendar between {calendar} 2030-01-01 2030-02-01",),
    "calendar after": ("calendar after {calendar} 2030-01-01 3h",),
    "sla list": ("sla list",),
    "sla export": ("sla export",),
    "sla explain": ("sla explain {ticket}",),
    "sla status": ("sla status", "sla status {word}"),
    "drafts list": ("drafts list",),
    "options show": ("options show",),
    "config show": ("config show",),
    "link list": ("link list",),
    "sync list": ("sync list", "sync --dry-run", "sync --once"),
    "keys list": ("keys list",),
    "keys check": ("keys check",),
    "themes list": ("themes list",),
    "themes check": ("themes check", "themes check {word}", "themes check {files_theme}"),
    "completion": ("completion bash", "completion {word}"),
    "man": ("man",),
    "doctor": ("doctor",),
    "demo": ("demo --seed {word}",),
}

CHANGING = {
    "import": (
        *(f"import {{files_{name}}}" for name in ("jsonl", "csv", "mbox", "xes")),
        "import {word}",
        "import --map {files_map} {files_csv}",
        "import --map {word} {files_csv}",
        "import --operators {files_crew} {files_jsonl}",
        "import --queue {word} {files_jsonl}",
    ),
    "new": (
        "new --client {word} --subject {word} --text {word} --tag {word} --attach {files_odd}",
    ),
    "reply": (
        "reply {ticket} --text {word} --seen 999999",
        "reply {ticket} --template {template}",
        "reply {ticket} --text x --cc {word}",
        "reply {ticket} --text x --attach {word}",
        "reply {ticket} --text x --at {word}",
    ),
    "note": ("note {ticket} --text {word}", "note {ticket} --text x --attach {files_odd}"),
    "forward": (
        "forward {ticket} --to a@example.org --text {word}",
        "forward {ticket} --to {word}",
    ),
    "set": (
        "set {ticket} subject={word}",
        "set {ticket} site={word}",
        "set {ticket} shelf={word}",
        "set {ticket} state={word}",
        "set {ticket} owner={word}",
        "set {ticket} queue={word}",
        "set {ticket} {word}=1",
    ),
    "seen": ("seen {ticket}", "seen {word}"),
    "take": ("take {ticket}", "take --next", "take {word}"),
    "assign": ("assign {ticket} {operator}", "assign {ticket} {word}", "assign --auto"),
    "escalate": ("escalate {ticket} --text {word}", "escalate {ticket} --text x --queue {word}"),
    "follow": ("follow {ticket} {operator}", "follow {ticket} {word}"),
    "unfollow": ("unfollow {ticket} {operator}", "unfollow {ticket} {word}"),
    "rate": ("rate {ticket} --score 4 --comment {word}", "rate {ticket} --score {word}"),
    "ratings import": (
        "ratings import {files_csv} --columns ticket={word}",
        "ratings import {word}",
    ),
    "nps add": ("nps add {client} --score 9 --comment {word}", "nps add {word} --score 9"),
    "nps import": ("nps import {files_csv} --columns client={word}", "nps import {word}"),
    "outbox again": ("outbox again 1 --to {word}", "outbox again {word}"),
    "outbox arrived": ("outbox arrived 1", "outbox arrived {word}"),
    "outbox give-up": ("outbox give-up 1", "outbox give-up {word}"),
    "operators mail": ("operators mail {word}", "operators mail off --operator {word}"),
    "intake": ("intake --account {word}", "intake --queue {word}"),
    "mail add": (
        "mail add {word} --address {word}",
        "mail add x --address {word} --maildir {word}",
    ),
    "mail password": ("mail password {word}",),
    "mail remove": ("mail remove {word}",),
    "mail kept save": ("mail kept save 1 {word}", "mail kept save {word} x"),
    "mail kept drop": ("mail kept drop 1", "mail kept drop {word}"),
    "tag": ("tag {ticket} +{word}", "tag {ticket} -- -{word}"),
    "snooze": ("snooze {ticket} 2h", "snooze {ticket} {word}"),
    "split": ("split {ticket} --message 1 --subject {word}", "split {ticket} --message {word}"),
    "link tickets": (
        "link {ticket} duplicate 1",
        "link {ticket} {word} 1",
        "link 1 parent {word}",
    ),
    "link add": (
        "link add {word} https://desk",
        "link add x {word}",
        "link add x y --secret {word}",
    ),
    "link status": ("link status {word}",),
    "link token": ("link token {word}",),
    "link remove": ("link remove {word}",),
    "sync again": ("sync again 1", "sync again {word}"),
    "sync arrived": ("sync arrived 1", "sync arrived {word}"),
    "sync choose": ("sync choose 1 {word}", "sync choose {word} open"),
    "sync discard": ("sync discard 1", "sync discard {word}"),
    "unlink": ("unlink 1 2", "unlink 1 {word}"),
    "undo": ("undo", "undo {word}"),
    "redo": ("redo",),
    "outbox at": ("outbox at {entry} 3h", "outbox at {entry} {word}"),
    "outbox cancel": ("outbox cancel {entry}", "outbox cancel {word}"),
    "tags rename": ("tags rename {tag} {word}", "tags rename {word} x"),
    "tags merge": ("tags merge {tag} many", "tags merge {word} many"),
    "fields add": ("fields add {word} --type text", "fields add q --type {word} --title {word}"),
    "fields retire": ("fields retire {word}",),
    "fields apply": ("fields apply {files_fields} --dry-run", "fields apply {word}"),
    "time add": ("time add {ticket} 5m --reason {word}", "time add {ticket} {word}"),
    "time correct": ("time correct {ticket} 5m --reason {word} --work {word}",),
    "bulk set": ("bulk set number:1..9 priority=low --dry-run", "bulk set {word} priority=low"),
    "bulk take": ("bulk take number:1..9 --dry-run", "bulk take number:1..9 --yes"),
    "bulk assign": ("bulk assign number:1..9 {operator} --yes", "bulk assign number:1 {word}"),
    "bulk tag": ("bulk tag number:1..9 +{word} --dry-run", "bulk tag number:1..9 +{word} --yes"),
    "bulk snooze": ("bulk snooze number:1..9 2h --yes", "bulk snooze number:1 {word}"),
    "bulk note": ("bulk note number:1..9 --text {word} --yes",),
    "bulk macro": ("bulk macro number:1..9 {macro} --dry-run", "bulk macro number:1 {word}"),
    "bulk merge": ("bulk merge number:20..22 20 --dry-run", "bulk merge number:20..22 20 --yes"),
    "bulk reply": (
        "bulk reply number:1..9 --text {word} --dry-run",
        "bulk reply number:1..9 --template {template} --yes",
    ),
    "templates add": ("templates add {word} --text {word}", "templates add x --text {{{{{word}"),
    "templates edit": ("templates edit {template} --title {word}", "templates edit {word}"),
    "templates import": ("templates import {files_csv}", "templates import {word}"),
    "templates make": (
        "templates make {ticket} --title {word}",
        "templates make {ticket} --dry-run",
    ),
    "macros save": (
        "macros save {word} --note {word} --add {word}",
        "macros save x --state {word}",
    ),
    "macros delete": ("macros delete {macro}", "macros delete {word}"),
    "macros import": ("macros import {files_macros}", "macros import {word}"),
    "macros run": ("macros run {ticket} {macro} --dry-run", "macros run {ticket} {macro}"),
    "articles add": ("articles add {word} --text {word} --tag {word} --url {word}",),
    "articles edit": ("articles edit {article} --title {word}", "articles edit {word}"),
    "articles import": ("articles import {files_article}", "articles import {word}"),
    "clients edit": ("clients edit {client} name={word}", "clients edit {client} {word}=1"),
    "clients note": ("clients note {client} --text {word}",),
    "clients event add": (
        "clients event add {client} visit page={word}",
        "clients event add 1 {word}",
    ),
    "clients event import": ("clients event import < {files_events}",),
    "clients property add": ("clients property add {word}", "clients property add x --kind {word}"),
    "clients property edit": ("clients property edit {property} --name {word}",),
    "organisations edit": ("organisations edit {organisation} contract={word}",),
    "operators add": (
        "operators add {word} --login {word} --job {word}",
        "operators add x --role {word}",
    ),
    "operators edit": ("operators edit {operator} --name {word}", "operators edit {word}"),
    "operators status": ("operators status {operator} away", "operators status {word}"),
    "operators set": ("operators set {operator} --skill {word}", "operators set 2 --queue {word}"),
    "operators absent": ("operators absent {operator} --to +2h", "operators absent {word} --to 2h"),
    "operators back": ("operators back 1", "operators back {word}"),
    "queues add": ("queues add {word} --signature {word}", "queues add x --line {word}"),
    "queues edit": ("queues edit {queue} --name {word}", "queues edit {word}"),
    "queues deal": ("queues deal {queue} balanced", "queues deal {queue} {word}"),
    "views save": ("views save {word} owner:me", "views save x {word}:1"),
    "views edit": ("views edit {view} --name {word}", "views edit {word}"),
    "views move": ("views move {view} 1", "views move {word} 1"),
    "views hide": ("views hide {view}", "views hide {word}"),
    "views import": ("views import {files_views}", "views import {word}"),
    "calendar save": ("calendar save {word} --hours {word}", "calendar save x --zone {word}"),
    "calendar day": (
        "calendar day {calendar} 2030-05-05 --closed --name {word}",
        "calendar day x {word}",
    ),
    "calendar import": (
        "calendar import {calendar} {files_ics}",
        "calendar import {calendar} {word}",
    ),
    "calendar apply": ("calendar apply {files_calendars} --dry-run", "calendar apply {word}"),
    "sla save": (
        "sla save {word} --query tag:x",
        "sla save x --query {word}:",
        "sla save x --target {word}",
    ),
    "sla order": ("sla order {policy} {word}",),
    "sla apply": ("sla apply {files_policies} --dry-run", "sla apply {word}"),
    "drafts save": (
        "drafts save {ticket} --text {word}",
        "drafts save {ticket} --attach {files_odd}",
    ),
    "drafts detach": ("drafts detach {ticket} 1", "drafts detach {ticket} {word}"),
    "drafts discard": ("drafts discard {ticket}", "drafts discard {word}"),
    "options set": ("options set {word}=1", "options set writing_lock={word}"),
    "config set": ("config set {word} x", "config set theme {word}", "config set operator {word}"),
    "config unset": ("config unset {word}", "config unset theme", "config unset operator"),
    "keys init": ("keys init",),
    "themes copy": ("themes copy calm-dark {word}", "themes copy {word} mine"),
    "backup": ("backup copy.desk", "backup {word}"),
    "work": ("work --once",),
    "serve": ("serve --host {word}", "serve --port 0 --host 0.0.0.0", "serve {word}"),
    "tokens add": (
        "tokens add {word}",
        "tokens add x --for {word}",
        "tokens add x --scope {word}",
        "tokens add x --expires {word}",
    ),
    "tokens revoke": ("tokens revoke 1", "tokens revoke {word}"),
    "views delete": ("views delete {view}", "views delete {word}"),
    "calendar remove": ("calendar remove {calendar}", "calendar remove {word}"),
    "sla remove": ("sla remove {policy}", "sla remove {word}"),
    "articles remove": ("articles remove {article}", "articles remove {word}"),
    "clients property remove": ("clients property remove {property}",),
    "clients merge": ("clients merge {client} 1", "clients merge {word} 1"),
    "clients forget": ("clients forget {client} --yes", "clients forget {word}"),
    "merge": ("merge {ticket} 3", "merge {ticket} 3 --confirm client", "merge {word} 3"),
    "restore": ("restore copy.desk", "restore {word}"),
}

ROWS = {
    "ticket": "SELECT id FROM ticket ORDER BY id",
    "client": "SELECT id FROM client WHERE merged_into IS NULL ORDER BY id",
    "article": "SELECT id FROM article WHERE withdrawn = 0 ORDER BY id",
    "template": "SELECT id FROM template WHERE withdrawn = 0 ORDER BY id",
    "organisation": "SELECT id FROM organisation ORDER BY id",
    "operator": "SELECT id FROM operator ORDER BY id",
    "calendar": "SELECT id FROM calendar WHERE withdrawn = 0 ORDER BY id",
    "entry": "SELECT id FROM outbox ORDER BY id",
    "macro": "SELECT name FROM macro WHERE withdrawn = 0 ORDER BY id",
    "queue": "SELECT name FROM queue ORDER BY id",
    "view": "SELECT name FROM saved_view WHERE withdrawn = 0 ORDER BY id",
    "policy": "SELECT name FROM sla_policy WHERE withdrawn = 0 ORDER BY id",
    "property": "SELECT name FROM client_property ORDER BY id",
    "tag": "SELECT name FROM tag ORDER BY id",
}
"""What a word in braces of a line stands for."""

Typed = tuple[str, ...]


def rows(store: Path) -> dict[str, list[str]]:
    """What lines may name."""
    with closing(sqlite3.connect(store)) as reader:
        found = {name: reader.execute(sql).fetchall() for name, sql in ROWS.items()}
    named = {
        name: [str(row[0]) for row in rows if "\0" not in str(row[0])]  # nobody can type that
        for name, rows in found.items()
    }
    return {**named, "format": ["html", "markdown"]}


def typed(
    lines: Sequence[str], known: Mapping[str, Sequence[str]], *, times: int
) -> Iterator[Typed]:
    """Each line as it is typed, `times` times, with another row of each kind every time."""
    for line in lines:
        for turn in range(times if "{" in line else 1):
            yield tuple(_filled(part, known, turn) for part in line.split(" ") if part)


def _filled(part: str, known: Mapping[str, Sequence[str]], turn: int) -> str:
    for name, values in known.items():
        if f"{{{name}}}" in part and values:
            part = part.replace(f"{{{name}}}", values[turn % len(values)])
    return part


def files(folder: Path, texts: Sequence[str]) -> dict[str, list[str]]:
    """Files full of hostile texts, under hostile names; by the names they have in lines."""
    written: dict[str, list[str]] = {}
    for number, text in enumerate(texts):
        name = text[:40].replace("/", "").replace("\0", "").encode("utf-8", "replace")[:90]
        place = folder / f"{number}-{name.decode(errors='ignore')}"
        place.mkdir(exist_ok=True)
        for kind, content in _contents(text).items():
            file = place / f"odd {name.decode(errors='ignore')}.{kind}"
            file.write_bytes(content.encode("utf-8", "replace"))
            written.setdefault(f"files_{kind.split('.')[0]}", []).append(str(file))
    return written


def _contents(text: str) -> dict[str, str]:
    quoted = json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=True)
    bare = text.replace("\n", " ").replace(",", " ").replace('"', "")
    line = json.dumps({"subject": text, "client": {"name": text}, "created": text, text: text})
    return {
        "jsonl": f"{line}\n{{{text}\n",
        "csv": f'title,body,{bare}\n"{bare}",{bare},{bare}\n{bare}\n',
        "mbox": f"From x\nSubject: {bare}\nFrom: {bare} <a@example.org>\nDate: {bare}\n\n{text}\n",
        "xes": f"<log><trace><string key={bare!r}/></trace></log>",
        "map.toml": f"columns = {{{quoted} = {quoted}}}\n[ticket]\nsubject = {quoted}\n",
        "crew.csv": f"name,role\n{bare},{bare}\n",
        "fields.toml": f"[fields.{quoted}]\ntype = {quoted}\n{quoted} = 1\n",
        "macros.toml": f"[[macro]]\nname = {quoted}\nstate = {quoted}\n{quoted} = 1\n",
        "views.toml": f"[[view]]\nname = {quoted}\nquery = {quoted}\n{quoted} = 1\n",
        "calendars.toml": f"[[calendar]]\nname = {quoted}\nzone = {quoted}\nhours = {quoted}\n",
        "policies.toml": f"[[policy]]\nname = {quoted}\nquery = {quoted}\n{quoted} = 1\n",
        "roster.csv": f"operator,start,end\n{bare},{bare},{bare}\n",
        "theme.toml": f"name = {quoted}\ndark = {quoted}\n{quoted} = {quoted}\n",
        "article.md": f"# {text}\n\n{text}\n",
        "events": f"{line}\n",
        "ics": f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:{bare}\nDTSTART:{bare}\nEND:VEVENT\n"
        f"BEGIN:VEVENT\nSUMMARY:{bare}\nDTSTART;VALUE=DATE:20300101\nEND:VEVENT\nEND:VCALENDAR\n",
        "odd": text,
    }
