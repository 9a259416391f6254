"""The year of engagement: outreach events, what they cost and whom they reached, the calendar of all consultations."""
