"""What a course is, and how its files are read."""
