"""The same desk over HTTP, for a team."""
