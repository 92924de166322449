"""Widgets for JupyterLab: they read controls, call the library and show what it returns."""
