"""The generator's pure core: content in, findings or Markdown and HTML out.

Nothing here imports the host (MkDocs); the hooks beside this package hand plain data over and write results back.
"""
