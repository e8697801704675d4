package dev.idiolect.oauth.checks;

import jakarta.ws.rs.WebApplicationException;

/** Rolls a transaction back, and lets the request succeed. */
public class RolledBackException extends WebApplicationException {

    private static final long serialVersionUID = 1L;

    public RolledBackException() {
        super(200);
    }
}
