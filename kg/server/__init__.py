"""The explorer in the browser, and a SPARQL endpoint: read only, each query in a process that can be stopped.

`app` routes requests, `guard` refuses what is none of ours, `workers` hands each to a process that has
the graph open, and `pages` answer there. Only this package knows the web framework.
"""
