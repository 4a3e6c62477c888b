"""Filters of the writing pages."""

from django import template

from chauphe.public.fragment import size_of

register = template.Library()


@register.filter
def weight(count: int) -> str:
    """Write a number of bytes the way people say it: 38 kB, 1,2 MB."""
    return size_of(count)
