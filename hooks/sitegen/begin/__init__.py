"""What a project begins with: another language of a course, and another course."""
