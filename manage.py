"""A thin alias of Django's management commands, for tools that look for this file."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chauphe.config.settings")
    from django.core.management import execute_from_command_line  # late: settings must be named first

    execute_from_command_line(sys.argv)
