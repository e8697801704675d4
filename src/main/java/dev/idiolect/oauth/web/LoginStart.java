package dev.idiolect.oauth.web;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.identity.internal.TypedAccount;
import dev.idiolect.oauth.internal.http.MaxLength;
import dev.idiolect.oauth.login.AuthorizationRequest;
import dev.idiolect.oauth.web.LoginFailure.Kind;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A request to {@code login}: shows the form, or starts a login. */
final class LoginStart {

    private final LoginResource resource;
    private final ApplicationOrigin origin;
    private final HttpHeaders headers;
    private final URI url;
    private final @Nullable String handle;
    private final @Nullable String returnTo;

    LoginStart(
            LoginResource resource,
            HttpHeaders headers,
            UriInfo uri,
            @Nullable String handle,
            @Nullable String returnTo) {
        this.resource = resource;
        this.origin = resource.origin();
        this.headers = headers;
        this.url = uri.getRequestUri();
        this.handle = handle;
        this.returnTo = returnTo;
    }

    Response showForm() {
        Response elsewhere = unlessHere();
        return elsewhere == null ? LoginResponses.withDefaults(resource.loginPage(handle, returnTo)) : elsewhere;
    }

    Response start() {
        if (!origin.isSameOrigin(headers)) {
            return failed(LoginFailure.of(Kind.CROSS_SITE));
        }
        Response elsewhere = unlessHere();
        if (elsewhere != null) {
            return elsewhere;
        }
        if (handle == null || handle.isBlank()) {
            return failed(LoginFailure.of(Kind.HANDLE_MISSING));
        }
        if (!MaxLength.TYPED_ACCOUNT.allows(handle)) {
            return failed(LoginFailure.of(Kind.NO_ACCOUNT));
        }
        String target = returnTo == null || returnTo.isEmpty() ? resource.defaultReturnTo() : returnTo;
        if (!ReturnPath.isValid(target)) {
            return failed(LoginFailure.of(Kind.INVALID_RETURN_TO).withForm(handle, null));
        }
        // A typing error fails without any request and uses up no limit.
        return TypedAccount.of(handle).isUnderstood() ? startLimited(handle, target) : begin(handle, target);
    }

    private Response startLimited(String account, String target) {
        try {
            return resource.limiter.login(resource.clientAddress(headers), () -> begin(account, target));
        } catch (TooManyException e) {
            Response response = failed(LoginFailure.of(Kind.TOO_MANY).withForm(handle, returnTo));
            return LoginResponses.withRetryAfter(response, e.retryAfter());
        }
    }

    private Response begin(String account, String target) {
        try {
            return redirectToServer(resource.flow.begin(account, resource.redirectUri()), target);
        } catch (OAuthException e) {
            LoginFailure failure =
                    e instanceof IdentityException && !TypedAccount.of(account).isUnderstood()
                            ? LoginFailure.of(Kind.INVALID_HANDLE, e)
                            : LoginFailure.of(e);
            return failed(failure.withForm(account, returnTo));
        }
    }

    private Response redirectToServer(AuthorizationRequest request, String target) {
        Response.ResponseBuilder response = Response.seeOther(request.url());
        LoginCookie.evictions(headers, origin).forEach(removal -> response.header(HttpHeaders.SET_COOKIE, removal));
        response.header(
                HttpHeaders.SET_COOKIE, LoginCookie.of(request, target, origin).header(origin));
        return LoginResponses.withDefaults(response.build());
    }

    /** Returns a response if the browser could not return to this address after a login; otherwise null. */
    private @Nullable Response unlessHere() {
        String host = headers.getHeaderString(HttpHeaders.HOST);
        if (ResourceCheck.isMisconfigured(resource.client, url, host)) {
            return failed(LoginFailure.of(Kind.MISCONFIGURED));
        }
        // In development, the form must be at the host of the redirect URI, because the callback needs its cookie.
        return origin.isOtherHost(host)
                ? LoginResponses.redirect(origin.resolve(url.getRawPath() + LoginPages.formQuery(handle, returnTo)))
                : null;
    }

    private Response failed(LoginFailure failure) {
        return resource.failure("Sign-in", failure, headers);
    }
}
