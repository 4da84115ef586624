"""HTML mail as text: what is seen, in an order one can read."""

import pytest

from supportdesk.intake.html_text import text_of_html

TABLE = """<table border="1"><tr><th>Item</th><th>Qty</th><th>Price</th></tr>
<tr><td>Lamp</td><td></td><td>10.00</td></tr>
<tr><td>Большой стул</td><td>12</td><td>1,200.00</td></tr></table>"""


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<p>one</p><p>two<br>three</p>", "one\n\ntwo\nthree"),
        ("  a\n  b &nbsp; c&amp;&#1076;", "a b   c&д"),
        ("<b>bo</b>ld <i> and </i> more", "bold and more"),
        ("<p>unclosed<p>next<div>last", "unclosed\n\nnext\n\nlast"),
        ("<ul><li>one<li>two<ul><li>in</ul></ul>x", "• one\n• two\n  • in\n\nx"),
        ("<ol start=3><li>three<li>four</ol>", "3. three\n4. four"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<blockquote>q<br>r</blockquote>mine", "> q\n> r\n\nmine"),
        ("<h1>Head</h1>words<hr>under", "Head\n\nwords\n\n--------------------\nunder"),
        ("a<img src=x alt=Logo>b<img src=y alt='.'>", "a[Logo]b"),
        ("<title>t</title><style>p{}</style><SCRIPT>x()</script>seen", "seen"),
        ("<script>never closed", ""),
        ("a < b and b > c, <3", "a < b and b > c, <3"),
        ("<!-- no -->yes<!--[if mso]>no<![endif]-->", "yes"),
        ("soft&shy;ware&#8203;s", "softwares"),
    ],
)
def test_words_and_lines(page: str, said: str) -> None:
    assert text_of_html(page) == said


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ('<a href="https://x.example.org/a?b=1">here</a>', "here <https://x.example.org/a?b=1>"),
        ('<a href="https://example.org/">example.org</a>', "example.org"),
        ('<a href="https://example.org">https://example.org/</a>', "https://example.org/"),
        ('<a href="mailto:a@example.org">a@example.org</a>', "a@example.org"),
        (
            '<a href="http://evil.example">https://bank.example</a>',
            "https://bank.example <http://evil.example>",
        ),
        ('<a href="javascript:x()">here</a>', "here"),
        ('<a href="#top">here</a><a name=x>there</a>', "herethere"),
        ('<a href="https://example.org/p"><img src=x></a>', ""),
    ],
)
def test_a_link_shows_its_address_where_its_words_say_another(link: str, said: str) -> None:
    assert text_of_html(link) == said


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display:none">no</div>',
        '<div style="DISPLAY : none !important">no</div>',
        '<span style="visibility:hidden">no</span>',
        '<div style="font-size:0">no</div>',
        '<div style="font-size:1px;color:#fff">no</div>',
        '<div style="max-height:0px;overflow:hidden">no<p>no</p></div>',
        '<div style="opacity:0">no</div>',
        '<td style="mso-hide:all">no</td>',
        "<p hidden>no</p>",
        '<div class="preheader">no</div>',
    ],
)
def test_what_nobody_sees_is_left_out(hidden: str) -> None:
    assert text_of_html(f"{hidden}<p>yes</p>") == "yes"


def test_an_inner_size_counts_and_what_hides_all_hides_nothing() -> None:
    assert text_of_html('<div style="font-size:0"><p style="font-size:14px">yes</p></div>') == "yes"
    assert text_of_html('<div style="display:none">all of it</div>') == "all of it"
    assert text_of_html('<div style="display:none">never closed <p>words</p>').endswith("words")


def test_a_table_of_facts_is_aligned() -> None:
    assert text_of_html(TABLE).split("\n") == [
        "Item          Qty  Price",
        "Lamp               10.00",
        "Большой стул  12   1,200.00",
    ]


def test_a_table_for_the_layout_is_flattened() -> None:
    page = f"<table><tr><td><p>Dear Ann,</p></td></tr><tr><td>{TABLE}</td><td>Bye</td></tr></table>"
    lines = text_of_html(page).split("\n")
    assert lines[0] == "Dear Ann,"
    assert "Lamp               10.00" in lines
    assert lines[-1] == "Bye"


def test_a_long_text_in_a_cell_is_a_text() -> None:
    words = "words of a paragraph " * 12
    page = f"<table><tr><td>{words}</td><td>side</td></tr><tr><td>a</td><td>b</td></tr></table>"
    assert max(map(len, text_of_html(page).split("\n"))) == len(words.strip())
