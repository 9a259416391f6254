"""Coding answers under a frame: analysis runs, campaigns, double coding and agreement, suggestions learnt from the coders, the disclosure queue."""
