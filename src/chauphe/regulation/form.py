"""Fitting a TOML file into its written form, with every misfit named by line and in Vietnamese."""

from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from chauphe.regulation.fault import Fault, RegulationError, fault
from chauphe.regulation.source import Source

M = TypeVar("M", bound=BaseModel)

DETAILS = {
    "string_type": "phải là chữ",
    "string_too_short": "không được để trống",
    "string_pattern_mismatch": "chỉ gồm chữ thường không dấu và chữ số, như “chain.submit” hoặc “founding”",
    "enum": "phải là một trong: {expected}",
    "literal_error": "phải là một trong: {expected}",
    "bool_type": "phải là true hoặc false",
    "bool_parsing": "phải là true hoặc false",
    "too_short": "phải có ít nhất một mục",
    "model_type": "phải là một bảng",
    "model_attributes_type": "phải là một bảng",
    "invalid-json-value": "chỉ nhận chữ, số, true hoặc false, danh sách hoặc bảng",
}
"""What the commonest misfits mean, said for people; any other is said to be of the wrong form."""


def fit(model: type[M], source: Source) -> M:
    """Return the file as this form, or raise a RegulationError with all its misfits."""
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        raise RegulationError(tuple(_faults(error, source))) from error


def _faults(error: ValidationError, source: Source) -> Iterator[Fault]:
    for each in error.errors():
        where = each["loc"]
        code = {"missing": "missing", "extra_forbidden": "extra"}.get(each["type"], "invalid")
        yield fault(code, source.name, line=source.line(where), rule=_rule(source, where), **_params(each))


def _params(each: ErrorDetails) -> dict[str, str]:
    kind = "date" if each["type"].startswith("date") else each["type"]
    detail = "phải là ngày, viết như 2020-05-01" if kind == "date" else DETAILS.get(kind, "giá trị không đúng dạng")
    names = [str(step) for step in each["loc"] if isinstance(step, str)]
    expected = str(each.get("ctx", {}).get("expected", "")).replace(" or ", ", ").replace("'", "")
    return {"key": names[-1] if names else "", "detail": detail.format(expected=expected)}


def _rule(source: Source, where: tuple[str | int, ...]) -> str | None:
    """Return the id of the rule that a misfit lies in, as far as the file says one."""
    if len(where) < 2 or where[0] != "rule" or not isinstance(where[1], int):
        return None
    written = source.data["rule"][where[1]]
    return str(written["id"]) if isinstance(written, dict) and "id" in written else None
