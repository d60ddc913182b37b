//! Facts: ids, digests, sources, evidence, excerpts, claims, links, custody entries. Validated on construction.
