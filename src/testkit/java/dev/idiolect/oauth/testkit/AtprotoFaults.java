package dev.idiolect.oauth.testkit;

import dev.idiolect.oauth.testkit.internal.FakeNetwork;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Jsons;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What can go wrong on an {@link AtprotoServer}, when a test asks for it. A fault of a method happens at its next request,
 * whichever account sends it, and faults of one method happen in the order of the calls. Thread-safe.
 */
public final class AtprotoFaults {

    /** The path of the token endpoint, where sessions start and are refreshed. */
    public static final String TOKEN_ENDPOINT = FakePds.TOKEN;

    /** The path of the endpoint for pushed authorization requests, where sign-ins begin. */
    public static final String PAR_ENDPOINT = FakePds.PAR;

    /** The path of the endpoint that revokes tokens at a sign-out. */
    public static final String REVOCATION_ENDPOINT = FakePds.REVOKE;

    private static final Pattern METHOD = Pattern.compile("[a-z][a-zA-Z0-9-]*(\\.[a-zA-Z0-9-]+){2,}");

    private final FakeNetwork network;

    AtprotoFaults(FakeNetwork network) {
        this.network = network;
    }

    /** Returns the path of an XRPC method, or the path itself. */
    static String path(String method) {
        if (!method.startsWith("/") && !METHOD.matcher(method).matches()) {
            throw new IllegalArgumentException("Invalid method " + method
                    + ": use the NSID of an XRPC method such as com.atproto.repo.createRecord, or a path such as "
                    + TOKEN_ENDPOINT);
        }
        return method;
    }

    /**
     * Lets all access tokens expire that were issued so far. The next call of each account gets {@code invalid_token}, and
     * its refresh succeeds.
     */
    public void expireAccessTokens() {
        network.expireAccessTokens();
    }

    /** Invalidates all DPoP nonces. The next request with a proof gets {@code use_dpop_nonce} and a new nonce. */
    public void rotateNonces() {
        network.rotateNonces();
    }

    /**
     * Ends all sessions of an account, as when the user removes the application in the settings of the account. The user
     * must sign in again.
     *
     * @param account the account
     */
    public void endSessions(AtprotoAccount account) {
        network.endSessions(account.did());
    }

    /**
     * Moves an account with its records to another server, which has an authorization server of its own. The DID document
     * names the new server, and the account is deactivated on the old one. The user must sign in again.
     *
     * @param account the account
     */
    public void moveAccount(AtprotoAccount account) {
        network.move(account.internal());
    }

    /**
     * Rejects the next request for a method with status 429 and {@code RateLimitExceeded}.
     *
     * @param method as for {@link #fail}
     * @param retryAfter the pause that {@code Retry-After} asks for, in whole seconds
     */
    public void rateLimit(String method, Duration retryAfter) {
        int seconds = Math.toIntExact(retryAfter.toSeconds());
        network.fail(path(method), 1, Faults.rateLimited(seconds));
    }

    /**
     * Processes the next request for a method, and then closes the connection without a response. The application cannot
     * know the outcome.
     *
     * @param method as for {@link #fail}
     */
    public void loseResponse(String method) {
        network.fail(path(method), 1, Faults.cutConnectionAfterProcessing());
    }

    /**
     * Closes the connection of the next request for a method, without processing it.
     *
     * @param method as for {@link #fail}
     */
    public void loseRequest(String method) {
        network.fail(path(method), 1, Faults.cutConnection());
    }

    /**
     * Rejects the next request for a method, without processing it.
     *
     * @param method the NSID of an XRPC method, such as {@code com.atproto.repo.createRecord}; or a path, such as
     *     {@link #TOKEN_ENDPOINT}
     * @param status the HTTP status, such as 503
     * @param error the error code of the JSON body, such as {@code NotEnoughResources}
     * @throws IllegalArgumentException if {@code method} is neither
     */
    public void fail(String method, int status, String error) {
        String body = Jsons.object("error", error).toString();
        network.fail(path(method), 1, Faults.status(status, body));
    }

    /** Cancels the faults of methods that have not happened yet. */
    public void clear() {
        network.clearFaults();
    }
}
