"""Every change that this room makes, one function per verb, atomic and audited."""

from .analysing import SEED, AtWork, NothingToAnalyse, analyse, begin_analysis, carry_on, output_bytes, run_as_json

__all__ = [
    "SEED",
    "AtWork",
    "NothingToAnalyse",
    "analyse",
    "begin_analysis",
    "carry_on",
    "output_bytes",
    "run_as_json",
]
