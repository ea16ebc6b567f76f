"""A clinic that does not exist, to try the product with. Stands above the app, like wsgi.py."""
