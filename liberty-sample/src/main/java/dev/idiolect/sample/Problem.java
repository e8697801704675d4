package dev.idiolect.sample;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * What went wrong, for a person.
 *
 * @param message what failed and what to do
 * @param signIn whether signing in again helps
 */
public record Problem(String message, boolean signIn) {

    Response with(int status) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(this)
                .build();
    }
}
