//! The file that is handed over: write, seal, read, verify.
