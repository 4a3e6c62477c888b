"""Hands data to a script in an attribute, since no page holds inline code."""

import json

from django import template

register = template.Library()


@register.filter
def written(value: object) -> str:
    """Write a value as JSON; the template escapes it."""
    return json.dumps(value)
