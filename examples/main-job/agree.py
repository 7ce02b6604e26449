"""Fails if the Rust, Python and Node programs came to different verdicts on the same cases."""

import json
import sys
from pathlib import Path


def main(out: Path) -> None:
    verdicts = {
        language: json.loads((out / f"verdicts-{language}.json").read_text(encoding="utf-8"))
        for language in ("rust", "python", "node")
    }
    for language in ("python", "node"):
        if verdicts[language] != verdicts["rust"]:
            raise SystemExit(f"{language} and Rust disagree: compare {out}/verdicts-{language}.json")
    count = len(verdicts["rust"])
    print(f"\nRust, Python and Node agree on {count} verdict{'' if count == 1 else 's'}, findings included.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
