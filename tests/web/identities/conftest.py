"""An issuer, and a clinic that knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.web.conftest import SMALL, Clinic
from tests.web.identities.going import ADA, link
from tests.web.issuer import CLIENT, SECRET, TestIssuer, issuing


@pytest.fixture(scope="session")
def served_issuer() -> Iterator[TestIssuer]:
    """One for all tests: its key takes time to make."""
    with issuing() as made:
        yield made


@pytest.fixture
def issuer(served_issuer: TestIssuer) -> TestIssuer:
    """It says the truth."""
    served_issuer.tell_the_truth()
    return served_issuer


@pytest.fixture
def clinic(
    make_clinic: Callable[..., Clinic], issuer: TestIssuer, tmp_path_factory: pytest.TempPathFactory
) -> Clinic:
    """A clinic that knows the issuer; Dr Ada has linked her account."""
    secret = tmp_path_factory.mktemp("secret") / "secret"
    secret.write_text(f"{SECRET}\n")
    made = make_clinic(
        SMALL,
        SCREENING_OIDC_ISSUER=issuer.address,
        SCREENING_OIDC_CLIENT_ID=CLIENT,
        SCREENING_OIDC_CLIENT_SECRET_FILE=str(secret),
    )
    issuer.now = lambda: made.clock().timestamp()
    link(made, made.ada, ADA)
    return made
