"""Where the project and its shipped questionnaires lie, and their ids."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIBRARY = ROOT / "questionnaires"
# A name with a dot is a translation or a wording pack of the questionnaire before it.
NAMES = tuple(
    sorted(
        path.stem
        for path in LIBRARY.glob("*.yaml")
        if path.stem != "references" and "." not in path.stem
    )
)
