"""What results are called, as tables in both languages: above the numbers, below the page."""
