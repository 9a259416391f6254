"""Tests of the whole: the demonstration's county, told once by the terminal program as a new user would tell it."""
