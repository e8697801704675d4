package dev.idiolect.oauth.rest;

import java.util.Optional;

/**
 * Supplies the account of signed calls that name none, for example the signed-in user.
 *
 * <p>In a container, an application may have one bean of this type. It is called on the thread that makes the call, for
 * asynchronous methods too, so it may be request-scoped.
 */
@FunctionalInterface
public interface ActiveAccount {

    /**
     * Returns the account to act for.
     *
     * @return its DID; empty or blank for none
     */
    Optional<String> did();
}
