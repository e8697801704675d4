package dev.idiolect.oauth.identity;

import org.jspecify.annotations.Nullable;

/**
 * An account: its DID, its verified handle and its server.
 *
 * @param did the account's DID
 * @param handle the account's handle in lower case, verified in both directions; null if there is no verified handle
 * @param pdsUrl the origin of its Personal Data Server, such as {@code https://pds.example.com}
 */
public record Identity(String did, @Nullable String handle, String pdsUrl) {}
