"""What notebooks still load from here; see ``yosan.data.budget`` and ``yosan.data.tables``."""

from yosan.data.budget import load_budget as load_budget
from yosan.data.tables import load_citations as load_citations
from yosan.data.tables import load_table as load_table
from yosan.data.tables import load_words as load_words
