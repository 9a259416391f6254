"""`verify` finds nothing in the told story, and names every kind of tampering. All of it is done by hand."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.conf import settings
from django.db import connection, transaction

from frankpledge.cli.main import main

from .conftest import World

pytestmark = pytest.mark.slow


@pytest.fixture
def home(told: World, tmp_path: Path, db: None) -> Iterator[Path]:
    """A copy of the data folder, to be tampered with; the database is tampered with in a transaction."""
    folder = tmp_path / "home"
    shutil.copytree(told.home, folder, ignore=shutil.ignore_patterns("static", "*.sqlite3*"))
    before, settings.FRANKPLEDGE_HOME = settings.FRANKPLEDGE_HOME, folder
    with transaction.atomic():
        yield folder
        transaction.set_rollback(True)
    settings.FRANKPLEDGE_HOME = before


def verify(*words: str) -> Result:
    return CliRunner().invoke(main, ["verify", *words], catch_exceptions=False)


def sql(statement: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        assert cursor.rowcount > 0, "nothing was tampered with"


def found(words: str, *reference: str) -> str:
    """Verification fails, and says these words."""
    result = verify(*(reference or ["--all"]))
    assert result.exit_code == 1, result.output
    assert words in result.stderr, result.stderr
    assert "Traceback" not in result.output
    return result.stderr


def alter_a_byte(path: Path) -> None:
    path.chmod(0o600)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def release(dataset: str) -> Any:
    from frankpledge.office.sources.models import Release

    return Release.objects.filter(dataset__code=dataset).order_by("pk").first()


def test_everything_in_the_story_comes_out_again_from_the_raw_bytes(told):
    answer = json.loads(told.run("verify", "--all", "--json").stdout)
    assert answer["holds"]
    assert answer["faults"] == []
    assert answer["releases"] >= 9
    assert answer["figures"] > 300
    assert answer["publications"] >= 3
    assert int(answer["audit_head"].partition(":")[0]) > 100


def test_verification_changes_nothing(home):
    files = sorted((path.name, path.stat().st_mtime_ns) for path in home.rglob("*") if path.is_file())
    assert verify("measure/burglary").exit_code == 0
    assert files == sorted((path.name, path.stat().st_mtime_ns) for path in home.rglob("*") if path.is_file())


def test_one_reference_is_verified_alone(home):
    result = verify("measure/burglary")
    assert result.exit_code == 0, result.stderr
    assert "24 figures" in result.stdout


def test_a_figure_altered_in_the_database_is_named(home):
    from frankpledge.office.performance.models import Observation

    row = Observation.objects.get(measure__code="burglary", period="2025-04", current=True)
    sql("UPDATE performance_observation SET value = value - 20 WHERE id = %s", row.pk)
    said = found("observation/burglary/2025-04")
    assert "report/june-2025/v1" in said, "the report froze another figure"


def test_another_method_version_is_named(home):
    from frankpledge.office.performance.models import Observation

    row = Observation.objects.get(measure__code="burglary", period="2025-03", current=True)
    sql("UPDATE performance_observation SET method = %s WHERE id = %s", "count/0", row.pk)
    assert "method" in found("observation/burglary/2025-03", "measure/burglary")


def test_a_byte_altered_in_a_raw_file_is_named(home):
    of = release("police-uk-street-crime")
    alter_a_byte(home / "releases" / of.sha256 / "raw")
    assert of.reference in found(of.file_name, of.reference)


def test_a_byte_altered_in_a_typed_file_is_named(home):
    of = release("crime-counts-by-place")
    alter_a_byte(home / "releases" / of.sha256 / "rows.parquet")
    found(of.reference, of.reference)


def test_a_raw_file_that_is_gone_is_named(home):
    of = release("police-uk-street-crime")
    (home / "releases" / of.sha256 / "raw").unlink()
    found(of.reference, of.reference)


def test_the_newest_entry_of_the_audit_trail_deleted_is_named(home):
    sql("DELETE FROM record_auditentry WHERE sequence = (SELECT max(sequence) FROM record_auditentry)")
    found("the newest were removed", "release/" + release("population").reference.partition("/")[2])


def test_a_head_adjusted_to_hide_a_deleted_entry_is_named(home):
    from frankpledge.office.record.models import AuditEntry

    newest, before = AuditEntry.objects.order_by("-sequence")[:2]
    sql("DELETE FROM record_auditentry WHERE sequence = %s", newest.sequence)
    sql("UPDATE record_audithead SET count = count - 1, digest = %s", before.digest)
    found("the seal on its head does not fit", release("population").reference)


def test_a_changed_entry_in_the_middle_is_named(home):
    sql("UPDATE record_auditentry SET verb = 'nothing happened' WHERE sequence = 60")
    found("entry 60 was changed", release("population").reference)


def test_a_changed_detail_is_named(home):
    from frankpledge.office.record.models import AuditEntry

    entry = AuditEntry.objects.exclude(detail=None).exclude(detail={}).order_by("sequence")[20]
    value = "'{}'" if connection.vendor == "sqlite" else "'{}'::jsonb"
    sql(f"UPDATE record_auditentry SET detail = {value} WHERE sequence = %s", entry.sequence)
    found(f"the detail of entry {entry.sequence}", release("population").reference)


def test_an_entry_removed_from_the_middle_is_named(home):
    sql("DELETE FROM record_auditentry WHERE sequence = 40")
    found("entries 40 to 40 are missing", release("population").reference)


def test_altered_content_of_a_frozen_report_is_named(home):
    from frankpledge.office.publications.models import Publication

    row = Publication.objects.get(reference="report/june-2025/v1")
    content = json.dumps(row.content).replace("burglary", "burglaries", 1)
    sql("UPDATE publications_publication SET content = %s WHERE id = %s", content, row.pk)
    assert "content was changed" in found("report/june-2025/v1", "report/june-2025")


def test_altered_content_with_its_checksum_adjusted_is_named(home):
    from frankpledge.office.publications import queries
    from frankpledge.office.publications.models import Publication

    row = Publication.objects.get(reference="plan/northamptonshire-2021/v1")
    row.content["title"] = "Another plan"
    import hashlib

    digest = hashlib.sha256(queries.content_bytes(row)).hexdigest()
    sql(
        "UPDATE publications_publication SET content = %s, content_sha256 = %s WHERE id = %s",
        json.dumps(row.content), digest, row.pk,
    )  # fmt: skip
    found("not those that the audit trail holds", "plan/northamptonshire-2021")


def test_a_byte_altered_in_the_file_of_a_report_is_named(home):
    from frankpledge.office.publications.models import Rendition

    pdf = Rendition.objects.get(file_name="june-2025.pdf")
    alter_a_byte(next(path for path in (home / "publications").rglob("*") if path.name.startswith(pdf.sha256)))
    found("june-2025.pdf", "report/june-2025")


def test_evidence_changed_beside_a_leads_words_is_named(home):
    from frankpledge.office.delivery.models import DeliveryUpdate

    row = next(one for one in DeliveryUpdate.objects.exclude(submitted_at=None) if "burglary" in json.dumps(one.shown))
    shown = [facts for facts in row.shown if facts.get("code") == "burglary"]
    shown[0]["observations"][-1]["value"] += 7
    sql("UPDATE delivery_deliveryupdate SET shown = %s WHERE id = %s", json.dumps(shown), row.pk)
    found(row.reference, "measure/burglary")
