package dev.idiolect.oauth.rest;

import java.util.Optional;

/**
 * Whose session a signed call uses that names no account: the signed-in user, say. An application may have one bean of
 * this type.
 *
 * <p>It is asked on the thread that makes the call, for asynchronous methods too, so that it may look into the request.
 */
@FunctionalInterface
public interface ActiveAccount {

    /**
     * Returns the account to act for now.
     *
     * @return its DID; empty, or blank, for none
     */
    Optional<String> did();
}
