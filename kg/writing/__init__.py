"""What helps those who write data: a project to start from, blank records, and the JSON Schema for an editor."""
