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
     * Checks what the REST client will send, before anything is sent.
     *
     * @throws IllegalArgumentException if it cannot be sent unchanged
     */
    void requireSendable();
}
