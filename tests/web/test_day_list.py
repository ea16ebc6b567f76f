"""The day list by paste or file: what can be taken is taken, the rest stays with its reason."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest

from screening.store import patients
from screening.web.day_list_text import LINES_AT_MOST, DayList, Fault, read_list
from tests.web.browser import SAME_ORIGIN, Browser
from tests.web.conftest import CLEO, Clinic

TODAY = date(2026, 11, 18)
PACKETS = {"small": "small", "small packet": "small"}
GOOD = "N-2,Lind,Noah,1988-07-30"


def read(text: str, order: str = "ymd") -> DayList:
    found = read_list(text, order=order, packets=PACKETS, today=TODAY)
    assert isinstance(found, DayList), found
    return found


def desk(clinic: Clinic, text: str = "", **more: str) -> Browser:
    browser = clinic.signed_in(clinic.fay)
    browser.follow("Paste today’s list")
    if text:
        browser.press("Take the list", list=text, **more)
    return browser


@pytest.mark.parametrize(
    ("text", "time", "packet"),
    [
        (GOOD, "", ""),
        ("N-2;Lind;Noah;1988-07-30;9:30;Small packet", "09:30", "small"),
        ("N-2\tLind\tNoah\t1988-7-30\t12:05 am\tSMALL", "00:05", "small"),
        ('N-2,"Lind",Noah,1988-07-30,1:30PM', "13:30", ""),
        ("Given name,DOB,MRN,Last name,Fee\nNoah,1988-07-30,N-2,Lind,12", "", ""),
        (f"\r\n\r\n{GOOD}\r\n", "", ""),
        (f"\ufeff{GOOD}", "", ""),
        (f"\ufeffMRN,Last name,First name,DOB\n{GOOD}", "", ""),
        (f"{GOOD},9:30:00", "09:30", ""),
        (f"{GOOD},9:30:15 PM", "21:30", ""),
        (f"{GOOD},9:30\u202fa.m.", "09:30", ""),
        (f"{GOOD},-,–", "", ""),
        (
            f"Patient MRN,Patient Last Name,PATIENT_FIRST_NAME,Patient DOB,Appt Time\n{GOOD},9:30",
            "09:30",
            "",
        ),
        (
            "Provider last name,MRN,Patient last name,Patient first name,DOB\n"
            "Byron,N-2,Lind,Noah,1988-07-30",
            "",
            "",
        ),
        ("Parent's last name,MRN,Last name,First name,DOB\nBerg,N-2,Lind,Noah,1988-07-30", "", ""),
    ],
)
def test_a_line_is_read_in_every_common_shape(text: str, time: str, packet: str) -> None:
    (line,) = read(text).lines

    who = line.identity
    assert (who.record, who.family, who.given) == ("N-2", "Lind", "Noah")
    assert who.born == date(1988, 7, 30)
    assert (line.time, line.packet_id) == (time, packet)


def test_a_patient_called_like_a_column_is_no_head() -> None:
    (line,) = read("N-2,Record,Given,1988-07-30").lines

    assert (line.identity.family, line.identity.given) == ("Record", "Given")


def test_slashes_are_read_as_the_desk_says_and_never_guessed() -> None:
    line = "N-2,Lind,Noah,02/07/1994"

    assert read(line, "mdy").lines[0].identity.born == date(1994, 2, 7)
    assert read(line, "dmy").lines[0].identity.born == date(1994, 7, 2)
    assert "as chosen below" in read(line).faults[0].problem
    assert "as chosen below" in read(line, "anything").faults[0].problem


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("N-2,Lind,Noah", "Write record number, family name"),
        ("N-2,,Noah,1988-07-30", "Enter the family name."),
        ("N-2,Lind,Noah,1988-02-30", "Enter a day that this month has."),
        ("N-2,Lind,Noah,2030-02-03", "Enter a year of birth"),
        ("N-2,Lind,Noah,soon", "such as 1994-02-07"),
        ("N-2,-,Noah,1988-07-30", "Enter the family name."),
        ("N-2,Lind,–,1988-07-30", "Enter the given name."),
        ("N-2,-Lind,Noah,1988-07-30", "begins like a formula"),
        (f"{GOOD},9:30:75", "Write the time as 09:30."),
        (f"{GOOD},25:00", "Write the time as 09:30."),
        (f"{GOOD},13:00 pm", "Write the time as 09:30."),
        (f"{GOOD},,Other", "There is no such packet."),
        ('N-2,=HYPERLINK("x"),Noah,1988-07-30', "begins like a formula"),
        ("N-2,=1+1,Noah,1988-07-30", "begins like a formula"),
        ("@N-2,Lind,Noah,1988-07-30", "begins like a formula"),
        ("N-2,＝Lind,Noah,1988-07-30", "begins like a formula"),
        ('N-2,"Lind,Noah,1988-07-30', "a quote is open"),
        (f"N-2,{'x' * 700},Noah,1988-07-30", "This line is too long"),
        (f"N-2,{'x' * 90},Noah,1988-07-30", "at most 80 characters"),
    ],
)
def test_each_fault_is_told_with_its_line_and_spoils_no_other(line: str, words: str) -> None:
    found = read(f"{line}\nN-3,Berg,Ida,1990-01-02")

    (fault,) = found.faults
    assert isinstance(fault, Fault)
    assert (fault.number, words in fault.problem) == (1, True), fault.problem
    assert [one.number for one in found.lines] == [2]


def test_one_record_number_stands_once_in_a_list() -> None:
    found = read(f"{GOOD}\n{GOOD.replace('N-2', 'n-2')}")

    assert found.faults[0].problem == "This record number stands in line 1 already."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" \n ", "Paste the list"),
        ("\n".join([GOOD] * (LINES_AT_MOST + 1)), "Send it in parts"),
        ("N-2,Li\0nd,Noah,1988-07-30", "This is not text"),
        ("MRN,Last name,Time\nN-2,Lind,9:30", "no column for: given name, birth date"),
        ("MRN,Old last name,New last name,First name,DOB\nN-2,", "two columns for: family name."),
    ],
)
def test_what_is_no_list_at_all_is_refused_in_one_sentence(text: str, words: str) -> None:
    found = read_list(text, order="ymd", packets=PACKETS, today=TODAY)

    assert isinstance(found, str)
    assert words in found


def test_a_pasted_list_is_expected_today_and_started_in_one_step(clinic: Clinic) -> None:
    browser = desk(clinic, f"{GOOD},10:15,Small packet\nmrn 00417,Okonkwo,Cleo,1994-02-07,09:00")
    assert "2 lines are on today’s list. 1 patient was added." in browser.page.text
    assert browser.page.value("list") == ""

    browser.follow("today’s list")
    text = browser.page.text
    assert "2 not here yet" in text
    assert text.index("Okonkwo, Cleo") < text.index("Lind, Noah")
    browser.press("Code for a tablet: Small packet for Noah Lind")
    assert "The code is" in browser.page.text
    browser.open("/desk/")
    assert "1 not here yet" in browser.page.text
    browser.press("Take off")
    assert "not here yet" not in browser.page.text


def test_what_is_not_taken_stays_in_the_form_with_its_reason(clinic: Clinic) -> None:
    wrong = f"{CLEO.record},Okonkwo,Cleo,1994-02-08"
    browser = desk(clinic, f"record,family,given,born\n{wrong}\n{GOOD}\nX,,Y,1990-01-01")

    assert browser.status == 422
    assert "1 line is on today’s list." in browser.page.text
    assert "2 lines were not taken" in browser.page.text
    assert "belongs to somebody with another date of birth" in browser.page.text
    kept = browser.page.value("list").split("\n")
    assert kept == ["record,family,given,born", wrong, "X,,Y,1990-01-01"]

    mended = "\n".join([kept[0], f"{CLEO.record},Okonkwo,Cleo,1994-02-07", "X,Z,Y,1990-01-01"])
    browser.press("Take the list", list=mended)

    assert browser.status == 200
    assert "2 lines are on today’s list. 1 patient was added." in browser.page.text


def test_a_near_duplicate_waits_until_somebody_has_looked(clinic: Clinic) -> None:
    near = "Z-9,Okonkwa,Cleo,1994-02-07"
    browser = desk(clinic, near)
    assert browser.status == 422
    assert f"Okonkwo, Cleo, record {CLEO.record}" in browser.page.text
    with clinic.parts.database.read() as session:
        assert len(patients.near_duplicates(session, clinic.parts.site.id, CLEO.born)) == 1

    browser.press("Take the list", **{"are-new": "yes"})

    assert "1 patient was added." in browser.page.text


def test_a_stranger_with_the_same_birth_date_is_no_near_duplicate(clinic: Clinic) -> None:
    assert "1 patient was added." in desk(clinic, "Z-9,Berg,Ida,1994-02-07").page.text


def test_the_list_taken_twice_changes_nothing_more(clinic: Clinic) -> None:
    desk(clinic, GOOD)
    browser = desk(clinic, GOOD)

    assert "Nobody was added." in browser.page.text
    assert "Was on the list already." in browser.page.text
    assert "1 not here yet" in browser.open("/desk/").text


def test_another_spelling_of_a_known_name_is_said(clinic: Clinic) -> None:
    browser = desk(clinic, f"{CLEO.record},Okonkwo-Bell,Cleo,1994-02-07")

    assert "Known here as Okonkwo, Cleo, born the same day." in browser.page.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xef\xbb\xbfN-2,Lind,No\xc3\xa9,1988-07-30", "1 patient was added."),
        (b"PK\x03\x04\xff\xfe", "This file is not UTF-8 text."),
        (b"N-2,Lind,No\xe9,1988-07-30", "This file is not UTF-8 text."),
    ],
)
def test_a_file_is_read_like_a_paste(clinic: Clinic, content: bytes, words: str) -> None:
    browser = desk(clinic)
    data = browser.page.form("Take the list").data({}, "Take the list")
    data["file"] = (BytesIO(content), "list.csv")

    reply = browser.client.post("/desk/day-list/", data=data, headers=SAME_ORIGIN)

    assert words in reply.get_data(as_text=True)


def test_a_huge_list_is_refused_before_it_is_read(clinic: Clinic) -> None:
    browser = desk(clinic)
    form = browser.page.form("Take the list")

    reply = browser.post(form.action, form.data({"list": "x" * 300_000}, "Take the list"))

    assert reply.status_code == 413


def test_cells_are_text_and_never_markup(clinic: Clinic) -> None:
    browser = desk(clinic, "Z-9,<img src=x>,<b>Ida</b>,1990-01-01\n<script>x</script>,a")

    assert "<script>x" not in browser.page.html
    assert "<img" not in browser.open("/desk/").html
    assert "<img src=x>, <b>Ida</b>" in browser.page.text
