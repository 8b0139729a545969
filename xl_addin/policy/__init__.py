"""Floor 1: policy. The law as cited, dated data; no arithmetic on workers here."""
