"""Made-up pages that a worker sets before a patient's page comes."""

from __future__ import annotations

from pathlib import Path

from screening.report.worker.parcel import pack

# A summary of made-up answers, written by tools/usual_page.py: after it the interpreter has settled
# the code that most of a page's time goes to.
USUAL_PAGE = Path(__file__).parent / "usual-page.html"
# Touches every face and every kind of box, so that a fork finds nothing left to load.
SMALL_PAGE = pack(f"""<!DOCTYPE html><html lang="en"><head><title>.</title></head>
<body class="report">
<header class="masthead" data-page="1"><h1>Aa0</h1></header><p class="running-head">Aa0</p>
<p>Aa0 <strong>Aa0</strong> <span class="card__rater">Aa0</span></p>
<p class="own-words__text">Aa0</p>
<div class="cards">{
    '<article class="card"><p>Aa0 <span class="card__band">A</span></p></article>' * 9
}</div>
<div class="columns">{
    '<div class="column"><h3>A</h3><p class="right-now__fact">A</p></div>' * 9
}</div>
<table><thead><tr><th scope="col">Aa0</th><th scope="col" class="number">Aa0</th></tr></thead>
<tbody>{'<tr><th scope="row">A</th><td class="number">Aa0</td></tr>' * 20}</tbody></table>
<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 9 9"><title>A</title>
{'<text x="1" y="8">Aa0</text><rect width="1" height="1"/><line x2="1" y2="1" stroke="#000"/>' * 9}
<circle r="1"/><polygon points="0,0 1,1 1,0"/></svg>
</body></html>""")


def usual_page() -> bytes:
    """The page that patients' pages look most like."""
    return pack(USUAL_PAGE.read_text(encoding="utf-8"))
