from hypothesis import given
from hypothesis import strategies as st

from chauphe.bake.change import Change
from chauphe.bake.redo import Plan

NAMES = st.from_regex(r"[a-z0-9]{1,8}(/[a-z0-9]{1,8}\.html)?", fullmatch=True)
DIGESTS = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)
CHANGES = st.one_of(
    st.builds(Change, NAMES, st.binary(max_size=60)),
    st.builds(Change.gone, NAMES),
    st.builds(Change, NAMES, st.none(), DIGESTS),
)
PLANS = st.builds(Plan, st.none() | DIGESTS, DIGESTS, st.text(), st.text(), st.lists(CHANGES, max_size=6))


@given(PLANS)
def test_a_plan_is_read_as_it_was_written(plan: Plan) -> None:
    assert Plan.parse(plan.to_bytes()) == plan


@given(PLANS, st.data())
def test_a_plan_cut_short_is_no_plan(plan: Plan, data: st.DataObject) -> None:
    whole = plan.to_bytes()
    assert Plan.parse(whole[: data.draw(st.integers(0, len(whole) - 1))]) is None


@given(PLANS, st.data())
def test_a_plan_with_one_byte_changed_is_no_plan(plan: Plan, data: st.DataObject) -> None:
    whole = bytearray(plan.to_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    assert Plan.parse(bytes(whole)) is None
