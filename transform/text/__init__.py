"""Text before any meaning: its language and script, its sentences, and how patterns are searched in it."""
