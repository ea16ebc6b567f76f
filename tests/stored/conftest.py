"""The clinic of the tests of the web."""

from tests.web.conftest import cheap_hashes as cheap_hashes
from tests.web.conftest import make_clinic as make_clinic
from tests.web.conftest import password_hash as password_hash
from tests.web.conftest import prepared as prepared
