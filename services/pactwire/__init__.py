"""pactwire: from articles to alerts on changes of membership."""

__version__ = "0.1.0"
