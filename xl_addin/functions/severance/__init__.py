"""Functions of severance: single cells, rosters, other payments when a job ends."""
