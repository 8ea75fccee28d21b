"""Measures the built site: `make audit`. A module for each way of looking, a function for each measure."""
