"""Floor 9: the add-in for WPS Office, a folder of JavaScript that asks the local service for every value and result."""
