"""Settings from an environment: what is taken, what is refused, and what is never repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.errors import SettingsError
from screening.settings import ROOT, Settings

HOME = {"HOME": "/folder/of/cleo"}
HERE = HOME | {"SCREENING_QUESTIONNAIRES": str(ROOT)}  # any folder that is there


def faults_of(environ: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(HERE | environ)
    return caught.value.faults


def test_an_empty_environment_serves_this_machine_alone():
    settings = Settings.from_env(HOME)

    assert settings.host == "127.0.0.1"
    assert settings.port == 8000
    assert settings.trusted_hosts == ("localhost", "127.0.0.1")
    assert settings.proxy_count == 0
    assert settings.data == ROOT / "data"
    assert settings.database_url == f"sqlite:///{ROOT}/data/screening.sqlite3"
    assert settings.key_file == Path("/folder/of/cleo/.config/screening/key")
    assert settings.questionnaires == ROOT / "questionnaires"
    assert (settings.paper, settings.language, settings.time_zone) == ("a4", "en", "UTC")


def test_every_variable_reaches_its_field(tmp_path):
    for name in ("certificate.pem", "key.pem", "secret", "ca.pem"):
        (tmp_path / name).write_text("made up")
    settings = Settings.from_env(
        {
            "SCREENING_DATA": str(tmp_path / "kept"),
            "SCREENING_DATABASE_URL": "postgresql+psycopg://ada:secret@db/clinic",
            "SCREENING_KEY_FILE": str(tmp_path / "key"),
            "SCREENING_QUESTIONNAIRES": str(tmp_path),
            "SCREENING_SITE_NAME": "Clínica Sur",
            "SCREENING_TIME_ZONE": "America/Chicago",
            "SCREENING_PAPER": "Letter",
            "SCREENING_LANGUAGE": "en",
            "SCREENING_ASK_CONSENT": "Yes",
            "SCREENING_SECOND_FACTOR": "required",
            "SCREENING_HOST": "0.0.0.0",  # noqa: S104 - the setting under test, nothing listens
            "SCREENING_PORT": "8443",
            "SCREENING_TRUSTED_HOSTS": "Clinic.example, .ward.example",
            "SCREENING_PROXY_COUNT": "1",
            "SCREENING_CERTIFICATE": str(tmp_path / "certificate.pem"),
            "SCREENING_PIN_HOURS": "8",
            "SCREENING_OIDC_ISSUER": "https://id.clinic.example/realm",
            "SCREENING_OIDC_CLIENT_ID": "screening",
            "SCREENING_OIDC_CLIENT_SECRET_FILE": str(tmp_path / "secret"),
            "SCREENING_OIDC_CERTIFICATES": str(tmp_path / "ca.pem"),
            "SCREENING_IDLE_MINUTES": "2",
            "SCREENING_KEY_PEM": str(tmp_path / "key.pem"),
        }
    )

    assert settings == Settings(
        data=tmp_path / "kept",
        database_url="postgresql+psycopg://ada:secret@db/clinic",
        key_file=tmp_path / "key",
        questionnaires=tmp_path,
        site_name="Clínica Sur",
        time_zone="America/Chicago",
        paper="letter",
        language="en",
        ask_consent=True,
        pin_hours=8,
        oidc_issuer="https://id.clinic.example/realm",
        oidc_client_id="screening",
        oidc_secret_file=tmp_path / "secret",
        oidc_certificates=tmp_path / "ca.pem",
        idle_minutes=2,
        second_factor="required",
        host="0.0.0.0",  # noqa: S104 - as above
        port=8443,
        trusted_hosts=("clinic.example", ".ward.example"),
        proxy_count=1,
        certificate=tmp_path / "certificate.pem",
        key_pem=tmp_path / "key.pem",
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "80a"),
        ("PORT", "٨٠"),  # digits, but not those a port is written in
        ("PIN_HOURS", "13"),
        ("PIN_HOURS", "-1"),
        ("IDLE_MINUTES", "0"),
        ("IDLE_MINUTES", "6"),
        ("PROXY_COUNT", "-1"),
        ("PROXY_COUNT", "6"),
        ("PAPER", "a5"),
        ("SECOND_FACTOR", "yes"),
        ("LANGUAGE", "xx"),
        ("TIME_ZONE", "Chicago"),
        ("TIME_ZONE", "America"),
        ("TIME_ZONE", "../../etc/passwd"),
        ("TRUSTED_HOSTS", "*"),
        ("TRUSTED_HOSTS", "clinic.example:8000"),
        ("TRUSTED_HOSTS", "clinic.example,,"),
        ("SITE_NAME", "two\nlines"),
        ("SITE_NAME", "x" * 81),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "mysql://db/clinic"),
        ("QUESTIONNAIRES", "/there/is/no/such/folder"),
        ("DATA", __file__),
    ],
)
def test_a_wrong_value_is_the_one_fault_and_names_its_variable(name, value):
    faults = faults_of({f"SCREENING_{name}": value})

    assert len(faults) == 1
    assert faults[0].startswith(f"SCREENING_{name}: ")


def test_all_faults_are_named_at_once():
    faults = faults_of({"SCREENING_PORT": "x", "SCREENING_PAPER": "x", "SCREENING_TIME_ZONE": "x"})

    assert len(faults) == 3


def test_a_misspelt_variable_is_a_fault_with_a_guess():
    faults = faults_of({"SCREENING_TRUSTED_HOST": "clinic.example"})

    assert faults == (
        "SCREENING_TRUSTED_HOST: There is no such setting. Is SCREENING_TRUSTED_HOSTS meant?",
    )


def test_a_key_beside_the_data_is_refused_even_through_a_link(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (tmp_path / "elsewhere").symlink_to(data)

    for key in (data / "key", data / ".." / "data" / "key", tmp_path / "elsewhere" / "key"):
        faults = faults_of({"SCREENING_DATA": str(data), "SCREENING_KEY_FILE": str(key)})
        assert len(faults) == 1
        assert faults[0].startswith("SCREENING_KEY_FILE: ")


def test_without_a_home_folder_the_key_needs_a_path():
    with pytest.raises(SettingsError, match="SCREENING_KEY_FILE"):
        Settings.from_env({})


def test_a_server_open_to_other_machines_needs_https_and_its_names():
    faults = faults_of({"SCREENING_HOST": "192.0.2.7"})

    assert [fault.split(":")[0] for fault in faults] == [
        "SCREENING_HOST",
        "SCREENING_TRUSTED_HOSTS",
    ]


def test_behind_a_proxy_other_machines_are_served_without_a_certificate():
    environ = {
        "SCREENING_HOST": "192.0.2.7",
        "SCREENING_PROXY_COUNT": "1",
        "SCREENING_TRUSTED_HOSTS": "clinic.example",
    }

    assert Settings.from_env(HERE | environ).certificate is None


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1", "localhost"])
def test_this_machine_alone_needs_no_https(host):
    assert Settings.from_env(HERE | {"SCREENING_HOST": host}).host == host


def test_a_certificate_without_its_key_is_refused(tmp_path):
    (tmp_path / "certificate.pem").write_text("made up")

    faults = faults_of({"SCREENING_CERTIFICATE": str(tmp_path / "certificate.pem")})

    assert faults == ("SCREENING_CERTIFICATE: Set it together with SCREENING_KEY_PEM, or neither.",)


def test_no_message_and_no_representation_repeats_a_password():
    wrong = "mysql://ada:hunter2@db/clinic"
    right = Settings.from_env(
        HERE | {"SCREENING_DATABASE_URL": "postgresql+psycopg://ada:hunter2@db/clinic"}
    )

    assert "hunter2" not in "\n".join(faults_of({"SCREENING_DATABASE_URL": wrong}))
    assert "hunter2" not in repr(right)


ISSUER = {
    "SCREENING_OIDC_ISSUER": "https://id.clinic.example",
    "SCREENING_OIDC_CLIENT_ID": "screening",
    "SCREENING_OIDC_CLIENT_SECRET_FILE": __file__,
}


@pytest.mark.parametrize("missing", ISSUER)
def test_an_issuer_its_client_and_the_secret_belong_together(missing):
    environ = {name: value for name, value in ISSUER.items() if name != missing}

    (fault,) = faults_of(environ)

    assert fault.startswith(f"{missing}: Set it together with SCREENING_OIDC_")
    assert Settings.from_env(HERE | ISSUER).oidc_client_id == "screening"


@pytest.mark.parametrize(
    "address",
    ["http://id.clinic.example", "id.clinic.example", "https://", "https://ada:hunter2@id.example",
     "https://id.example/?realm=1", "https://id.example/#realm", "https://id.example:port",
     "javascript://id.example", "https://id example"],
)  # fmt: skip
def test_an_issuer_is_an_https_address_and_nothing_more(address):
    (fault,) = faults_of(ISSUER | {"SCREENING_OIDC_ISSUER": address})

    assert fault.startswith("SCREENING_OIDC_ISSUER: ")
    assert "hunter2" not in fault


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_an_issuer_on_this_machine_may_do_without_https(host):
    address = f"http://{host}:8400/realm"

    settings = Settings.from_env(HERE | ISSUER | {"SCREENING_OIDC_ISSUER": address})

    assert settings.oidc_issuer == address


def test_a_file_for_the_secret_that_is_not_there_is_a_fault_and_so_are_lone_certificates():
    gone = ISSUER | {"SCREENING_OIDC_CLIENT_SECRET_FILE": "/there/is/no/such/file"}

    assert faults_of(gone) == (
        "SCREENING_OIDC_CLIENT_SECRET_FILE: There is no such file. Write the path of a file.",
    )
    assert faults_of({"SCREENING_OIDC_CERTIFICATES": __file__}) == (
        "SCREENING_OIDC_CERTIFICATES: Set it together with SCREENING_OIDC_ISSUER.",
    )
