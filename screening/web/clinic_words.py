"""What the clinic itself says on a patient's page, in the language of the page."""

from __future__ import annotations

from screening.core.clinic_texts import ClinicTexts
from screening.web.language import page_language
from screening.web.parts import parts
from screening.web.site_here import of_no_site, site


def clinic_texts() -> ClinicTexts:
    """The site's texts in the page's language, or in the site's own where there are none.

    On a device of no site they are the installation's: no site's own lines stand for all.
    """
    here = site()
    shelf = parts().shelf
    known = shelf.clinic if of_no_site() else shelf.clinic_of(here.site_id)
    return known.get(page_language()) or known[here.language]
