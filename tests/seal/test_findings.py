"""What a check collects."""

from chauphe.seal.findings import Code, Findings


def test_each_finding_is_told_once() -> None:
    findings = Findings()
    for _ in range(2):
        findings.add(Code.LOG_ENTRY_CHANGED, "bundle", seq=1)
    findings.add(Code.LOG_ENTRY_CHANGED, "bundle", seq=2)
    assert [dict(each.details) for each in findings.by_path()] == [{"seq": 1}, {"seq": 2}]


def test_findings_beyond_number_are_only_counted() -> None:
    findings = Findings(most=2)
    for path in ("c", "b", "a", "b"):
        findings.add(Code.FILE_CHANGED, path)
    assert ([each.path for each in findings.by_path()], findings.left_out) == (["b", "c"], 1)


def test_two_collections_become_one() -> None:
    one, other = Findings(), Findings(left_out=3)
    one.add(Code.FILE_CHANGED, "b")
    other.add(Code.FILE_MISSING, "a")
    other.add(Code.PROOF_OTHER_HISTORY, "c", size=1)
    one.merge(other, but=(Code.PROOF_OTHER_HISTORY,))
    assert [(each.code, each.path) for each in one.by_path()] == [(Code.FILE_MISSING, "a"), (Code.FILE_CHANGED, "b")]
    assert one.left_out == 3
