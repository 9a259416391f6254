"""Every read of this room."""

from .ahead import ahead_csv, ahead_of, ahead_page
from .assessments import (
    MeasureSign,
    assess_rows,
    assessment,
    assessment_facts,
    chart_file,
    chart_svg,
    measure_signs,
    spark_svg,
)
from .attaching import attachable
from .checks import Recomputed, recompute
from .figures import (
    AsAt,
    as_stored,
    breaks_of,
    compared,
    current_rows,
    release_references,
    rows_of,
    series,
    series_from,
)
from .files import chart_of, csv_metadata, figures_csv, figures_xlsx
from .lists import Filters, measure_list, priority_choices
from .pages import measure_page, observation_page
from .staff import import_report, staff_list, staff_measure, staff_path

__all__ = [
    "AsAt",
    "Filters",
    "MeasureSign",
    "Recomputed",
    "ahead_csv",
    "ahead_of",
    "ahead_page",
    "as_stored",
    "assess_rows",
    "assessment",
    "assessment_facts",
    "attachable",
    "breaks_of",
    "chart_file",
    "chart_of",
    "chart_svg",
    "compared",
    "csv_metadata",
    "current_rows",
    "figures_csv",
    "figures_xlsx",
    "import_report",
    "measure_list",
    "measure_page",
    "measure_signs",
    "observation_page",
    "priority_choices",
    "recompute",
    "release_references",
    "rows_of",
    "series",
    "series_from",
    "spark_svg",
    "staff_list",
    "staff_measure",
    "staff_path",
]
