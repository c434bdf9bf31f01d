"""Articles that tell the same news, within a language and across."""
