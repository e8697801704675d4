package dev.idiolect.sample;

/**
 * Statistics of a call.
 *
 * @param requests the number of requests to the account's server
 * @param refreshed whether the library refreshed the session
 * @param nonceRetried whether the library repeated a request with a newer DPoP nonce
 */
public record CallStats(int requests, boolean refreshed, boolean nonceRetried) {}
