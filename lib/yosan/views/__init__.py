"""What results are called in either language, as tables of a report. Pure."""
