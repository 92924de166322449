"""Spreadsheets as people have them: a file becomes a grid, the grid a table, the table typed cells and remarks."""
