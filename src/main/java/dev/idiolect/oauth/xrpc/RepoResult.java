package dev.idiolect.oauth.xrpc;

/** The body of a response. */
interface RepoResult {}
