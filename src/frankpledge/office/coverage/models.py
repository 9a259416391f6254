"""Who has answered, beside who lives here: the response profile while a consultation is open, and who is missing."""
