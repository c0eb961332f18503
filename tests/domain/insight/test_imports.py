"""What `portal import` reads, changes and refuses, on small files of the shapes that other systems write."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.db import db, writing
from portal.domain import audit
from portal.domain.audit import AuditEntry, AuditEvent
from portal.domain.insight.sales import Sale, SalesByYear
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer
from portal.domain.people.roles import ContactRole
from tests.domain.insight.importing import CONTACTS, CUSTOMERS, SALES, Import
from tests.factories.people import make_account

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def imported(run: Import) -> Import:
    """The customers of tests/data are there."""
    assert run("customers", DATA / "customers.csv", names=CUSTOMERS).exit_code == 0
    return run


def written(tmp_path: Path, content: str | bytes) -> Path:
    file = tmp_path / "file.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def customers() -> dict[str, Customer]:
    db.session.rollback()
    return {row.external_id or "": row for row in db.session.scalars(select(Customer))}


def test_customers_are_made_from_a_file(core: object, run: Import) -> None:
    answer = run("customers", DATA / "customers.csv", names=CUSTOMERS)
    assert answer.output == "customers: 3 new, 0 changed, 0 unchanged\n"
    pulla = customers()["PULLA"]
    assert (pulla.name, pulla.street) == ("Perämeren Pulla, Kahvi & Tee Oy", "Rantakatu 12 C-rappu")
    assert (pulla.city, pulla.postal_code, pulla.phone) == ("Oulu", "90100", "08-555 200")
    assert customers()["HYMY"].phone == "", "NULL is nothing"


def test_a_formula_is_text_like_any_other(core: object, imported: Import) -> None:
    assert customers()["HYMY"].name == "=HYMY()+Hammas Oy"


def test_importing_twice_changes_nothing(core: object, imported: Import) -> None:
    entries = db.session.scalar(select(func.count()).select_from(AuditEntry))
    again = imported("customers", DATA / "customers.csv", names=CUSTOMERS)
    assert again.output == "customers: 0 new, 0 changed, 3 unchanged\n"
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == entries


def test_a_dry_run_says_what_would_change_and_writes_nothing(core: object, imported: Import, tmp_path: Path) -> None:
    file = written(tmp_path, "key,name,city\nLIMPP,Koillismaan Limppula Oy,Rovaniemi\nUUSI,Uusi Oy,Ii\n")
    answer = imported("customers", file, "--dry-run")
    assert answer.output == "customers, dry run: 1 new, 1 changed, 0 unchanged; nothing was written\n"
    assert customers()["LIMPP"].city == "Kuusamo"
    assert "UUSI" not in customers()


def test_only_the_columns_of_the_file_change(core: object, imported: Import, tmp_path: Path) -> None:
    file = written(tmp_path, "key;name;city\r\nLIMPP;Koillismaan Limppula Oyj;Rovaniemi\r\n")
    assert imported("customers", file).output == "customers: 0 new, 1 changed, 0 unchanged\n"
    limppula = customers()["LIMPP"]
    assert (limppula.name, limppula.city, limppula.street) == (
        "Koillismaan Limppula Oyj",
        "Rovaniemi",
        "Leipurintie 3",
    )


def test_an_import_is_audited_with_its_counts(core: object, imported: Import) -> None:
    entry = db.session.scalars(select(AuditEntry)).one()
    assert entry.event is AuditEvent.CUSTOMERS_IMPORTED
    assert '"new":3' in entry.data
    assert audit.verify().intact


def test_contacts_need_no_e_mail_and_get_no_access(core: object, imported: Import) -> None:
    answer = imported("contacts", DATA / "customers.csv", names=CONTACTS)
    assert answer.output == "contacts: 3 new, 0 changed, 0 unchanged\n"
    piki = db.session.scalars(select(Contact).where(Contact.external_id == "PULLA")).one()
    assert (piki.name, piki.title, piki.email, piki.role) == ('Pirkko "Piki" Pulla', "Owner", None, None)
    assert "0 new, 0 changed, 3 unchanged" in imported("contacts", DATA / "customers.csv", names=CONTACTS).output


def test_a_file_never_changes_the_address_with_which_somebody_signs_in(
    core: object, imported: Import, tmp_path: Path
) -> None:
    limppula = customers()["LIMPP"].id
    with writing():
        account = make_account("eero@limppula.example")
        db.session.add(
            Contact(
                customer_id=limppula,
                external_id="1",
                name="Eero",
                email=account.email,
                account_id=account.id,
                role=ContactRole.APPROVER,
            )
        )
    taken = written(tmp_path, "key,customer,name,email\n1,LIMPP,Eero,thief@elsewhere.example\n")
    answer = imported("contacts", taken)
    assert answer.exit_code == 1
    assert "line 2: This person signs in with this e-mail address" in answer.output
    empty = written(tmp_path, "key,customer,name,email\n1,LIMPP,Eero Limppunen,\n")
    assert imported("contacts", empty).exit_code == 0
    db.session.rollback()
    eero = db.session.scalars(select(Contact)).one()
    assert (eero.name, eero.email) == ("Eero Limppunen", "eero@limppula.example")


def test_sales_are_summed_from_the_lines_of_a_second_file(core: object, imported: Import) -> None:
    lines = ("--lines", str(DATA / "order-details.csv"), "--on", "orderID")
    answer = imported("sales", DATA / "orders.csv", *lines, names=SALES)
    assert answer.output == "sales: 3 new, 0 changed, 0 unchanged\n"
    amounts = {row.external_id: (row.sold_on.isoformat(), row.amount_cents) for row in db.session.scalars(select(Sale))}
    assert amounts == {
        "501": ("2025-07-04", 44000),
        "502": ("2026-01-31", 160063),  # 159.03 + 1441.60
        "503": ("2025-12-31", 1),  # half a cent goes up
    }
    years = {(row.year, row.amount_cents, row.sales) for row in db.session.scalars(select(SalesByYear))}
    assert years == {(2025, 44000, 1), (2026, 160063, 1), (2025, 1, 1)}
    again = imported("sales", DATA / "orders.csv", *lines, names=SALES)
    assert again.output == "sales: 0 new, 0 changed, 3 unchanged\n"


def test_a_sale_that_moves_to_another_customer_is_counted_there(core: object, imported: Import, tmp_path: Path) -> None:
    imported("sales", written(tmp_path, 'key,customer,sold_on,amount\n7,LIMPP,21.11.2025,"1 250,50"\n'))
    imported("sales", written(tmp_path, "key,customer,sold_on,amount\n7,PULLA,2025-11-21,1250.50\n"))
    found = db.session.execute(select(SalesByYear.customer_id, SalesByYear.amount_cents)).all()
    assert [tuple(row) for row in found] == [(customers()["PULLA"].id, 125050)]


HEADER = b"key,name,city,employees\n"
REFUSED = [
    (b"", "The file is empty"),
    (HEADER + "A,Åkerlund,Åbo,\n".encode("latin-1"), "line 2: The byte 0xC5 is not UTF-8"),
    (HEADER + b"A,Oy\0,Oulu,\n", "line 2: A zero byte"),
    (b"name,city\nOy,Oulu\n", "No column is given for key: add --map key=Column"),
    (b"key,name,name\nA,Oy,Oy\n", "line 1: Two columns are called “name”"),
    (HEADER + b"A,Oy\n", "line 2: The line has 2 cells and the header 4"),
    (HEADER + b'A,"Oy,Oulu,\n', "line 2: This is not written as a CSV file is"),
    (HEADER + b"A,Oy,Oulu,\nA,Oy,Oulu,\n", "line 3: The key A is on line 2 already"),
    (HEADER + b",Oy,Oulu,\n", "line 2: The key is empty"),
    (HEADER + b"A,,Oulu,\n", "line 2: Give a name"),
    (HEADER + b"A,Oy,Oulu,many\n", "line 2: Give a whole number of people"),
    (HEADER + b"A,Oy,Oulu,-3\n", "line 2: Give a whole number of people"),
    (HEADER + b"A," + b"x" * 201 + b",Oulu,\n", "line 2: This is longer than 200 characters"),
    (HEADER + b"A," + b"x" * 200_000 + b",Oulu,\n", "line 2: This is not written as a CSV file is"),
]


@pytest.mark.parametrize(("content", "reason"), REFUSED)
def test_a_wrong_file_is_refused_whole_with_line_and_reason(
    core: object, run: Import, tmp_path: Path, content: bytes, reason: str
) -> None:
    answer = run("customers", written(tmp_path, content))
    assert answer.exit_code == 1
    assert "nothing was imported" in answer.output
    assert reason in answer.output
    assert customers() == {}


def test_several_wrong_rows_are_named_at_once_and_the_rest_counted(core: object, run: Import, tmp_path: Path) -> None:
    rows = "".join(f"K{number},\n" for number in range(30))
    answer = run("customers", written(tmp_path, "key,name\nA,Oy\n" + rows))
    assert answer.output.count("Give a name") == 20
    assert "file.csv, line 3:" in answer.output
    assert "… and 10 more" in answer.output
    assert customers() == {}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("9,LIMPP,2025-02-30,10", "“2025-02-30” is no date"),
        ("9,LIMPP,soon,10", "“soon” is no date"),
        ("9,LIMPP,2025-02-03,ten", "“ten” in amount is no number"),
        ("9,LIMPP,2025-02-03,NaN", "“NaN” in amount is no number"),
        ("9,LIMPP,2025-02-03,1e999", "“1e999” in amount is no number"),
        ("9,NOBODY,2025-02-03,10", "There is no customer with the key NOBODY"),
    ],
)
def test_a_wrong_sale_is_named(core: object, imported: Import, tmp_path: Path, row: str, reason: str) -> None:
    good = "8,LIMPP,2025-02-03,10"
    answer = imported("sales", written(tmp_path, f"key,customer,sold_on,amount\n{good}\n{row}\n"))
    assert answer.exit_code == 1
    assert f"file.csv, line 3: {reason}" in answer.output
    assert db.session.scalar(select(func.count()).select_from(Sale)) == 0


@pytest.mark.parametrize(
    ("orders", "lines", "reason"),
    [
        ("1,LIMPP,2025-02-03", "2,5,1,0", "lines.csv, line 2: There is no sale 2 in the other file"),
        ("1,LIMPP,2025-02-03", "1,5,1,0\n1,5,one,0", "lines.csv, line 3: “one” in quantity is no number"),
        ("1,LIMPP,2025-02-03", "1,5,1,15", "lines.csv, line 2: “15” in discount is no share between 0 and 1"),
        ("1,LIMPP,2025-02-03\n2,LIMPP,2025-02-03", "1,5,1,0", "file.csv, line 3: The sale 2 has no lines"),
    ],
)
def test_files_that_do_not_fit_each_other_are_refused(
    core: object, imported: Import, tmp_path: Path, orders: str, lines: str, reason: str
) -> None:
    second = tmp_path / "lines.csv"
    second.write_text(f"key,unit_price,quantity,discount\n{lines}\n")
    file = written(tmp_path, f"key,customer,sold_on\n{orders}\n")
    answer = imported("sales", file, "--lines", str(second), "--on", "key")
    assert answer.exit_code == 1
    assert reason in answer.output
    assert db.session.scalar(select(func.count()).select_from(Sale)) == 0


def test_a_key_is_known_again_whatever_the_spaces_in_it(core: object, run: Import, tmp_path: Path) -> None:
    file = written(tmp_path, "key,name\n A  1 ,Oy\n")
    assert [run("customers", file).output for _time in range(2)] == [
        "customers: 1 new, 0 changed, 0 unchanged\n",
        "customers: 0 new, 0 changed, 1 unchanged\n",
    ]


def test_a_file_with_a_byte_order_mark_reads_as_one_without(core: object, run: Import, tmp_path: Path) -> None:
    assert run("customers", written(tmp_path, b"\xef\xbb\xbfkey,name\nA,Oy\n")).exit_code == 0
    assert list(customers()) == ["A"]


def test_a_file_past_the_limit_is_not_read(
    core: object, run: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOVITTU_IMPORT_LIMIT_BYTES", str(1024 * 1024))
    answer = run("customers", written(tmp_path, b"key,name\n" + b"A,Oy\n" * 300_000))
    assert "The file is larger than 1 MB" in answer.output


def test_a_column_that_is_not_there_is_named_with_those_that_are(core: object, run: Import, tmp_path: Path) -> None:
    answer = run("customers", written(tmp_path, "key,name\nA,Oy\n"), names=("city=Town", "colour=name"))
    assert "The column Town for city is missing; the columns are key, name" in answer.output
    assert "There is no field colour" in answer.output


def test_lines_belong_to_sales(core: object, run: Import) -> None:
    file = DATA / "orders.csv"
    assert "belong together" in run("sales", file, "--on", "orderID").output
    assert "--lines is for sales" in run("customers", file, "--lines", str(file), "--on", "orderID").output
