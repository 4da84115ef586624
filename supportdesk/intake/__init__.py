"""From outside in: files of other systems become plain records, and records facts of the desk."""
