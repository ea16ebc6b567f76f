"""An attack on the sign-in from many places at once, while honest people come and go."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count, cycle, islice

from werkzeug.test import TestResponse

from screening.security import kiosk_tokens, one_use_codes
from screening.security.one_use_codes import INVITATION_LENGTH, RECOVERY_LENGTH
from screening.store import invitations
from screening.store.sealing import keyed
from screening.web import proofs
from screening.web.cookies import STAFF
from tests.web.browser import SAME_ORIGIN, Browser
from tests.web.conftest import PASSWORD, Clinic
from tests.web.factors import PhoneApp, codes_of

BETWEEN = timedelta(seconds=1)  # two guesses: lockouts run out meanwhile, and it goes on
HONEST_EVERY = 2_500  # guesses
HOME = "10.0.0.9"


@dataclass
class Tally:
    """What came of it."""

    guesses: Counter[str] = field(default_factory=Counter)  # by kind
    compared: int = 0  # of the passwords; the others were refused unlooked at
    inside: list[str] = field(default_factory=list)  # kinds of guesses that opened something
    honest: int = 0
    shut_out: int = 0  # honest people who did not get in


class Attack:
    """Guesses of every kind in turn; the same ones at each run."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic, self.tally = clinic, Tally()
        self.client = clinic.app.test_client()
        self.client.set_cookie(STAFF, "c" * 43)
        self.random = random.Random(20261118)  # noqa: S311  guesses that repeat at each run
        self.numbers = count()
        self.phone = PhoneApp(clinic, clinic.fay)
        codes_of(clinic, clinic.fay)
        with clinic.parts.database.write() as session:
            code = one_use_codes.new_code(INVITATION_LENGTH)
            invitations.invite(session, clinic.moss.id, code, by=None, now=clinic.clock())
        # Fay's password is known to the attacker: only her second factor stands between.
        self.kinds: dict[str, Callable[[], bool]] = {
            "one name from one place": lambda: self._password("ada", "10.66.0.1"),
            "many names from one place": lambda: self._password(self._name(), "10.66.0.2"),
            "one name from many places": lambda: self._password("ada", self._anywhere()),
            "names from places": lambda: self._password(self._name(), self._anywhere()),
            "codes of an app": lambda: self._second(code=f"{self.random.randrange(10**6):06}"),
            "recovery codes": lambda: self._second(recovery=self._code(RECOVERY_LENGTH)),
            "invitations": self._invitation,
        }

    def run(self, guesses: int) -> Tally:
        """So many guesses, and honest people in between."""
        compare = proofs.passwords.matches

        def counted(password_hash: str | None, password: str) -> bool:
            self.tally.compared += 1
            # The dummy costs as much as a real hash, and real ones cost little in this clinic.
            return password_hash is not None and compare(password_hash, password)

        proofs.passwords.matches = counted
        try:
            for number, kind in enumerate(islice(self._turns(), guesses)):
                if number % HONEST_EVERY == 0:
                    self._honest()
                self.tally.guesses[kind] += 1
                if self.kinds[kind]():
                    self.tally.inside.append(kind)
                self.clinic.clock.now += BETWEEN
            self._honest()
        finally:
            proofs.passwords.matches = compare
        return self.tally

    def _turns(self) -> Iterator[str]:
        return cycle(self.kinds)

    def _honest(self) -> None:
        """Dr Ada by password, Fay by password and app, from where they always sit."""
        for name, path in (("ada", "/clinic/"), ("fay", "/desk/")):
            browser = Browser(self.clinic.app, HOME)
            browser.open("/sign-in")
            browser.press("Sign in", name=name, password=PASSWORD)
            if name == "fay" and browser.path == "/sign-in/second-factor":
                browser.press("Go on", code=self.phone.code())
            self.tally.honest += 1
            self.tally.shut_out += browser.path != path

    def _password(self, name: str, place: str) -> bool:
        typed = f"guess {self.random.random()}"
        reply = self._send("/sign-in", "accounts.sign_in", place, name=name, password=typed)
        return reply.status_code != 422

    def _second(self, **typed: str) -> bool:
        place = self._anywhere()
        self._send("/sign-in", "accounts.sign_in", place, name="fay", password=PASSWORD)
        reply = self._send("/sign-in/second-factor", "second_factor", place, **typed)
        return reply.status_code == 303 and reply.headers["Location"] != "/sign-in"

    def _invitation(self) -> bool:
        typed = {"code": self._code(INVITATION_LENGTH), "password": "x" * 20, "again": "y"}
        reply = self._send("/invitation", "invited", self._anywhere(), **typed)
        return reply.status_code != 422 or "The two do not match" in reply.get_data(as_text=True)

    def _send(self, path: str, purpose: str, place: str, **typed: str) -> TestResponse:
        """A form, with the token that its page would have carried."""
        held = self.client.get_cookie(STAFF)
        tokens = self.clinic.parts.keys.tokens
        token = keyed(tokens, "form token", purpose, held.value if held else "")
        return self.client.post(
            path,
            data={**typed, "form-token": token},
            headers=SAME_ORIGIN,
            environ_overrides={"REMOTE_ADDR": place},
        )

    def _name(self) -> str:
        return f"name {next(self.numbers)}"

    def _code(self, length: int) -> str:
        return "".join(self.random.choices(kiosk_tokens.ALPHABET, k=length))

    def _anywhere(self) -> str:
        return f"10.{self.random.randrange(100, 130)}.{self.random.randrange(256)}.7"
