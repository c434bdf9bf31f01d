"""What the text told before a figure, and is about as a whole: what a sentence leaves out is taken from there."""
