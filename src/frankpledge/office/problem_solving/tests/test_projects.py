"""The index of projects that ships with the product."""

from __future__ import annotations

import csv
import gzip

import pytest

from frankpledge.office.problem_solving import projects

pytestmark = pytest.mark.pure


def test_the_index_holds_every_project_of_its_source_once(shared):
    source = shared / "data/problem-solving/pop-project-index.csv.gz"
    with gzip.open(source, "rt", encoding="utf-8", newline="") as file:
        links = sorted(row["project_link"] for row in csv.DictReader(file))
    assert sorted(project.link for project in projects.index()) == links
    assert len({project.code for project in projects.index()}) == len(links) == 1133


def test_every_word_must_occur_and_a_word_is_found_inside_longer_ones():
    found = projects.search("burglar durham")
    assert found
    assert all("burglar" in project.title.casefold() for project in found)
    assert projects.search("no such project anywhere") == []
    assert len(projects.search("")) == 1133


def test_projects_with_awards_come_first_and_can_be_asked_for_alone():
    assert projects.search("")[0].award == "winner"
    assert {project.award for project in projects.search("", award="finalist")} == {"finalist"}


def test_a_code_leads_back_to_its_project():
    first = projects.index()[0]
    assert projects.project(first.code) == first
    assert projects.project("nothing") is None
