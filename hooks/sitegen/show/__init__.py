"""From a checked course to Markdown, HTML and what surrounds a page."""
