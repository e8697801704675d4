package dev.idiolect.oauth.pds;

/** An account on a test PDS. */
public record TestAccount(String did, String handle, String password) {}
