"""The chapters of the county's story, in the order of the thread. Each tells its part through the use cases."""
