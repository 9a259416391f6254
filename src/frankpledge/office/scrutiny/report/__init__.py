"""A delivery report: what it says (`content`), its drawings (`drawings`), and its files (`renditions`)."""
