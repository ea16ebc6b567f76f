"""The site of a request, and what it has set: name, zone, paper, languages, idle minutes, consent.

Staff are at the site of their account, a patient at that of the visit, and a tablet without either
at the site that has enrolled it. A patient's page reads the number of the settings together with
the sitting; what a number stands for is read once in each process, so no other process can be met
with old settings, and no page of a patient asks for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast
from uuid import UUID

from flask import g, has_app_context
from sqlalchemy import Engine

from screening.quick_dataclass import dataclass
from screening.settings import LANGUAGES, Settings
from screening.store import retention, site_settings, sites, tablets
from screening.store.kiosk import Kiosk
from screening.store.site_settings import NAMES, Own
from screening.web import cookies
from screening.web.parts import parts


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What holds at a site: its own where it has set any, else the installation's."""

    site_id: UUID
    version: int  # 0 while nothing was set
    name: str
    time_zone: str  # IANA name
    paper: str
    languages: tuple[str, ...]  # offered to patients; never empty
    idle_minutes: int  # 1 to 5
    ask_consent: bool
    retention_years: int  # for which visits are kept
    retention_reason: str  # why they are fewer than retention.FEWEST_YEARS; else empty

    @property
    def language(self) -> str:
        """What patients are met in, until they pick another."""
        return self.languages[0]


@dataclass(frozen=True, slots=True)
class Settled:
    """What holds by one version of a site's settings, kept by a process."""

    installation: Settings  # over which it was laid
    whole: SiteSettings


def site() -> SiteSettings:
    """What holds at the site of this request."""
    who = g.get("kiosk") or g.get("account")
    known = g.get("site_settings")
    if known is None or known[0] is not who:  # a guard has let somebody in meanwhile
        g.site_settings = known = (who, _held(*_where()))
    return cast(SiteSettings, known[1])


def of_no_site() -> bool:
    """Whether nobody and no site stands behind this request: a device that none has enrolled.

    What is settled is then the first site's, but nothing that it says to its own patients.
    """
    site()
    return bool(g.get("of_no_site", False))


def site_in_hand() -> UUID | None:
    """Whose words findings have here: the site of the visit or of the account, asked of nobody.

    None where there is neither, and outside of a request.
    """
    if has_app_context() and "site_of_record" in g:
        return cast(UUID, g.site_of_record)
    who = (g.get("kiosk") or g.get("account")) if has_app_context() else None
    return cast(UUID, who.site_id) if who else None


def of_sitting(kiosk: Kiosk) -> SiteSettings:
    """What holds at the site of a sitting, before a guard has put it in place."""
    return _held(kiosk.site_id, kiosk.settings_version)


def from_memory() -> None:
    """Let the rest of this request ask no database: it may be what has failed."""
    if "site_settings" in g:
        return
    held, own, who = parts(), parts().site, g.get("kiosk") or g.get("account")
    site_id = who.site_id if who else own.id
    versions = [version for found_id, version in held.settled if found_id == site_id]
    found = held.settled.get((site_id, max(versions, default=0)))
    whole = found.whole if found else _laid_over(held.settings, site_id, 0, own.name, Own())
    g.site_settings = (who, whole)


def _laid_over(
    installation: Settings, site_id: UUID, version: int, name: str, own: Own
) -> SiteSettings:
    """What a site has set, over what the installation says."""
    whole = SiteSettings(site_id, version, name, **of_installation(installation))  # type: ignore[arg-type]
    told = {one: value for one in NAMES if (value := getattr(own, one)) is not None}
    return replace(whole, **told)


def of_installation(chosen: Settings) -> dict[str, object]:
    """What holds where a site has set nothing, by the names of its settings."""
    return {
        "time_zone": chosen.time_zone,
        "paper": chosen.paper,
        "languages": in_order(chosen.language, LANGUAGES),
        "idle_minutes": chosen.idle_minutes,
        "ask_consent": chosen.ask_consent,
        "retention_years": retention.YEARS,
        "retention_reason": "",
    }


def in_order(first: str, languages: Sequence[str]) -> tuple[str, ...]:
    """Languages with one of them put first."""
    return (first, *(one for one in languages if one != first))


def _where() -> tuple[UUID, int]:
    """Site of this request, and number of its settings."""
    if "kiosk" in g:
        return g.kiosk.site_id, g.kiosk.settings_version
    account = g.get("account")
    if account is not None:
        known = g.sign_in.settings_version if "sign_in" in g else None
        return account.site_id, _version(account.site_id) if known is None else known
    token = cookies.token_of(cookies.TABLET)
    found = (_site_of_tablet(token) if token else None) or _site_before()
    g.of_no_site = found is None
    site_id = found or parts().site.id
    return site_id, _version(site_id)


def _site_before() -> UUID | None:
    """Where the sitting was that ended on this device a short while ago."""
    found = cookies.site_before()
    if found is None:
        return None
    with parts().database.read() as session:
        return found if any(one.id == found for one in sites.list_sites(session)) else None


def _site_of_tablet(token: str) -> UUID | None:
    # A session of its own: a page of a problem may have none, and a form's would lock.
    with parts().database.read() as session:
        found = tablets.by_token(session, token)
    return found.site_id if found else None


def _version(site_id: UUID) -> int:
    engine = parts().database.reading_engine
    assert isinstance(engine, Engine)  # noqa: S101  as open_database makes them
    row = site_settings.VERSION.first(engine, site=site_id)
    return cast(int, row["settings_version"]) if row else 0


def _held(site_id: UUID, version: int) -> SiteSettings:
    held = parts()
    found = held.settled.get((site_id, version))
    if found is None or found.installation is not held.settings:
        with held.database.read() as session:
            own = site_settings.read(session, site_id, version)
            name = sites.get_site(session, site_id).name
        whole = _laid_over(held.settings, site_id, version, name, own)
        held.settled[site_id, version] = found = Settled(held.settings, whole)
    return found.whole
