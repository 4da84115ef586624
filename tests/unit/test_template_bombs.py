"""Templates made to eat time or memory: each is refused or harmless within half a second."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from supportdesk.domain.errors import DeskError
from supportdesk.domain.template import Rendered, TemplateContext, check_template, render

BOMBS = {
    "attribute": "{{ ticket.__class__ }}",
    "attribute_by_index": "{{ ticket['__class__'] }}",
    "method": "{{ client.name.upper }}",
    "globals": "{{ ask.__init__.__globals__ }}",
    "loop_in_loop": "{% for a in (1..99999) %}{% for b in (1..99999) %}{% endfor %}{% endfor %}",
    "huge_range": "{% for a in (1..9999999999) %}x{% endfor %}",
    "range_contains": "{% if (1..9999999999) contains 'x' %}x{% endif %}",
    "range_shown": "{{ (1..9999999999) }}",
    "doubling": "{% assign x = 'aaaa' %}{% for i in (1..40) %}{% assign x = x | append: x %}"
    "{% endfor %}{{ x | size }}",
    "long_output": "{% for i in (1..9999999) %}xxxxxxxxxxxxxxxx{% endfor %}",
    "deep_blocks": "{% if true %}" * 5000 + "{% endif %}" * 5000,
    "deep_blocks_that_fit": "{% if true %}" * 700 + "{% endif %}" * 600,
    "concatenation": "{% assign a = 'a,b,c' | split: ',' %}{{ a | concat: a | size }}",
    "unclosed": "{{ client.name",
    "unclosed_many": "{{ " * 5000,
    "unclosed_blanks": "{{" + " " * 16_000,
    "unclosed_in_comment": "{% comment %}" + "{{ x " * 3000 + "{% endcomment %}",
    "blanks_in_placeholder": ("{{" + " " * 290 + "}}") * 40,
    "blanks_in_tag": ("{%" + " " * 290 + "%}") * 40,
    "raw_many": "{% raw %}" * 1800,
    "comment_many": "{% comment %}" * 1200,
    "include": "{% include '/etc/passwd' %}",
    "render": "{% render '../../etc/passwd' %}",
    "unknown": "{{ nosuch.thing }}",
    "infinity": "{{ 9 | times: 1e308 | times: 1e308 }}",
    "long_number": "{{ 1" + "0" * 290 + " }}",
    "long_sum": "{{ 9" + "9" * 200 + " | plus: 9" + "9" * 150 + " }}",
    "clock": "{{ 'now' | date: '%Y' }}",
    "tablerow": "{% tablerow i in (1..99999999) cols:1 %}x{% endtablerow %}",
    "replace_chain": "{{ 'aaaaaaaaaaaaaaaa'" + " | replace: 'a', 'aaaaaaaaaa'" * 12 + " | size }}",
    "replace_nothing": "{{ last_message" + " | replace: '', 'aaaaaaaaaa'" * 12 + " }}",
    "append_chain": "{{ last_message" + " | append: last_message" * 15 + " }}",
    "append_chains": ("{{ last_message" + " | append: last_message" * 4 + " | size }}") * 120,
    "escape_chain": "{{ '&&'" + " | escape" * 1000 + " | size }}",
    "filter_chain": "{{ last_message" + " | upcase" * 40 + " }}",
    "filter_chains": ("{{ last_message" + " | upcase" * 40 + " | truncate: 1 }}") * 38,
    "split_join": "{{ 'a,b' | split: ',' | join: 'aaaa' | split: '' | join: 'aaaa' }}",
    "long_truncate": "{{ 'x' | truncate: 2000000000, '" + "y" * 300 + "' }}",
    "long_date_format": "{{ now | date: '" + "%B" * 180 + "' }}",
    "date_formats": ("{{ now | date: '" + "%B" * 180 + "' | size }}") * 38,
    "same_case_often": "{% case 1 %}{% when 1" + ",1" * 150 + " %}x{% endcase %}",
    "same_case_nested": ("{% case 1 %}{% when 1,1,1,1,1,1,1,1 %}" * 28) + ("{% endcase %}" * 28),
    "long_condition": ("{% if 1" + " or 1" * 70 + " %}{% endif %}") * 40,
    "nested_path": "{{ ask" + "[ask" * 90 + "]" * 90 + " }}",
    "many_names": "{{ client.name }}" * 900,
    "many_unknown_names": "{{ client.nane }}" * 900,
    "long_name": "{{ " + "a" * 290 + " }}",
    "quotes": "{{ '" + '"' * 290 + " }}",
    "brackets": ("{{ " + "[" * 290 + " }}") * 40,
    "plus_chain": "{{ now" + " | plus: '9999w'" * 20 + " }}",
}
CONTEXT = TemplateContext(
    now=datetime(2026, 3, 5, 7, 30, tzinfo=UTC),
    zone=UTC,
    language="ru",
    client_name="Ann Example",
    last_message="{{ now }} \n" * 20_000,
)


@pytest.fixture(scope="module", autouse=True)
def _library_is_loaded() -> None:
    check_template("{{ now }}")


def rendered(body: str) -> Rendered:
    return render(body, CONTEXT, {"x": "{" * 100_000})


def outcome(step: Callable[[str], object], body: str) -> object:
    try:
        return step(body)
    except DeskError as refusal:
        return refusal


@pytest.mark.parametrize("body", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_harmless(body: str) -> None:
    started = time.process_time()
    for step in (check_template, rendered):
        done = outcome(step, body)
        if isinstance(done, DeskError):
            assert done.code.startswith("template.")
        elif isinstance(done, Rendered):
            assert len(done.text.encode()) <= 10_000
            assert not any(leak in done.text for leak in ("<class", "__", "root:"))
    assert time.process_time() - started < 2


def test_the_library_is_loaded_on_first_use_only() -> None:
    """It costs about 130 ms of CPU, which must not stand before the first paint."""
    code = (
        "import sys, supportdesk.domain.template as t; assert 'liquid' not in sys.modules;"
        "t.check_template('{{ now }}'); assert 'liquid' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
