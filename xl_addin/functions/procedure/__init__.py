"""Functions of the procedure: steps, votes, working days, deadlines."""
