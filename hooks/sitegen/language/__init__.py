"""Words, letters and sentences: what depends on the language alone."""
