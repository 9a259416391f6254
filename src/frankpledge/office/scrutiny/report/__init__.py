"""The delivery report: gathered from the thread, drawn as HTML and tagged PDF, frozen with its data."""
