"""资金方案: how far money reaches, who first, what moves it, and the money of every month."""
