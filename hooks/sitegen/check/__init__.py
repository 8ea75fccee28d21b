"""Rules about the whole course, whatever kinds of content it has."""
