"""What the clinic itself says on a patient's page, in the language of the page."""

from __future__ import annotations

from screening.core.clinic_texts import ClinicTexts
from screening.web.language import page_language
from screening.web.parts import parts
from screening.web.site_here import site


def clinic_texts() -> ClinicTexts:
    """The site's texts in the page's language, or in the site's own where there are none."""
    here = site()
    known = parts().shelf.clinic_of(here.site_id)
    return known.get(page_language()) or known[here.language]
