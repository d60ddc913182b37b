//! The verbs: what a person can do. Views, requests, error codes.
