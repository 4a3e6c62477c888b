"""The files of this repository that a person wrote, for the rules that look at all of them."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MADE = {
    ".git", ".venv", ".tools", "var", "build", "dist", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache",
    ".hypothesis", ".import_linter_cache", "node_modules",
}  # fmt: skip
NOT_OURS = {"vendor", "vectors"}


def files(*suffixes: str, under: str = "", vendored: bool = False) -> list[Path]:
    """List the files with one of these endings (all, if none is named), without what is generated.

    Other people's files (`vendor`) and fixed test vectors are left out unless `vendored`.
    """
    skipped = MADE if vendored else MADE | NOT_OURS
    return [
        path
        for path in sorted((ROOT / under).rglob("*"))
        if skipped.isdisjoint(path.relative_to(ROOT).parts)
        and path.is_file()
        and path.suffix != ".mo"
        and (not suffixes or path.suffix in suffixes)
    ]


def name(path: Path) -> str:
    """Give the path as people write it, from the root of the repository."""
    return path.relative_to(ROOT).as_posix()
