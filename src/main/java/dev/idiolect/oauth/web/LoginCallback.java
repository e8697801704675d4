package dev.idiolect.oauth.web;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.session.SignedIn;
import dev.idiolect.oauth.web.LoginFailure.Kind;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request to {@code callback}: completes a login in the browser that started it. */
final class LoginCallback {

    private final LoginResource resource;
    private final ApplicationOrigin origin;
    private final HttpHeaders headers;

    // Transient, so that no serializer writes the code.
    private final transient Map<String, String> parameters;

    LoginCallback(LoginResource resource, HttpHeaders headers, UriInfo uri) {
        this.resource = resource;
        this.origin = resource.origin();
        this.headers = headers;
        this.parameters = singleValues(uri.getQueryParameters());
    }

    Response complete() {
        LoginCookie cookie = LoginCookie.find(headers, parameters.get("state"), origin);
        if (cookie == null) {
            // The login stays pending, so that other browsers cannot end it. Some servers send a denial without state.
            boolean denied = !parameters.containsKey("state") && "access_denied".equals(parameters.get("error"));
            return failed(LoginFailure.of(denied ? Kind.DENIED : Kind.EXPIRED));
        }
        String target = ReturnPath.isValid(cookie.returnTo()) ? cookie.returnTo() : resource.defaultReturnTo();
        if (cookie.completed()) {
            // The page was reloaded. Only the application knows whether the user is still signed in.
            return LoginResponses.redirect(origin.resolve(target));
        }
        SignedIn account;
        try {
            account = resource.limiter.callback(
                    resource.clientAddress(headers),
                    () -> resource.callbacks.complete(
                            parameters, () -> SignedIn.of(resource.flow.complete(parameters))));
        } catch (TooManyException e) {
            return LoginResponses.withRetryAfter(failed(LoginFailure.of(Kind.TOO_MANY)), e.retryAfter());
        } catch (OAuthException e) {
            LoginFailure failure = LoginFailure.of(e);
            Response response = failed(failure);
            return failure.isLoginPending() ? response : LoginResponses.withCookie(response, cookie.removal(origin));
        }
        // From here on, the account is signed in, even if the application's signedIn() throws.
        return LoginResponses.withCookie(
                LoginResponses.withDefaults(resource.signedIn(account, origin.resolve(target))),
                cookie.toCompleted().header(origin));
    }

    private Response failed(LoginFailure failure) {
        return resource.failure("Sign-in", failure, headers);
    }

    // RFC 6749 section 3.1 forbids repeated parameters. They count as missing.
    private static Map<String, String> singleValues(Map<String, List<String>> query) {
        Map<String, String> single = new LinkedHashMap<>();
        query.forEach((name, values) -> {
            if (values.size() == 1) {
                single.put(name, values.get(0));
            }
        });
        return single;
    }
}
