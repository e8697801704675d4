package dev.idiolect.oauth.web;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.client.ClientMetadata;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.login.AuthorizationRequest;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.session.SignedIn;
import dev.idiolect.oauth.web.LoginFailure.Kind;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signs people in by their browsers. Nothing is exposed until an application extends this class, with a {@code @Path} and a
 * scope of its own; under that path there are then
 *
 * <ul>
 *   <li>{@code client-metadata.json} and {@code jwks.json}: what authorization servers read about the client. The configured
 *       client id is the address of the former, without a development client;
 *   <li>{@code login}: a form, and what it is sent to, with the fields {@code handle} (a handle, a DID, or the https address
 *       of a server) and {@code return-to} (a path of this site to go to afterwards);
 *   <li>{@code callback}: where browsers come back; the configured redirect URI is its address;
 *   <li>{@code logout}: signs out, by POST, whomever {@link #signedInDid} names.
 * </ul>
 *
 * <p>Who is signed in here, in a session of its own or otherwise, is the application's to keep: it overrides
 * {@link #signedIn} and the like. All methods block. For proxies the class must not be final.
 *
 * <p>A login is completed only in the browser that began it: a cookie holds the secret that the state is made of. A callback
 * without it leaves the login pending. Forms are taken from pages of this site alone, and browsers sent to its own paths
 * alone.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700#section-4.7">RFC 9700 section 4.7: cross-site request forgery</a>
 */
public abstract class LoginResource {

    private static final Logger LOG = System.getLogger(LoginResource.class.getName());

    // The metadata can change with every restart; what is published is to follow soon.
    private static final String PUBLISHED = "public, max-age=60";

    private static final int LONGEST_NAME = 2048;

    @Inject
    OAuthClient client;

    @Inject
    Provider<ClientMetadata> metadata;

    @Inject
    LoginFlow flow;

    @Inject
    Logout logout;

    @Inject
    LoginLimiter limiter;

    /** Creates the resource; for the container. */
    protected LoginResource() {}

    /**
     * Serves the client's metadata.
     *
     * @return a JSON document, or 404 for a development client, which has none
     */
    @GET
    @Path("client-metadata.json")
    public Response clientMetadata() {
        if (client.isDevelopment()) {
            return none();
        }
        ClientMetadata document = metadata.get();
        return published(
                client.keys() == null
                        ? document.json()
                        : document.withJwksUri(beside(client.clientId(), "jwks.json"))
                                .json());
    }

    /**
     * Serves the client's public keys.
     *
     * @return a JSON Web Key Set, or 404 for a development client
     */
    @GET
    @Path("jwks.json")
    public Response jwks() {
        return client.isDevelopment() ? none() : published(metadata.get().jwks());
    }

    /**
     * Shows the form.
     *
     * @param handle what to fill in, or null
     * @param returnTo where to go afterwards, or null
     * @param headers the request's
     * @param uri the request's
     * @return the form
     */
    @GET
    @Path("login")
    public Response loginForm(
            @QueryParam("handle") @Nullable String handle,
            @QueryParam("return-to") @Nullable String returnTo,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        if (site().isOtherName(headers.getHeaderString(HttpHeaders.HOST))) {
            return atOwnName(uri, handle, returnTo);
        }
        return guarded(loginPage(handle, returnTo));
    }

    /**
     * Begins a login.
     *
     * @param handle who signs in
     * @param returnTo where to go afterwards, or null for {@link #defaultReturnTo()}
     * @param headers the request's
     * @param uri the request's
     * @return a redirect to the authorization server, with a cookie
     */
    @POST
    @Path("login")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response login(
            @FormParam("handle") @Nullable String handle,
            @FormParam("return-to") @Nullable String returnTo,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        ApplicationOrigin site = site();
        if (!site.isOwnPage(headers)) {
            return refused(Kind.CROSS_SITE, headers);
        }
        if (site.isOtherName(headers.getHeaderString(HttpHeaders.HOST))) {
            return atOwnName(uri, handle, returnTo);
        }
        if (handle == null || handle.isBlank()) {
            return refused(Kind.HANDLE_MISSING, headers);
        }
        if (handle.length() > LONGEST_NAME) {
            return refused(Kind.NO_ACCOUNT, headers);
        }
        String target = returnTo == null || returnTo.isEmpty() ? defaultReturnTo() : returnTo;
        if (!ReturnPath.is(target)) {
            return refused(LoginFailure.of(Kind.INVALID_RETURN_TO).by(handle, null), headers);
        }
        Duration wait = limiter.wait(clientAddress(headers));
        if (!wait.isZero()) {
            return tooMany(handle, returnTo, wait.toSeconds() + 1, headers);
        }
        if (!limiter.enter()) {
            return tooMany(handle, returnTo, 5, headers);
        }
        AuthorizationRequest request;
        try {
            request = flow.begin(handle);
        } catch (OAuthException e) {
            return refused(LoginFailure.of(e).by(handle, returnTo), headers);
        } finally {
            limiter.leave();
        }
        Response.ResponseBuilder response = Response.seeOther(request.url());
        LoginCookie.evictions(headers, site).forEach(removal -> response.header(HttpHeaders.SET_COOKIE, removal));
        response.header(
                HttpHeaders.SET_COOKIE, LoginCookie.of(request, target, site).header(site));
        return guarded(response.build());
    }

    /**
     * Completes a login.
     *
     * @param headers the request's
     * @param uri the request's, with what the authorization server sent along
     * @return what {@link #signedIn} says, or {@link #failed}
     */
    @GET
    @Path("callback")
    public Response callback(@Context HttpHeaders headers, @Context UriInfo uri) {
        ApplicationOrigin site = site();
        Map<String, String> parameters = once(uri.getQueryParameters());
        LoginCookie cookie = LoginCookie.find(headers, parameters.get("state"), site);
        if (cookie == null) {
            // Not taken out of the store: somebody else's browser must not be able to end a login.
            return refused(Kind.OVER, headers);
        }
        SignedIn account;
        try {
            account = SignedIn.of(flow.complete(parameters));
        } catch (OAuthException e) {
            return without(cookie, site, refused(LoginFailure.of(e), headers));
        }
        // Whatever the application fails at here, the account has signed in.
        String target = ReturnPath.is(cookie.returnTo()) ? cookie.returnTo() : defaultReturnTo();
        return without(cookie, site, guarded(signedIn(account, site.at(target))));
    }

    /**
     * Signs out whomever {@link #signedInDid} names.
     *
     * @param headers the request's
     * @return what {@link #signedOut} says, or {@link #failed}; 404 if nobody is signed in
     */
    @POST
    @Path("logout")
    public Response logout(@Context HttpHeaders headers) {
        ApplicationOrigin site = site();
        if (!site.isOwnPage(headers)) {
            return refused(Kind.CROSS_SITE, headers);
        }
        Optional<String> did = signedInDid();
        if (did.isEmpty()) {
            return none();
        }
        try {
            logout.logout(did.get());
        } catch (OAuthException e) {
            return refused(LoginFailure.of(e), headers);
        }
        return guarded(signedOut(did.get(), site.at(defaultReturnTo())));
    }

    /**
     * Is called when an account has signed in, in the browser that began; its session is stored. Here an application notes
     * who this browser's user is, and should give its own session a new id. By default nothing is noted.
     *
     * @param account who it is
     * @param next where the browser was to go afterwards, at this site
     * @return the answer, a redirect to {@code next} by default
     */
    protected Response signedIn(SignedIn account, URI next) {
        return Response.seeOther(next).build();
    }

    /**
     * Returns who is signed in at this application in this browser, for {@code logout}.
     *
     * @return the account's DID; empty by default, and {@code logout} is then not offered
     */
    protected Optional<String> signedInDid() {
        return Optional.empty();
    }

    /**
     * Is called when an account has signed out; its session has ended at its server, too, or there was none. Here an application forgets who
     * this browser's user is.
     *
     * @param did who it was
     * @param next where the browser is to go, at this site
     * @return the answer, a redirect to {@code next} by default
     */
    protected Response signedOut(String did, URI next) {
        return Response.seeOther(next).build();
    }

    /**
     * Shows a failure: by default a plain page, or JSON for whom accepts that rather. A page of your own with the status 400 is
     * to be given as bytes: RESTEasy, as on Open Liberty and WildFly, escapes it if it is a String.
     *
     * @param failure what has failed
     * @param headers the request's
     * @return the answer
     */
    protected Response failed(LoginFailure failure, HttpHeaders headers) {
        return LoginPages.failure(failure, headers);
    }

    /**
     * Shows the form to sign in with: by default a plain page.
     *
     * @param handle what the request fills in, or null; anybody's input
     * @param returnTo where the request asks to go afterwards, or null; anybody's input
     * @return the answer
     */
    protected Response loginPage(@Nullable String handle, @Nullable String returnTo) {
        return LoginPages.form(handle, returnTo);
    }

    /**
     * Returns where a browser goes if nobody says.
     *
     * @return a path of this site, {@code /} by default
     */
    protected String defaultReturnTo() {
        return "/";
    }

    /**
     * Returns the address of the client of the current request, whose logins are then counted: 60 may begin in ten minutes.
     * Jakarta REST alone doesn't know it. An application that does, from its servlet request or a header of its own proxy,
     * overrides this; otherwise all clients together may begin 1000, and one can use that up.
     *
     * @param headers the request's
     * @return an IP address, or null
     */
    protected @Nullable String clientAddress(HttpHeaders headers) {
        return null;
    }

    private static Response without(LoginCookie cookie, ApplicationOrigin site, Response response) {
        return Response.fromResponse(response)
                .header(HttpHeaders.SET_COOKIE, cookie.removal(site))
                .build();
    }

    private Response tooMany(String handle, @Nullable String returnTo, long seconds, HttpHeaders headers) {
        return Response.fromResponse(refused(LoginFailure.of(Kind.TOO_MANY).by(handle, returnTo), headers))
                .header(HttpHeaders.RETRY_AFTER, seconds)
                .build();
    }

    private Response refused(Kind kind, HttpHeaders headers) {
        return refused(LoginFailure.of(kind), headers);
    }

    private Response refused(LoginFailure failure, HttpHeaders headers) {
        Level level = failure.isOurs() ? Level.WARNING : Level.DEBUG;
        LOG.log(level, "Not signed in or out, {0}: {1}", failure.kind().code(), failure.reason());
        return guarded(failed(failure, headers));
    }

    private ApplicationOrigin site() {
        return ApplicationOrigin.of(client.redirectUris().get(0));
    }

    // The form at the name of this machine to which browsers come back: cookies of one aren't sent to the other.
    private Response atOwnName(UriInfo uri, @Nullable String handle, @Nullable String returnTo) {
        String form = uri.getRequestUri().getRawPath() + LoginPages.formFields(handle, returnTo);
        return guarded(Response.seeOther(site().at(form)).build());
    }

    private static String beside(String clientId, String name) {
        return URI.create(clientId).resolve(name).toString();
    }

    // RFC 6749 section 3.1: none may come twice. What does counts as not sent.
    private static Map<String, String> once(Map<String, List<String>> query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        query.forEach((name, values) -> {
            if (values.size() == 1) {
                parameters.put(name, values.get(0));
            }
        });
        return parameters;
    }

    private static Response published(String json) {
        return Response.ok(json, MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, PUBLISHED)
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    private static Response none() {
        return guarded(Response.status(Response.Status.NOT_FOUND).build());
    }

    private static Response guarded(Response response) {
        Response.ResponseBuilder guarded = Response.fromResponse(response);
        Map.of(
                        HttpHeaders.CACHE_CONTROL,
                        "no-store",
                        "Referrer-Policy",
                        "no-referrer",
                        "X-Content-Type-Options",
                        "nosniff")
                .forEach((name, value) -> {
                    if (!response.getHeaders().containsKey(name)) {
                        guarded.header(name, value);
                    }
                });
        return guarded.build();
    }
}
