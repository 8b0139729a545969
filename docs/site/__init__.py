"""The documentation site: pages of the checkout as HTML that needs neither a server nor a network."""
