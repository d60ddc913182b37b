//! Hostile bytes in, drafts out: detect, parse, render, extract. The parsers run in the worker process.
