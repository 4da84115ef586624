"""Traits that the program itself knows; any others may be written down beside them (F47)."""

SKILL = "skill"
SKILLS = ("novice", "experienced", "do_it_for_me")
EMOJI = "emoji"
TONE = "tone"
TONES = ("calm", "in_a_hurry", "upset")

KNOWN = {SKILL: SKILLS, TONE: TONES, EMOJI: ("yes", "no")}
"""Name of a trait → its values; each may be unknown."""
