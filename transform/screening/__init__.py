"""Whether a text is about trade of the two countries, and why."""
