"""Bounces of sixty kinds of server: who, why, for good or not, and which mail of ours.

The set holds reports of complaints (arf) and absence notes (rfc3834) as well: no bounces.
"""

import re
from collections import Counter

from supportdesk.domain.mail_nature import Nature
from supportdesk.intake.mail import read_mail
from supportdesk.intake.record import MailRecord
from tests.trust.mail_agreement import NOW
from tests.trust.mail_fixtures import fixtures, needed

pytestmark = needed

SHARES = {"bounce": 0.96, "who": 0.96, "why": 0.90, "for good or not": 0.95}
"""Least shares of the bounces of the set; measured: 0.970, 0.975, 0.911, 0.953."""
OF_OUR_MAIL = 1.0
"""Of the reports that hold a Message-ID besides their own."""
_IDS = re.compile(rb"^\s*message-id:\s*<\S+>", re.IGNORECASE | re.MULTILINE)


def test_who_why_and_which_mail() -> None:
    told: Counter[str] = Counter()
    bounces = holding = returned = 0
    for path, raw in fixtures("sisimai-bounces"):
        name = path.rsplit("/", 1)[-1]
        if "/bsd/" not in path or name.startswith(("arf", "rfc3834")):
            continue
        record = read_mail(raw, name, NOW)
        assert isinstance(record, MailRecord), name
        bounces += 1
        bounce = record.bounce
        if bounce is None:
            continue
        told["bounce"] += 1
        told["who"] += any(one.address for one in bounce.failed)
        told["why"] += any(one.why for one in bounce.failed)
        told["for good or not"] += bounce.permanent is not None
        if len(_IDS.findall(raw)) > 1:
            holding += 1
            returned += bool(bounce.returned)
    assert bounces > 360
    shares = {name: told[name] / told["bounce"] for name in SHARES}
    shares["bounce"] = told["bounce"] / bounces
    assert {name: share for name, share in shares.items() if share < SHARES[name]} == {}
    assert returned / holding >= OF_OUR_MAIL


def test_complaints_and_absence_notes_are_no_bounces() -> None:
    for path, raw in fixtures("sisimai-bounces"):
        name = path.rsplit("/", 1)[-1]
        if "/bsd/" in path and name.startswith(("arf", "rfc3834")):
            record = read_mail(raw, name, NOW)
            assert isinstance(record, MailRecord)
            assert record.nature is not Nature.BOUNCE, name
