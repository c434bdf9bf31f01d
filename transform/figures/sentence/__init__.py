"""What stands in one sentence: cues, places, goods, sides, and which numbers go together."""
