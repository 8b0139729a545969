"""What makes a copy for another office: frozen values, links without the add-in, masked ID numbers."""
