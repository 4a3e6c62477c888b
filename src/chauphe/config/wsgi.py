"""The WSGI door of the desk."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chauphe.config.settings")
application = get_wsgi_application()
# What is loaded by now stays for good; to look through it again and again cost some request 60 ms every so often.
gc.collect()
gc.freeze()
