"""Says in two words which browser on which machine a session runs in, so that its owner knows it again."""

from django.utils.translation import gettext as _

BROWSERS = (
    ("Edg", "Edge"),
    ("coc_coc_browser", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""What a browser's name for itself contains, the more particular first: nearly all of them say "Chrome" or "Safari"."""

MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def device_of(agent: str) -> str:
    """Name browser and machine ("Chrome, Android"); what a browser says of itself is no proof of anything."""
    found = [name for names in (BROWSERS, MACHINES) if (name := _first(names, agent))]
    return ", ".join(found) or _("unknown device")


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for sign, name in names if sign in agent), "")
