package dev.idiolect.sample;

/**
 * What a call took.
 *
 * @param requests how many requests were sent to the account's server
 * @param refreshed whether the session was refreshed for it
 * @param nonceRetried whether the server asked for a newer DPoP nonce in between
 */
public record Call(int requests, boolean refreshed, boolean nonceRetried) {}
