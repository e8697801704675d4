package dev.idiolect.sample;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * A failure, described for the user.
 *
 * @param message the failure and the fix
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
