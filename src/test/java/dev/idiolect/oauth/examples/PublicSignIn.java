package dev.idiolect.oauth.examples;

import dev.idiolect.oauth.web.LoginResource;
import jakarta.ws.rs.core.HttpHeaders;

/** A sign-in behind a reverse proxy. */
class PublicSignIn extends LoginResource {

    // example: begin
    @Override
    protected String clientAddress(HttpHeaders headers) {
        return headers.getHeaderString("X-Real-IP"); // a header that your reverse proxy overwrites
    }
    // example: end
}
