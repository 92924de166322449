"""What a report shows: figures, tables, bilingual text, published numbers. The only importer of matplotlib."""
