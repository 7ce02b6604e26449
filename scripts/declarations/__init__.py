"""How options are declared in Python and in Node, from what the engine says of them."""
