"""What registers say is to be done: open petitions, who answers for them, who comes again."""
