"""In: the only reader of files, from data/ and from users' spreadsheets."""
