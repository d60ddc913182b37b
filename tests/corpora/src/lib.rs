//! Runs every file under a folder through the worker and prints a table.
