"""Numbers with their units, in every notation, and which of them are no quantity."""
