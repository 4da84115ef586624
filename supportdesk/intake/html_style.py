"""Whether a reader of HTML mail would see an element: its style, its attributes, its class."""

import re

from supportdesk.patterns import pattern

_DECLARATION = pattern(r"([a-z-]{3,30})\s*:\s*([^;]{1,100})")
_ZERO = pattern(r"0+(?:\.\d+)?(?:px|pt|em|rem|%)?\s*(?:!important)?\s*\Z")
_TINY = pattern(r"(?:[01](?:\.\d+)?(?:px|pt)?|0(?:\.\d+)?(?:em|rem|%))\s*(?:!important)?\s*\Z")
_PREVIEW = pattern(r"preheader|preview-?text", re.IGNORECASE)
_LONGEST = 2_000


def style_of(attributes: dict[str, str]) -> dict[str, str]:
    """The declarations of an element's style, in lower case."""
    written = attributes.get("style", "")[:_LONGEST].lower()
    return {name: value.strip() for name, value in _DECLARATION.findall(written)}


def is_hidden(attributes: dict[str, str], style: dict[str, str]) -> bool:
    """Whether nothing in an element is seen (words for the preview, or for robots)."""
    return (
        "hidden" in attributes
        or bool(_PREVIEW.search(attributes.get("class", "")[:200]))
        or style.get("display", "").startswith("none")
        or style.get("visibility", "").startswith(("hidden", "collapse"))
        or style.get("mso-hide", "").startswith("all")
        or bool(_ZERO.match(style.get("opacity", "1")))
        or (
            bool(_ZERO.match(style.get("max-height", style.get("height", "1"))))
            and style.get("overflow", "").startswith("hidden")
        )
    )


def is_tiny(style: dict[str, str]) -> bool | None:
    """Whether words would be too small to see, unless an inner element says otherwise."""
    size = style.get("font-size")
    return None if size is None else bool(_TINY.match(size))
