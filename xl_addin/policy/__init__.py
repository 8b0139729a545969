"""Floor 2: policy. The law as cited, dated data; no arithmetic on workers here."""
