"""Every change in this room, one function for each verb."""
