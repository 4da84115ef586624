"""Commands about policies of service levels (F87, F92)."""

from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class PolicyTarget:
    """Minutes of working time for a clock at a priority; None takes the clock away."""

    priority: str
    clock: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class SavePolicy:
    """Make a policy, or change what is named of the one with id `policy`.

    A new one comes last in the order and holds for every ticket unless `query` says less. Targets
    that are not named stay, unless `only_these` says otherwise. `calendar` is the id of one, 0 the
    calendar the desk goes by; `out_of_hours` are minutes that tickets get which come then.
    """

    name: str
    policy: int | None = None
    query: str | None = None
    targets: tuple[PolicyTarget, ...] = ()
    only_these: bool = False
    calendar: int | None = None
    hold_pauses: bool | None = None
    out_of_hours: int | None = None


@dataclass(frozen=True, slots=True)
class SavePolicies:
    """Have these policies, in this order, and no others; those of the same name change."""

    policies: tuple[SavePolicy, ...]


@dataclass(frozen=True, slots=True)
class RemovePolicy:
    """Take a policy away; tickets go by the next one that holds."""

    policy: int


@dataclass(frozen=True, slots=True)
class OrderPolicies:
    """Put policies in an order: the first that holds for a ticket is that ticket's.

    Those that are not named follow as they were.
    """

    policies: tuple[int, ...]
