package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonObject;

/** The body of a request. */
interface RepoRequest {

    /**
     * Returns what is sent.
     *
     * @return the JSON form, with absent members left out
     */
    JsonObject toJson();
}
