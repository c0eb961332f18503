"""What the demo's plans say, in the three languages: goals, next steps and sections."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """A goal by language: title and description; measure by language; `months` from the plan's start to the due day."""

    en: tuple[str, str, str]
    fi: tuple[str, str, str]
    sv: tuple[str, str, str]
    unit: dict[str, str]
    baseline: str
    target: str
    months: int
    long: bool = False

    def text(self, locale: str) -> tuple[str, str, str]:
        """Title, description and measure."""
        found: tuple[str, str, str] = getattr(self, locale)
        return found


def _same(unit: str) -> dict[str, str]:
    return {"en": unit, "fi": unit, "sv": unit}


YEARLY = {"en": "times a year", "fi": "kertaa vuodessa", "sv": "gånger om året"}

GOALS = (
    Goal(
        (
            "Cold rooms use 12\u00a0% less electricity",
            "Night curtains, new door seals and speed-controlled fans bring the use down. We read the meters together every month.",
            "Electricity of the cold rooms in a year",
        ),
        (
            "Kylmätilat kuluttavat 12\u00a0% vähemmän sähköä",
            "Yöverhot, uudet ovitiivisteet ja taajuusohjatut puhaltimet pienentävät kulutusta. Luemme mittarit yhdessä joka kuukausi.",
            "Kylmätilojen sähkönkulutus vuodessa",
        ),
        (
            "Kylrummen drar 12\u00a0% mindre el",
            "Nattgardiner, nya dörrtätningar och varvtalsstyrda fläktar minskar förbrukningen. Vi läser av mätarna tillsammans varje månad.",
            "Kylrummens elförbrukning per år",
        ),
        _same("MWh"),
        "412",
        "362",
        6,
    ),
    Goal(
        (
            "Refrigerant leaks are noticed within a day",
            "Detectors in both cold stores and the machine room report to our control room around the clock.",
            "Longest time from a leak to the alarm",
        ),
        (
            "Kylmäainevuoto huomataan vuorokaudessa",
            "Molempien kylmävarastojen ja konehuoneen ilmaisimet hälyttävät valvomoomme ympäri vuorokauden.",
            "Pisin aika vuodosta hälytykseen",
        ),
        (
            "Köldmedieläckor upptäcks inom ett dygn",
            "Detektorerna i båda kyllagren och i maskinrummet larmar vårt kontrollrum dygnet runt.",
            "Längsta tiden från läcka till larm",
        ),
        _same("h"),
        "96",
        "24",
        4,
    ),
    Goal(
        (
            "No unplanned stops because of ventilation",
            "We service the ventilation four times a year on Sundays between 6 and 14, and keep a fan motor and a frequency converter in Oulu.",
            "Stops caused by ventilation or cooling",
        ),
        (
            "Ilmanvaihto ei pysäytä tuotantoa kertaakaan",
            "Huollamme ilmanvaihdon neljästi vuodessa sunnuntaisin kello 6–14 ja pidämme puhallinmoottorin ja taajuusmuuttajan Oulussa.",
            "Ilmanvaihdosta tai jäähdytyksestä johtuvat pysähdykset",
        ),
        (
            "Ventilationen stoppar inte produktionen",
            "Vi servar ventilationen fyra gånger om året, på söndagar mellan klockan 6 och 14, och har en fläktmotor och en frekvensomriktare på lager.",
            "Stopp på grund av ventilation eller kyla",
        ),
        YEARLY,
        "5",
        "1",
        5,
    ),
    Goal(
        (
            "A call back within two hours, every day",
            "The duty engineer calls back within two hours and is on the site within eight, also at Midsummer.",
            "Calls answered within two hours",
        ),
        (
            "Päivystäjä soittaa takaisin kahdessa tunnissa",
            "Päivystäjä soittaa takaisin kahdessa tunnissa ja on paikalla kahdeksassa, juhannuksenakin.",
            "Kahdessa tunnissa vastatut soitot",
        ),
        (
            "Jouren ringer upp inom två timmar",
            "Jouren ringer upp inom två timmar och är på plats inom åtta, också på midsommar.",
            "Samtal besvarade inom två timmar",
        ),
        _same("%"),
        "71",
        "95",
        2,
    ),
    Goal(
        (
            "Even temperature in the packing hall",
            "Between 17 and 19 degrees on every working day, also in July. The sensors are where people stand, not under the roof.",
            "Working days outside 17–19 °C",
        ),
        (
            "Pakkaamon lämpötila pysyy tasaisena",
            "17–19 astetta jokaisena työpäivänä, heinäkuussakin. Anturit ovat siellä missä ihmiset, eivät katonrajassa.",
            "Työpäivät, jolloin ei pysytty 17–19 asteessa",
        ),
        (
            "Jämn temperatur i packhallen",
            "Mellan 17 och 19 grader varje arbetsdag, också i juli. Givarna sitter där människorna står, inte under taket.",
            "Arbetsdagar utanför 17–19 °C",
        ),
        {"en": "days", "fi": "päivää", "sv": "dagar"},
        "38",
        "5",
        7,
    ),
    Goal(
        (
            "Waste heat warms the new hall",
            "The heat of the cooling compressors is led to the new hall. The first part covers the loading bays.",
            "Share of the hall's heat that comes from the compressors",
        ),
        (
            "Hukkalämpö lämmittää uuden hallin",
            "Kylmäkompressorien lämpö johdetaan uuteen halliin. Ensimmäinen vaihe kattaa lastauslaiturit.",
            "Kompressoreista saatava osuus hallin lämmöstä",
        ),
        (
            "Spillvärmen värmer den nya hallen",
            "Värmen från kylkompressorerna leds till den nya hallen. Första etappen omfattar lastbryggorna.",
            "Andel av hallens värme som kommer från kompressorerna",
        ),
        _same("%"),
        "0",
        "60",
        20,
        long=True,
    ),
    Goal(
        (
            "Cleaning that people thank for",
            "One team, the same faces every week. A short round with your people once a month, and what they say is mended by the next one.",
            "Satisfaction of your people, from 1 to 5",
        ),
        (
            "Siivous, josta kiitetään",
            "Yksi tiimi ja samat kasvot joka viikko. Kierros henkilöstönne kanssa kerran kuussa, ja huomautukset on korjattu seuraavaan mennessä.",
            "Henkilöstönne tyytyväisyys asteikolla 1–5",
        ),
        (
            "Städning som får tack",
            "Ett team, samma ansikten varje vecka. En runda med er personal en gång i månaden, och det som sägs är åtgärdat till nästa.",
            "Er personals nöjdhet på skalan 1–5",
        ),
        {"en": "", "fi": "", "sv": ""},
        "3.4",
        "4.3",
        9,
    ),
    Goal(
        (
            "One invoice a month, right the first time",
            "All work on one consolidated invoice with your cost centres. Nothing to send back.",
            "Invoices returned for correction",
        ),
        (
            "Yksi lasku kuussa, kerralla oikein",
            "Kaikki työt yhdellä koontilaskulla teidän kustannuspaikoillanne. Mitään ei tarvitse palauttaa.",
            "Korjattavaksi palautetut laskut",
        ),
        (
            "En faktura i månaden, rätt från början",
            "Allt arbete på en samlingsfaktura med era kostnadsställen. Inget att skicka tillbaka.",
            "Fakturor som returnerats för rättelse",
        ),
        YEARLY,
        "14",
        "0",
        3,
    ),
    Goal(
        (
            "The yard is safe before the first shift",
            "Snow cleared and sand spread by 5.30. The weather decides when we wake up, not the calendar.",
            "Slips reported on the yard",
        ),
        (
            "Piha on turvallinen ennen aamuvuoroa",
            "Lumi on aurattu ja hiekka levitetty kello 5.30 mennessä. Sää päättää, milloin heräämme, ei kalenteri.",
            "Pihalla sattuneet liukastumiset",
        ),
        (
            "Gården är trygg före morgonskiftet",
            "Snön är röjd och sanden spridd till klockan 5.30. Vädret bestämmer när vi vaknar, inte kalendern.",
            "Anmälda halkolyckor på gården",
        ),
        YEARLY,
        "7",
        "0",
        3,
    ),
    Goal(
        (
            "A common maintenance log that everybody reads",
            "Every visit, spare part and measurement in one log, open to your people on the phone.",
            "Visits written down on the same day",
        ),
        (
            "Yhteinen huoltokirja, jota kaikki lukevat",
            "Jokainen käynti, varaosa ja mittaus samassa huoltokirjassa, jota väkenne lukee puhelimella.",
            "Samana päivänä kirjatut käynnit",
        ),
        (
            "En gemensam servicebok som alla läser",
            "Varje besök, reservdel och mätning i samma servicebok, som ert folk läser i telefonen.",
            "Besök som bokförts samma dag",
        ),
        _same("%"),
        "55",
        "98",
        6,
    ),
    Goal(
        (
            "Carbon-neutral care of the property",
            "Electric vans, heat from what we used to throw away, and a yearly account that your own auditor can read.",
            "Emissions of the property's care",
        ),
        (
            "Kiinteistönhoito on hiilineutraalia",
            "Sähköpakettiautot, lämpöä siitä, minkä ennen heitimme pois, ja vuosittainen laskelma, jonka omakin tilintarkastajanne ymmärtää.",
            "Kiinteistönhoidon päästöt",
        ),
        (
            "Koldioxidneutral fastighetsskötsel",
            "Elbilar, värme ur det som vi förr kastade bort, och en årlig kalkyl som också er egen revisor kan läsa.",
            "Fastighetsskötselns utsläpp",
        ),
        {"en": "t CO₂", "fi": "t CO₂", "sv": "t CO₂"},
        "48",
        "0",
        32,
        long=True,
    ),
)

OWN_GOAL = {
    "en": (
        "A shared calendar of shutdowns",
        "Both sides mark their shutdowns in one calendar a year ahead, so that no service visit meets a running line.",
    ),
    "fi": (
        "Yhteinen kalenteri seisokeista",
        "Merkitsemme molemmat seisokit samaan kalenteriin vuodeksi eteenpäin, jotta huolto ei koskaan osu käyvään linjaan.",
    ),
    "sv": (
        "En gemensam kalender för driftstopp",
        "Båda parter antecknar sina driftstopp i samma kalender ett år framåt, så att servicen aldrig möter en linje som går.",
    ),
}

OUR_STEPS = (
    {
        "en": "Walk through both cold stores",
        "fi": "Käydään molemmat kylmävarastot läpi",
        "sv": "Går igenom båda kyllagren",
    },
    {
        "en": "Install the first leak detectors",
        "fi": "Asennetaan ensimmäiset vuotoilmaisimet",
        "sv": "Installerar de första läckdetektorerna",
    },
    {
        "en": "Measure the air flows of the packing line",
        "fi": "Mitataan pakkauslinjan ilmavirrat",
        "sv": "Mäter packlinjens luftflöden",
    },
    {
        "en": "Test the alarm path on a Sunday night",
        "fi": "Kokeillaan hälytysreitti sunnuntaiyönä",
        "sv": "Provar larmvägen en söndagsnatt",
    },
    {
        "en": "Send the proposal for heat recovery",
        "fi": "Lähetetään ehdotus lämmön talteenotosta",
        "sv": "Skickar förslaget om värmeåtervinning",
    },
)

THEIR_STEPS = (
    {
        "en": "Send the shutdown dates of next year",
        "fi": "Lähetetään ensi vuoden seisokkipäivät",
        "sv": "Skickar nästa års driftstopp",
    },
    {
        "en": "Name a contact person for the night shift",
        "fi": "Nimetään yövuoron yhteyshenkilö",
        "sv": "Utser en kontaktperson för nattskiftet",
    },
    {
        "en": "Clear the service route behind cold store 2",
        "fi": "Raivataan huoltoreitti kylmävaraston 2 takaa",
        "sv": "Röjer servicevägen bakom kyllager 2",
    },
)

SECTIONS = {
    "relationship": {
        "en": "We have looked after your buildings since {year}. People work better where the air is good and the floors are dry, and they should not have to think about us.\n\nWhen something breaks, you should know within two minutes who is coming and when. In the morning you should find a note, not a surprise.",
        "fi": "Olemme huolehtineet kiinteistöistänne vuodesta {year}. Ihmiset tekevät työnsä paremmin, kun ilma on hyvää ja lattiat kuivia, eikä heidän pitäisi joutua ajattelemaan meitä.\n\nKun jokin rikkoutuu, tiedätte kahdessa minuutissa, kuka on tulossa ja milloin. Aamulla teitä odottaa viesti, ei yllätys.",
        "sv": "Vi har skött era fastigheter sedan {year}. Människor arbetar bättre där luften är god och golven torra, och de ska inte behöva tänka på oss.\n\nNär något går sönder ska ni inom två minuter veta vem som kommer och när. På morgonen väntar ett meddelande, inte en överraskning.",
    },
    "situation": {
        "en": "The buildings are in good order. The oldest part of the refrigeration is from 2009 and takes most of the energy. Two alarms in autumn came at night, and both were answered in under four minutes.",
        "fi": "Kiinteistöt ovat hyvässä kunnossa. Kylmälaitteiden vanhin osa on vuodelta 2009 ja vie eniten energiaa. Syksyn kaksi hälytystä tulivat yöllä, ja molempiin vastattiin alle neljässä minuutissa.",
        "sv": "Fastigheterna är i gott skick. Den äldsta delen av kylanläggningen är från 2009 och drar mest energi. Höstens två larm kom på natten, och båda besvarades på under fyra minuter.",
    },
    "provider_responsibilities": {
        "en": "One contact person, who answers within the same working day.\n\nWe tell before we come and leave nothing behind.",
        "fi": "Yksi yhteyshenkilö, joka vastaa saman arkipäivän aikana.\n\nKerromme ennen kuin tulemme emmekä jätä jälkiä.",
        "sv": "En kontaktperson, som svarar samma arbetsdag.\n\nVi meddelar innan vi kommer och lämnar inga spår.",
    },
    "customer_responsibilities": {
        "en": "Cold stores and service routes are clear at the agreed times. We tell of changes in shifts two weeks ahead.",
        "fi": "Kylmätilat ja huoltoreitit ovat vapaina sovittuina aikoina. Kerromme vuoromuutoksista kaksi viikkoa etukäteen.",
        "sv": "Kyllager och servicevägar är fria på avtalade tider. Vi meddelar om ändrade skift två veckor i förväg.",
    },
}

NOTE = {
    "en": "Here is the plan as we talked it through in autumn. Please look above all at the dates: move what does not fit your shifts.",
    "fi": "Tässä suunnitelma sellaisena kuin syksyllä sen puhuimme. Katsokaa etenkin päivämääriä: siirtäkää ne, jotka eivät sovi vuoroihinne.",
    "sv": "Här är planen så som vi pratade igenom den i höstas. Se framför allt på datumen: flytta det som inte passar era skift.",
}

LATER = {
    "en": "Our line stands still only in that week.",
    "fi": "Linjamme seisoo vain sillä viikolla.",
    "sv": "Vår linje står stilla bara den veckan.",
}

QUESTION = {
    "en": "Does this cover the old building as well?",
    "fi": "Koskeeko tämä myös vanhaa rakennusta?",
    "sv": "Gäller det här också den gamla byggnaden?",
}

COMMENT = {
    "en": "Sundays suit us, but not before six. The dough for Monday starts at 15.",
    "fi": "Sunnuntai sopii, mutta ei ennen kuutta. Maanantain taikina aloitetaan kello 15.",
    "sv": "Söndagar passar oss, men inte före sex. Måndagens deg börjar klockan 15.",
}

BLOCKED = {
    "en": "The spare part is in Rotterdam and so is its invoice.",
    "fi": "Varaosa on Rotterdamissa ja sen lasku samoin.",
    "sv": "Reservdelen är i Rotterdam och fakturan likaså.",
}

INTERNAL = {
    "potential": "Energianseuranta puuttuu kokonaan, 12 000–18 000 € vuodessa. Kilpailijan kulunvalvontasopimus päättyy elokuussa.",
    "development_needs": "Kulunvalvonta ostetaan muualta. Sprinklerit huoltaa yhden miehen yritys, jonka omistaja on jäämässä eläkkeelle.",
    "buying_process": "Alle 10 000 € päättää tuotanto. Sen yli toimitusjohtaja, ja talous sanoo sanansa maksuehdoista. Budjetti lyödään lukkoon marraskuun viimeisellä viikolla.",
    "private_notes": "Viime talven laskuriita ei ole unohtunut. Soita ennen kuin lähetät mitään hinnasta.",
}

NOTES = (
    "Soitto: tyytyväinen yöpäivystykseen, huolissaan lämmön talteenoton hinnasta.",
    "Kävi tutustumassa valvomoon. Kahvi oli kuulemma hyvää, kilpailijalla automaatista.",
    "Uusi tekninen päällikkö aloittaa keväällä. Tavattava ennen huhtikuuta.",
    "Pyysi tarjouksen viherhoidosta kahdelle pihalle.",
)
