package dev.idiolect.oauth.testkit.internal;

/** An account on a test PDS. */
public record TestAccount(String did, String handle, String password) {}
