package dev.idiolect.oauth.identity;

import org.jspecify.annotations.Nullable;

/**
 * Who an account is and where it lives.
 *
 * @param did the account's DID
 * @param handle its handle, in lower case, which leads to the DID and which the DID's document names; null if there is no
 *     such handle
 * @param pdsUrl the origin of its Personal Data Server, such as {@code https://pds.example.com}
 */
public record Identity(String did, @Nullable String handle, String pdsUrl) {}
