"""Messages as rows: written in the transaction of what they tell, claimed by senders, each once."""
