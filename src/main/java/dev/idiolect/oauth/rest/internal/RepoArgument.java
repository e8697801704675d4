package dev.idiolect.oauth.rest.internal;

import org.jspecify.annotations.Nullable;

/** An argument of a signed call that names the account, as the {@code repo} of a Java record does. */
public interface RepoArgument {

    /**
     * Returns the account that the call acts for.
     *
     * @return a DID; null or blank for none
     */
    @Nullable
    String repo();
}
