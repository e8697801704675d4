package dev.idiolect.oauth.rest;

import java.util.Optional;

/**
 * Supplies the account of signed calls whose arguments name none, for example that of the signed-in user.
 *
 * <p>In a container, an application may have one bean of this type. It is called on the thread that makes the call,
 * even for asynchronous methods, so it may be request-scoped.
 */
@FunctionalInterface
public interface ActiveAccount {

    /**
     * Returns the active account.
     *
     * @return its DID; empty or blank if there is none
     */
    Optional<String> did();
}
