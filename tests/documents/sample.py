"""An agreed plan of two invented companies, as the domain freezes it, in any size."""

import copy
import hashlib
import json
from datetime import date, timedelta
from typing import Any

from portal.documents.customer.plan_content import DraftState

Plain = dict[str, Any]

CHECK_URL = "https://sopimus.revontuli.example/c/kq7v2m4x/check/3"

_PEOPLE = {
    "p1": ("provider", "Aino Revontaival", "asiakaspäällikkö", "aino.revontaival", "040 555 0110", "account_manager"),
    "p2": ("provider", "Väinö Öhman", "palvelupäällikkö", "vaino.ohman", "040 555 0121", "team_member"),
    "p3": ("provider", "Γιώργος Παπαδόπουλος", "energia-asiantuntija", "giorgos", "040 555 0134", "team_member"),
    "p4": ("customer", "Eero Limppunen", "toimitusjohtaja", "eero.limppunen", "040 555 0203", "approver"),
    "p5": ("customer", "Оксана Коваленко", "talouspäällikkö", "oksana.kovalenko", "040 555 0216", "approver"),
    "p6": ("customer", "Åsa Hällström-Järvenpää", "laatupäällikkö", "asa.hallstrom-jarvenpaa", "", "participant"),
}

_SECTIONS = {
    "relationship": (
        "Revontuli Kiinteistöpalvelut on pitänyt Koillismaan Limppulan leipomoiden lämmöstä, ilmasta ja "
        "kylmästä huolta vuodesta 2014. Alkuvuosina työ oli vikojen korjaamista. Nyt hoidamme yhdessä kolmea "
        "kiinteistöä ja 47 kylmälaitetta, ja valtaosa työstä on sellaista, ettei vika ehdi syntyä.\n\nKun "
        "kylmä hälyttää yöllä, Limppula tietää kahdessa minuutissa, kuka on tulossa ja milloin. Aamulla "
        "luetaan, mitä tehtiin, eikä kenenkään perään tarvitse soittaa. Tähän palveluun pyrimme jokaisessa "
        "kiinteistössä."
    ),
    "situation": (
        "Vuonna 2026 kylmä petti kahdesti juuri ennen jouluviikkoja. Teimme yhdessä juurisyyanalyysin: "
        "huollot osuivat tuotantohuippuihin, hälytykset kulkivat kolmen ihmisen kautta ja huoltohistoria oli "
        "kahdessa eri paikassa.\n\nIlmanvaihdon tarpeenmukainen ohjaus säästäisi noin 5 900 € vuodessa. "
        "Kiinteistöautomaatiojärjestelmä on uusittu Torikadulla; Rusko ja Liminka ovat vuorossa."
    ),
    "provider_responsibilities": (
        "Yksi yhteyshenkilö, joka vastaa viestiin saman arkipäivän aikana.\n\nJokaisesta käynnistä on "
        "kirjaus huoltokirjassa vuorokauden kuluessa. Yli 5 000 €:n korjauksesta tehdään kirjallinen "
        "vaihtoehtojen vertailu ennen työn alkua."
    ),
    "customer_responsibilities": (
        "Kylmätilat ja huoltoreitit ovat vapaina sovittuina huoltoaikoina.\n\nTuotannon muutoksista "
        "kerrotaan vähintään kolme viikkoa etukäteen. Päätös yli 5 000 €:n korjauksesta annetaan viidessä "
        "arkipäivässä."
    ),
}

_GOALS = (
    ("Kylmätilojen suunnittelemattomat seisokit puolittuvat", "Seisokit, tuntia vuodessa", "h", "38", "19.5"),
    ("Kiireelliseen hälytykseen tullaan kahdessa tunnissa", "Vasteajan mediaani", "min", "220", "120"),
    ("Ilmanvaihdon sähkönkulutus pienenee 12 prosenttia", "Sähkönkulutus vuodessa", "kWh", "412000", "362600"),
    ("Sähköinen huoltokirja on käytössä kaikissa kiinteistöissä", "Kiinteistöt, joissa käytössä", "", "0", "3"),
    ("Laskutus selkeytyy yhdeksi koontilaskuksi kuukaudessa", "Selvityspyynnöt neljänneksessä", "kpl", "14", "3"),
    ("Pakkaamon sisäilma pysyy tavoiterajoissa", "Mittaukset tavoiterajan alla", "%", "82", "97"),
    ("Ruskon tuotantolaitoksen hukkalämpö lämmittää kiinteistön", "Ostettu kaukolämpö", "MWh", "1240", "620"),
    ("Yhteyshenkilöt suosittelevat yhteistyötä muille", "Suositteluindeksi (NPS)", "", "31", "55"),
    ("Jokaisella kiinteistöllä on kymmenvuotinen elinkaarisuunnitelma", "Hyväksytyt suunnitelmat", "kpl", "0", "3"),
)
_DESCRIPTION = (
    "Jokainen seisokkitunti Limingan kylmävarastossa pysäyttää lähtevät toimitukset. Ennakkohuollot "
    "siirretään tuotannon katkoihin, ja kriittisten kompressorien varaosat pidetään paikan päällä."
)
_STEPS = (
    "Ohjaa hälytykset suoraan päivystysrinkiin ja testaa ohjaus kaikissa kolmessa kiinteistössä",
    "Toimittaa kustannuspaikat ja viitetiedot koontilaskua varten",
    "Lähettää ensimmäisen koontilaskun mallin tarkistettavaksi",
    "Nimeää huoltokirjan pääkäyttäjän jokaiseen kiinteistöön",
    "Asentaa hiilidioksidianturit pakkaamoon ja aloittaa vertailumittauksen",
)


def canonical(plan: Plain) -> bytes:
    """The bytes that are stored, attached and fingerprinted."""
    return json.dumps(plan, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprint(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()


def sample_plan(goals: int = 9, steps: int = 12) -> Plain:
    """Version 3 of 2027; every third goal is for the longer term."""
    return {
        "format": "sovittu-plan/1",
        "plan": {
            "number": 2,
            "starts": "2027-01-01",
            "ends": "2027-12-31",
            "version": 3,
            "agreed_at": "2026-12-17T07:42:00Z",
            "title": "",
        },
        "sides": {
            "provider": _company("Revontuli Kiinteistöpalvelut Oy", "7654321-2", "Tähtikuja 14", "90590", "Oulu"),
            "customer": _company("Koillismaan Limppula Oy", "1234567-1", "Jyväpolku 38", "93600", "Kuusamo"),
        },
        "policy": "any",
        "people": {key: _person(*values) for key, values in _PEOPLE.items()},
        "sections": [_section(kind, text) for kind, text in _SECTIONS.items()],
        "goals": [_goal(number) for number in range(1, goals + 1)],
        "next_steps": [_step(number, goals) for number in range(1, steps + 1)],
        "meetings": [],
        "versions": [
            {"number": 1, "agreed_at": "2026-11-12T11:15:00Z"},
            {"number": 2, "agreed_at": "2026-12-03T13:02:00Z"},
        ],
    }


def sample_draft(goals: int = 9) -> tuple[Plain, DraftState]:
    """Version 4 under way: goal 2 changed by the customer, goal 6 new from the provider, 8 to be given up."""
    plan = sample_plan(goals)
    before = copy.deepcopy(plan["goals"][1])
    plan["plan"] = {key: value for key, value in plan["plan"].items() if key != "agreed_at"} | {"version": 4}
    plan["versions"].append({"number": 3, "agreed_at": "2026-12-17T07:42:00Z"})
    plan["goals"][1] |= {
        "title": "Kiireelliseen hälytykseen tullaan puolessatoista tunnissa",
        "description": before["description"].replace("Limingan", "jokaisen kiinteistön"),
        "target": "90",
        "due": "2027-06-30",
        "revision": 3,
        "decisions": [_decision("wrote", "p4", "2026-12-18T12:20:00Z")],
    }
    plan["goals"][5]["decisions"] = [_decision("wrote", "p1", "2026-12-19T08:05:00Z")]
    sixth = {"goal": 6, "side": "customer", "names": ["Eero Limppunen", "Оксана Коваленко"]}
    waits = [
        {"goal": 2, "side": "provider", "names": ["Aino Revontaival"], "since": "2026-12-18T12:20:00Z"},
        sixth | {"since": "2026-12-19T08:05:00Z"},
        {"goal": 8, "side": "customer", "names": [], "since": "2026-12-20T10:00:00Z", "gives_up": True},
    ]
    state = {"as_of": "2026-12-21T08:05:00Z", "waits": waits, "in_force_version": 3, "changed": {"2": before}}
    return plan, DraftState.from_plain(state)


def extreme_plan() -> Plain:
    """All that bends a page: long words and names, much text, nothing where something may be missing, two years."""
    plan = sample_plan(12, 30)
    long_word = "lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseerioppilas"
    plan["plan"] |= {
        "title": f"Kiinteistöjen {long_word}suunnitelma 2027",
        "ends": "2028-06-30",
        "starts": "2026-09-15",
    }
    plan["sides"]["customer"]["name"] = "Pohjois-Pohjanmaan Elintarviketeollisuuden Kiinteistö- ja Palvelukeskus Oy Ab"
    plan["people"]["p6"] |= {"name": f"Åsa {long_word.title()}", "email": f"{long_word}@limppula.example", "title": ""}
    first, second, third, fourth, *_ = plan["goals"]
    first |= {"title": long_word * 3, "description": "\n\n".join([_DESCRIPTION * 3, "- yksi\n- kaksi"] * 8)}
    second |= {"baseline": "", "target": "", "starts": "", "measure": "", "unit": "", "description": ""}
    second["owners"] = {"provider": None, "customer": None}
    third |= {"unit": "kiireellistä hälytystä kuukaudessa", "baseline": "123456789.25", "due": "2033-05-01"}
    fourth |= {"target": "", "owners": {"provider": "p1", "customer": None}, "starts": ""}
    plan["goals"][4] |= {"title": "Vasteaika ≤ 2 h → NPS ≥ 55 ✓ 👍 日本 ‑ ŧŦ “x” ‚y‘", "decisions": []}
    plan["sections"] = [section for section in plan["sections"] if section["kind"] != "relationship"]
    plan["sections"][0] |= {"author": None, "text": _SECTIONS["situation"] * 9}
    for step in plan["next_steps"][:12]:
        step |= {"due": "2027-03-31", "goal": 3, "description": _DESCRIPTION, "progress": "open"}
    plan["next_steps"][15]["description"] = "\n\n".join([_DESCRIPTION] * 60)
    plan["next_steps"][20]["due"] = "2029-01-15"
    plan["meetings"] = [
        {
            "date": "2027-01-21",
            "time": "9.00–11.00",
            "place": "Kuusamo",
            "topic": "Vuoden aloitus",
            "who": ["p1", "p4"],
        },
        {"date": "2027-04-22", "time": "9.00–11.00", "place": "Etänä", "topic": "Kevätkatsaus", "who": ["p1", "p5"]},
    ]
    return plan


def _company(name: str, business_id: str, street: str, postal_code: str, city: str) -> Plain:
    return {"name": name, "business_id": business_id, "street": street, "postal_code": postal_code, "city": city}


def _person(side: str, name: str, title: str, address: str, phone: str, role: str) -> Plain:
    host = "revontuli.example" if side == "provider" else "limppula.example"
    return {"side": side, "name": name, "title": title, "email": f"{address}@{host}", "phone": phone, "role": role}


def _section(kind: str, text: str) -> Plain:
    author = "p4" if kind == "customer_responsibilities" else "p1"
    at = "2026-12-01T09:30:00Z"
    return {"kind": kind, "text": text, "author": author, "at": at, "revision": 2, "fingerprint": fingerprint(text)}


def _goal(number: int) -> Plain:
    title, measure, unit, baseline, target = _GOALS[(number - 1) % len(_GOALS)]
    long = number % 3 == 0
    return {
        "number": number,
        "revision": 1 + number % 3,
        "title": title,
        "description": _DESCRIPTION,
        "horizon": "long" if long else "short",
        "measure": measure,
        "unit": unit,
        "baseline": baseline,
        "target": target,
        "starts": str(date(2027, 1, 1) + timedelta(days=11 * (number % 9) - 20)),
        "due": str(date(2027, 3, 31) + timedelta(days=(31 * number) % 270 + (365 if long else 0))),
        "owners": {"provider": ("p1", "p2", "p3")[number % 3], "customer": ("p4", "p5", "p6")[number % 3]},
        "fingerprint": fingerprint(number),
        "decisions": [
            _decision("wrote", "p1", f"2026-11-{number % 28 + 1:02}T08:12:00Z"),
            _decision("approved", "p4", f"2026-12-{number % 16 + 1:02}T06:31:00Z", "p5" if number == 5 else None),
        ],
    }


def _decision(kind: str, who: str, at: str, on_behalf_of: str | None = None) -> Plain:
    return {"kind": kind, "who": who, "on_behalf_of": on_behalf_of, "at": at}


def _step(number: int, goals: int) -> Plain:
    side = "customer" if number % 3 == 2 else "provider"
    return {
        "number": number,
        "goal": None if number == 7 else (number * 2) % goals + 1,
        "title": _STEPS[number % len(_STEPS)],
        "description": "Kiinteistöautomaation hälytykset ohjataan ensin testinumeroon." if number == 1 else "",
        "due": str(date(2027, 1, 14) + timedelta(days=24 * (number - 1) % 360)),
        "side": side,
        "owner": None if number == 4 else "p6" if side == "customer" else "p2",
        "progress": {3: "done", 5: "blocked"}.get(number, "open"),
        "revision": 1,
        "fingerprint": fingerprint(("step", number)),
    }
