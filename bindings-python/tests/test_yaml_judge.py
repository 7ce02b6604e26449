"""PyYAML, a reader of YAML 1.1, judges what the engine writes, and the engine what PyYAML writes."""

from __future__ import annotations

import random

import yaml  # type: ignore[import-untyped]  # the package has no types
from mtls_core import resources

# fmt: off
PIECES = [
    "on", "off", "y", "n", "yes", "no", "null", "~", "true", "1_000", "0644", "0o17", "0x1F", "1e3", "-.5",
    ".inf", ".NaN", "12:30:45", "1:2", "2026-11-20", "089_80", "+_7", "8_", "0b1", "1.10", "=", "<<", "!",
    "&a", "*a", "- a", "-", "---", "...", "? a", ": ", "a #b", "#", "%", "@", "`", "|", ">", "{", "}", "[",
    "]", ",", "'", '"', "\\", "", " ", "\t", "\n", "\r", "\u0085", "\u00a0", "\u2028", "\ufeff", "\x7f", "é",
    "\U0001f600", "a", "A1",
]
# fmt: on


def texts(count: int) -> list[str]:
    chance = random.Random(7)
    made = ["".join(chance.choices(PIECES, k=chance.randint(1, 4))) for _ in range(count)]
    return [*PIECES, *made]


def test_pyyaml_reads_what_was_written() -> None:
    for text in texts(2000):
        value = {"value": text, "list": [text, [text]], text: {"key": text}}
        written = resources.write_yaml_value(value)
        assert yaml.safe_load(written) == value, written


def test_pem_becomes_a_block_that_reads_the_same() -> None:
    block = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"
    for text in (
        block,
        block * 2,
        block.rstrip(),
        f" {block}",
        block.replace("\n", "\r\n"),
        f"# note\n{block}",
    ):
        value = {"pem": text, "list": [{"pem": text}]}
        written = resources.write_yaml_value(value)
        assert yaml.safe_load(written) == value, written
    assert "pem: |\n" in resources.write_yaml_value({"pem": block})


# In other styles they differ: PyYAML takes NEL and LS for line breaks, and plain `y` and `1e3` for text.
def test_what_pyyaml_writes_is_read() -> None:
    for text in texts(500):
        manifest = {"apiVersion": "v1", "kind": "Thing", "spec": {"value": text, "list": [text, [text]]}}
        written = yaml.safe_dump(manifest, default_style='"')
        assert resources.read_yaml(written) == [manifest], written


def test_streams_are_cut_alike() -> None:
    stream = "%YAML 1.1\n---\na: 1\n...\n# c\n---\nb: |\n  --- x\n  ...\n---\n---\nc: '- -'\n--- {d: 1}\n"
    ours = resources.check_yaml(stream)
    theirs = [document for document in yaml.safe_load_all(stream) if document is not None]
    # None of them is a manifest; each is said so.
    assert [f["rule"] for f in ours] == ["manifest-without-kind"] * len(theirs)
