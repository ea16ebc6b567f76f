"""The app for a WSGI server: settings from the environment, app from the settings."""

import os

from screening.app import create_app
from screening.settings import Settings

app = create_app(Settings.from_env(os.environ))
