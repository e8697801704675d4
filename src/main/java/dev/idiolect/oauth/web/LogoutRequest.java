package dev.idiolect.oauth.web;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.web.LoginFailure.Kind;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;

/** A request to {@code logout}: signs out the account of the browser. */
final class LogoutRequest {

    private final LoginResource resource;
    private final ApplicationOrigin origin;
    private final HttpHeaders headers;

    LogoutRequest(LoginResource resource, HttpHeaders headers) {
        this.resource = resource;
        this.origin = resource.origin();
        this.headers = headers;
    }

    Response signOut(InputStream form) {
        if (!origin.isSameOrigin(headers)) {
            return failed(LoginFailure.of(Kind.CROSS_SITE));
        }
        Optional<String> did = resource.signedInDid();
        if (did.isEmpty()) {
            return LoginResponses.notFound();
        }
        String target = ReturnPath.orDefault(LogoutForm.returnTo(form, headers), resource);
        if (!ReturnPath.isValid(target)) {
            return failed(LoginFailure.of(Kind.INVALID_RETURN_TO));
        }
        try {
            resource.logout.logout(did.get());
        } catch (OAuthException e) {
            return failed(LoginFailure.of(e).withForm(null, target));
        }
        Response response = LoginResponses.withDefaults(resource.signedOut(did.get(), origin.resolve(target)));
        for (String removal : LoginCookie.completedRemovals(headers, origin)) {
            response = LoginResponses.withCookie(response, removal);
        }
        return response;
    }

    private Response failed(LoginFailure failure) {
        return resource.failure("Sign-out", failure, headers);
    }
}
