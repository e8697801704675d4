package dev.idiolect.oauth.xrpc;

import dev.idiolect.oauth.rest.internal.RepoArgument;
import jakarta.json.JsonObject;

/** The body of a request, which names the account in its {@code repo}. */
interface RepoRequest extends RepoArgument {

    /**
     * Returns the request body.
     *
     * @return the JSON form, without absent members
     */
    JsonObject toJson();

    @Override
    default void requireSendable() {
        Surrogates.requirePaired(toJson());
    }
}
