package dev.idiolect.oauth.web;

import dev.idiolect.oauth.client.ClientMetadata;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.client.internal.WebRedirectUri;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.session.SignedIn;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Jakarta REST resource that signs browser users in and out.
 *
 * <p>An application enables it with a subclass that has a {@code @Path} and a bean scope, such as
 * {@code @ApplicationScoped}. Under that path it serves:
 *
 * <ul>
 *   <li>{@code client-metadata.json} and {@code jwks.json}, for authorization servers. Except for a development client,
 *       the URL of {@code client-metadata.json} is the client id;
 *   <li>{@code login}: a form (GET) and its target (POST), with the fields {@code handle} (a handle, a DID, or the address of
 *       a profile page or a server) and {@code return-to} (the path of this site to redirect to afterwards);
 *   <li>{@code callback}: the redirect URI, to which the authorization server redirects the browser;
 *   <li>{@code logout} (POST): signs out the account that {@link #signedInDid} returns.
 * </ul>
 *
 * <p>The application keeps track of the signed-in user, for example in an HTTP session, by overriding
 * {@link #signedIn}, {@link #signedInDid} and {@link #signedOut}.
 *
 * <p>A login can be completed only in the browser that started it, because that browser has the login's secret in a
 * cookie. A callback without this cookie is rejected, and the login stays pending. Forms are accepted only from pages
 * of this site. After a login, browsers are redirected only to paths of this site.
 *
 * <p>All methods block. The resource is thread-safe. The subclass must not be final, because containers create proxies
 * of it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700#section-4.7">RFC 9700 section 4.7: cross-site request forgery</a>
 */
public abstract class LoginResource {

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

    @Inject
    RunningCallbacks callbacks;

    @Inject
    FailureLog failures;

    /** Creates the resource. */
    protected LoginResource() {}

    /**
     * Returns the client metadata document.
     *
     * @return a JSON document, or 404 for a development client, which has no metadata document
     */
    @GET
    @Path("client-metadata.json")
    public Response clientMetadata() {
        if (client.isDevelopment()) {
            return LoginResponses.notFound();
        }
        ClientMetadata document = metadata.get();
        if (client.keys().isPresent()) {
            document = document.toBuilder()
                    .jwksUri(URI.create(client.clientId()).resolve("jwks.json").toString())
                    .build();
        }
        return LoginResponses.document(document.json());
    }

    /**
     * Returns the client's public keys.
     *
     * @return a JSON Web Key Set, or 404 for a development client
     */
    @GET
    @Path("jwks.json")
    public Response jwks() {
        return client.isDevelopment()
                ? LoginResponses.notFound()
                : LoginResponses.document(metadata.get().jwks());
    }

    /**
     * Shows the login form.
     *
     * @param handle the handle to fill in, or null
     * @param returnTo the path to redirect to after the login, or null
     * @param headers the request's headers
     * @param uri the request's URI
     * @return the page of {@link #loginPage}; or, in development, a redirect to the host of the redirect URI
     */
    @GET
    @Path("login")
    public Response loginForm(
            @QueryParam("handle") @Nullable String handle,
            @QueryParam("return-to") @Nullable String returnTo,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        return new LoginStart(this, headers, uri, handle, returnTo).showForm();
    }

    /**
     * Starts a login.
     *
     * @param handle the handle, DID or server URL to sign in with
     * @param returnTo the path to redirect to after the login, or null for {@link #defaultReturnTo()}
     * @param headers the request's headers
     * @param uri the request's URI
     * @return a redirect to the authorization server that sets a cookie, or the response of {@link #failed}
     */
    @POST
    @Path("login")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response login(
            @FormParam("handle") @Nullable String handle,
            @FormParam("return-to") @Nullable String returnTo,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        return new LoginStart(this, headers, uri, handle, returnTo).start();
    }

    /**
     * Completes a login.
     *
     * @param headers the request's headers
     * @param uri the request's URI, with the parameters of the authorization server
     * @return the response of {@link #signedIn} or {@link #failed}
     */
    @GET
    @Path("callback")
    public Response callback(@Context HttpHeaders headers, @Context UriInfo uri) {
        return new LoginCallback(this, headers, uri).complete();
    }

    /**
     * Responds to link checkers and previews, which send {@code HEAD} requests. Completes no login: without this
     * method, Jakarta REST would call {@link #callback}.
     *
     * @return an empty response
     */
    @HEAD
    @Path("callback")
    public Response callbackHead() {
        return LoginResponses.withDefaults(Response.noContent().build());
    }

    /**
     * Signs out the account that {@link #signedInDid} returns.
     *
     * @param headers the request's headers
     * @return the response of {@link #signedOut} or {@link #failed}; 404 if no account is signed in
     */
    @POST
    @Path("logout")
    public Response logout(@Context HttpHeaders headers) {
        return new LogoutRequest(this, headers).signOut();
    }

    /**
     * Called after an account has signed in and its session is stored. The default implementation only redirects.
     *
     * <p>Override it to remember the signed-in user of this browser. Change the id of your HTTP session here, to
     * prevent session fixation.
     *
     * @param account the account
     * @param next the URL on this site to redirect to
     * @return the response, by default a redirect to {@code next}
     */
    protected Response signedIn(SignedIn account, URI next) {
        return Response.seeOther(next).build();
    }

    /**
     * Returns the account that is signed in to this application in the current browser. {@code logout} signs it out.
     *
     * @return the account's DID; empty by default, so that {@code logout} responds with 404
     */
    protected Optional<String> signedInDid() {
        return Optional.empty();
    }

    /**
     * Called after an account has signed out and its session is no longer stored. The default implementation only
     * redirects.
     *
     * <p>Override it to forget the user of this browser.
     *
     * @param did the account
     * @param next the URL on this site to redirect to
     * @return the response, by default a redirect to {@code next}
     */
    protected Response signedOut(String did, URI next) {
        return Response.seeOther(next).build();
    }

    /**
     * Shows a failure. The default is a plain page, or JSON with {@code error} and {@code message} if the request
     * prefers JSON.
     *
     * <p>Return your own page as bytes, not as a {@code String}, because RESTEasy (Open Liberty, WildFly) escapes
     * strings in responses with status 400.
     *
     * @param failure the failure
     * @param headers the request's headers
     * @return the response
     */
    protected Response failed(LoginFailure failure, HttpHeaders headers) {
        return LoginPages.failure(failure, headers);
    }

    /**
     * Shows the login form. The default is a plain page.
     *
     * @param handle the handle to fill in, or null; unchecked user input
     * @param returnTo the path to redirect to after the login, or null; unchecked user input
     * @return the response
     */
    protected Response loginPage(@Nullable String handle, @Nullable String returnTo) {
        return LoginPages.form(handle, returnTo);
    }

    /**
     * Returns the path to redirect to after a logout, and after a login whose form has no {@code return-to}.
     *
     * @return a path of this site, by default {@code /}
     */
    protected String defaultReturnTo() {
        return "/";
    }

    /**
     * Returns the IP address of the client, for the rate limit of 60 logins in ten minutes per address.
     *
     * <p>Jakarta REST does not provide the address, so the default is null. All clients without an address share a
     * limit of 1000 logins in ten minutes, which one client can exhaust. Override this method if your application knows
     * the address, for example from the servlet request or from a header of its reverse proxy.
     *
     * @param headers the request's headers
     * @return an IP address, or null
     */
    protected @Nullable String clientAddress(HttpHeaders headers) {
        return null;
    }

    Response failure(String operation, LoginFailure failure, HttpHeaders headers) {
        failures.log(operation, failure);
        Response response = LoginResponses.withDefaults(failed(failure, headers));
        return failure.retryAfter()
                .map(wait -> LoginResponses.withHeader(response, HttpHeaders.RETRY_AFTER, wait.toSeconds() + 1))
                .orElse(response);
    }

    ApplicationOrigin origin() {
        return ApplicationOrigin.of(redirectUri());
    }

    /** Returns the redirect URI of this resource's callback. */
    String redirectUri() {
        return WebRedirectUri.of(client.redirectUris());
    }
}
