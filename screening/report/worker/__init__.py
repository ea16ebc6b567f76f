"""The render worker: a process of its own that turns ready HTML into PDF, and nothing else.

Only these modules know WeasyPrint. The app talks to it through report/renderer.py.
"""
