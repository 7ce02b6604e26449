"""A module for each kind. Generated from the models of the engine, not to be edited: `make kinds`."""
