"""Files that go to an outside analyst and come back."""
