"""What readers get: the published snapshot, questions with limits, search, files."""
