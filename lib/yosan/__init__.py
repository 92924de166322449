"""Yosan (予算): a budget request and its subsidy programme as analysis to run, read and trust."""

__version__ = "0.1.0"
