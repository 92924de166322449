"""Out: runs notebooks, renders HTML and values, keeps receipts. The only writer."""
