"""How customers reach us. Every channel stands behind the one gate."""
