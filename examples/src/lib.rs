//! The examples: one folder a scenario.
