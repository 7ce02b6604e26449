"""Every file of shared cases has a test module here that runs it."""

from __future__ import annotations

from pathlib import Path

from vectors import VECTORS


def test_every_subject_is_run() -> None:
    subjects = sorted(path.stem for path in VECTORS.glob("*.json"))
    assert subjects
    for subject in subjects:
        module = Path(__file__).with_name(f"test_{subject}.py")
        assert f'cases("{subject}")' in module.read_text(encoding="utf-8"), subject
