package dev.idiolect.oauth.rest.internal;

import org.jspecify.annotations.Nullable;

/** An argument of a signed call that names the account. */
public interface RepoArgument {

    /**
     * Returns the account of the call.
     *
     * @return a DID; null or blank for none
     */
    @Nullable
    String repo();

    /**
     * Checks the argument before the request is sent.
     *
     * @throws IllegalArgumentException if the REST client cannot send it unchanged
     */
    void requireSendable();
}
