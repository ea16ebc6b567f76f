"""What a blank form says beside its questions, in each language. Patients read it."""

from __future__ import annotations

from collections.abc import Mapping

from screening.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ConditionWords:
    """How a skip rule is said. {options} are quoted texts, {number} that of a question."""

    only: str  # before one question: {condition}
    only_run: str  # before several: {first}, {last}, {condition}
    ask_staff: str  # where the rule rests on what no patient can tell
    staff_judge: str  # the same on the sheets for staff
    rest: str  # {days}
    ticked: str
    not_ticked: str
    other: str  # the complement is shorter
    more_than: str
    at_least: str
    less_than: str
    at_most: str
    answered: str
    declined: str
    blank: str
    or_: str
    and_: str
    quote: str  # {text}


@dataclass(frozen=True, slots=True)
class Words:
    """Everything else."""

    packet_title: str
    how: tuple[str, ...]  # to fill it in
    staff_title: str
    staff_how: str
    name: str
    born: str
    today: str
    visit: str  # staff write the number
    by: str  # who filled in the sheets for staff
    recall: str  # {text}
    question: str  # head of a table's first column
    tick_one: str
    tick_all: str
    alone: str  # beside an option that stands alone
    way_out: str
    not_assessed: str
    not_all: str  # of a date that may be known in part
    parts: Mapping[str, str]  # day, month, year, time
    half_days: tuple[str, str]
    between: str  # {low} {high}
    units: Mapping[str, str]  # English word of a unit -> in this language, where it is another
    row_help: str  # {number} rows are there
    letter: str  # {field}: a letter of the list
    unit_list: str  # {field}: one of these units
    number_and_unit: str
    form: str  # description of the document: {title}, {version}
    head: str  # of the audit trail: {digits}
    page: str
    page_of: str
    condition: ConditionWords


EN = Words(
    packet_title="Questions for your visit",
    how=(
        "Please use a pen and tick the boxes like this: ☑.",
        "You can skip any question: tick its last box.",
        "The people who treat you read this form.",
        "Some questions are not for everybody. Follow the arrows: →",
    ),
    staff_title="For staff",
    staff_how="Not for the patient. Filled in by a clinician.",
    name="Name",
    born="Date of birth",
    today="Today’s date",
    visit="Visit (staff)",
    by="Filled in by",
    recall="Time asked about: {text}.",
    question="Question",
    tick_one="Tick one.",
    tick_all="Tick all that fit.",
    alone="no other box then",
    way_out="I would rather not answer",
    not_assessed="Not assessed",
    not_all="Fill in what you know.",
    parts={"day": "Day", "month": "Month", "year": "Year", "time": "Time"},
    half_days=("a.m.", "p.m."),
    between="{low} to {high}",
    units={},
    row_help="One line for each. If {number} lines are not enough, ask for one more sheet.",
    letter="{field} Write the letter:",
    unit_list="Units you can use:",
    number_and_unit="number and unit",
    form="Blank form: {title}. {version}",
    head="audit head {digits}",
    page="Page ",
    page_of=" of ",
    condition=ConditionWords(
        only="Only if {condition}.",
        only_run="Questions {first} to {last}: only if {condition}.",
        ask_staff="Only if the staff ask you to.",
        staff_judge="Only where it applies.",
        rest="Only if you have not answered these questions here in the past {days} days.",
        ticked="you ticked {options} at question {number}",
        not_ticked="you did not tick {options} at question {number}",
        other="you ticked an answer other than {options} at question {number}",
        more_than="your number at question {number} is more than {limit}",
        at_least="your number at question {number} is {limit} or more",
        less_than="your number at question {number} is less than {limit}",
        at_most="your number at question {number} is {limit} or less",
        answered="you answered question {number}",
        declined="you would rather not answer question {number}",
        blank="question {number} has no answer",
        or_=" or ",
        and_=" and ",
        quote="“{text}”",
    ),
)

ES = Words(
    packet_title="Preguntas para su visita",
    how=(
        "Use un bolígrafo y marque las casillas así: ☑.",
        "Puede saltarse cualquier pregunta: marque su última casilla.",
        "Las personas que lo atienden leen este formulario.",
        "Algunas preguntas no son para todos. Siga las flechas: →",
    ),
    staff_title="Para el personal",
    staff_how="No es para el paciente. Lo llena un profesional clínico.",
    name="Nombre",
    born="Fecha de nacimiento",
    today="Fecha de hoy",
    visit="Visita (personal)",
    by="Lo llenó",
    recall="Tiempo por el que se pregunta: {text}.",
    question="Pregunta",
    tick_one="Marque una.",
    tick_all="Marque todas las que correspondan.",
    alone="entonces ninguna otra casilla",
    way_out="Prefiero no contestar",
    not_assessed="No evaluado",
    not_all="Llene lo que sepa.",
    parts={"day": "Día", "month": "Mes", "year": "Año", "time": "Hora"},
    half_days=("a. m.", "p. m."),
    between="{low} a {high}",
    units={
        "weeks": "semanas",
        "days": "días",
        "months": "meses",
        "years": "años",
        "hairs": "pelos",
    },
    row_help="Una línea para cada uno. Si {number} líneas no alcanzan, pida otra hoja.",
    letter="{field} Escriba la letra:",
    unit_list="Unidades que puede usar:",
    number_and_unit="número y unidad",
    form="Formulario en blanco: {title}. {version}",
    head="registro {digits}",
    page="Página ",
    page_of=" de ",
    condition=ConditionWords(
        only="Solo si {condition}.",
        only_run="Preguntas {first} a {last}: solo si {condition}.",
        ask_staff="Solo si el personal se lo pide.",
        staff_judge="Solo donde corresponda.",
        rest="Solo si no contestó estas preguntas aquí en los últimos {days} días.",
        ticked="marcó {options} en la pregunta {number}",
        not_ticked="no marcó {options} en la pregunta {number}",
        other="marcó una respuesta que no es {options} en la pregunta {number}",
        more_than="su número en la pregunta {number} es más de {limit}",
        at_least="su número en la pregunta {number} es {limit} o más",
        less_than="su número en la pregunta {number} es menos de {limit}",
        at_most="su número en la pregunta {number} es {limit} o menos",
        answered="contestó la pregunta {number}",
        declined="prefirió no contestar la pregunta {number}",
        blank="la pregunta {number} no tiene respuesta",
        or_=" o ",
        and_=" y ",
        quote="«{text}»",
    ),
)

WORDS: Mapping[str, Words] = {"en": EN, "es": ES}


def words_of(language: str) -> Words:
    """Those of the language; one without words of its own here has English ones."""
    return WORDS.get(language.partition("-")[0], EN)
