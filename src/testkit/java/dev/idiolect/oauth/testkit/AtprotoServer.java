package dev.idiolect.oauth.testkit;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakeNetwork;
import jakarta.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A PDS with its authorization server and a PLC directory, for tests of applications. It runs in this process, listens on
 * 127.0.0.1, keeps everything in memory, and starts in a fraction of a second.
 *
 * <p>It responds like the official server, and is stricter: refresh tokens and proofs work once, nonces are required, and
 * it lists {@linkplain #violations() each violation of a rule}, even if the official server accepts it. It knows
 * {@code com.atproto.repo.*}, {@code com.atproto.server.getSession}, {@code createSession}, {@code refreshSession} and
 * {@code deleteSession}, {@code com.atproto.sync.getBlob} and {@code com.atproto.identity.resolveHandle}.
 *
 * <p>{@link #configuration()} are the keys to configure in the application. With {@link AtprotoTest}, JUnit starts and
 * closes the server. All methods are thread-safe.
 */
public final class AtprotoServer implements AutoCloseable {

    private static final Pattern HANDLE =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+");

    private static final List<String> DEFAULT_ACCOUNTS = List.of("alice.test", "bob.test");

    private final FakeNetwork network;
    private final AtprotoFaults faults;

    /** In the order of their creation. */
    private final List<AtprotoAccount> accounts = new ArrayList<>();

    private AtprotoServer(FakeNetwork network) {
        this.network = network;
        this.faults = new AtprotoFaults(network);
    }

    /**
     * Starts a server on free ports, with the accounts {@code alice.test} and {@code bob.test}.
     *
     * @return the running server
     * @throws UncheckedIOException if it cannot listen on 127.0.0.1
     */
    public static AtprotoServer start() {
        return builder().start();
    }

    /** {@return a builder of a server on free ports, with the accounts {@code alice.test} and {@code bob.test}} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the origin of the PDS, which is the issuer of its authorization server too} */
    public String pdsUrl() {
        return network.pdsUrl();
    }

    /** {@return the origin of the PLC directory, which also resolves handles} */
    public String plcUrl() {
        return network.plcUrl();
    }

    /**
     * Returns the keys that an application needs to use this server: {@code idiolect.oauth.development},
     * {@code idiolect.oauth.handle-resolver} and {@code idiolect.oauth.plc-url}. The client is the application's own.
     *
     * @return the values by key, unmodifiable
     */
    public Map<String, String> configuration() {
        return Map.of(
                "idiolect.oauth.development", "true",
                "idiolect.oauth.handle-resolver", plcUrl(),
                "idiolect.oauth.plc-url", plcUrl());
    }

    /** {@return a resolver that finds the accounts of this server, for an application without a container} */
    public IdentityResolver identities() {
        return IdentityResolver.builder()
                .development(true)
                .handleResolver(plcUrl())
                .plcUrl(plcUrl())
                .build();
    }

    /**
     * Returns settings with which an application without a container signs in at this server.
     *
     * @param store the store of the application
     * @return a builder; the application can change the rest
     */
    public LoginSettings.Builder loginSettings(OAuthTokenStore store) {
        return LoginSettings.builder(store).identities(identities()).development(true);
    }

    /** {@return the accounts, in the order of their creation; unmodifiable} */
    public List<AtprotoAccount> accounts() {
        synchronized (accounts) {
            return List.copyOf(accounts);
        }
    }

    /**
     * Returns an account.
     *
     * @param handle the handle, such as {@code alice.test}
     * @return the account
     * @throws IllegalArgumentException if there is none with this handle
     */
    public AtprotoAccount account(String handle) {
        return accounts().stream()
                .filter(account -> account.handle().equals(handle))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "No account " + handle + ": use one of " + accounts() + ", or create it"));
    }

    /**
     * Creates an account whose password begins with {@code hunter2-}.
     *
     * @param handle a handle in lower case; with {@code idiolect.oauth.development}, the library accepts handles under
     *     {@code .test}
     * @return the account
     * @throws IllegalArgumentException if the handle is invalid or used
     */
    public AtprotoAccount createAccount(String handle) {
        return createAccount(handle, "hunter2-" + handle.replaceFirst("\\..*", ""));
    }

    /**
     * Creates an account.
     *
     * @param handle as for {@link #createAccount(String)}
     * @param password the password
     * @return the account
     * @throws IllegalArgumentException if the handle is invalid or used
     */
    public AtprotoAccount createAccount(String handle, String password) {
        if (!HANDLE.matcher(handle).matches()) {
            throw new IllegalArgumentException(
                    "Invalid handle " + handle + ": use a name in lower case such as alice.test");
        }
        synchronized (accounts) {
            if (accounts.stream().anyMatch(account -> account.handle().equals(handle))) {
                throw new IllegalArgumentException("The account " + handle + " exists: use another handle");
            }
            AtprotoAccount account = new AtprotoAccount(network.create(handle, password));
            accounts.add(account);
            return account;
        }
    }

    /**
     * Registers a client. Servers then require that it authenticates with one of its keys ({@code private_key_jwt}), as
     * official servers do, which read its metadata. A client that is not registered counts as a public one.
     *
     * @param client the client of the application; one without keys has no effect
     */
    public void registerClient(OAuthClient client) {
        client.keys().ifPresent(keys -> network.registerClient(client.clientId(), keys.jwks()));
    }

    /**
     * Saves a new OAuth session of an account in the store of the application, as a sign-in does. Sends no request.
     *
     * @param account the account
     * @param store the store of the application
     * @return the session, with the scope {@code atproto transition:generic}
     * @throws dev.idiolect.oauth.store.StoreException if the store cannot save it
     */
    public OAuthSession signIn(AtprotoAccount account, OAuthTokenStore store) {
        OAuthSession session = network.session(account.did());
        store.save(session);
        return session;
    }

    /**
     * Signs an account in with the whole OAuth flow of the application. The user allows the access.
     *
     * @param account the account
     * @param flow the flow of the application, for example with {@link #loginSettings}
     * @return the session, which the flow has saved
     * @throws dev.idiolect.oauth.OAuthException if the flow fails
     */
    public OAuthSession signIn(AtprotoAccount account, LoginFlow flow) {
        URI page = flow.begin(account.handle()).url();
        return flow.complete(allow(page, account).parameters());
    }

    /**
     * Allows the access for which an authorization page asks, like the user in a browser.
     *
     * @param authorizationPage the URL to which the application has redirected the browser
     * @param account the account that the user signs in to
     * @return where the browser goes next
     * @throws IllegalArgumentException if no sign-in waits at this page, or if the account is on another server
     */
    public SignInRedirect allow(URI authorizationPage, AtprotoAccount account) {
        String redirectUri = redirectUri(authorizationPage);
        return new SignInRedirect(redirectUri, network.approve(authorizationPage, account.did()));
    }

    /**
     * Denies the access for which an authorization page asks, like the user in a browser.
     *
     * @param authorizationPage the URL to which the application has redirected the browser
     * @return where the browser goes next
     * @throws IllegalArgumentException if no sign-in waits at this page
     */
    public SignInRedirect deny(URI authorizationPage) {
        String redirectUri = redirectUri(authorizationPage);
        return new SignInRedirect(redirectUri, network.deny(authorizationPage));
    }

    private String redirectUri(URI authorizationPage) {
        return network.redirectUri(authorizationPage)
                .orElseThrow(() -> new IllegalArgumentException("No sign-in waits at " + authorizationPage
                        + ": use the URL to which the application redirects the browser, once"));
    }

    /**
     * Returns the records of an account, read directly, without the application.
     *
     * @param account the account
     * @param collection the NSID of the collection, such as {@code app.bsky.feed.post}
     * @return the values of the records, by record key; the oldest first, unless the application chooses the keys
     */
    public List<JsonObject> records(AtprotoAccount account, String collection) {
        return network.records(account.did(), collection);
    }

    /**
     * Returns how many requests for a method or path this server has received, also those that failed.
     *
     * @param method as for {@link AtprotoFaults#fail}
     * @return the number of requests
     */
    public int requests(String method) {
        return network.requests(AtprotoFaults.path(method));
    }

    /** {@return the faults that a test can ask for} */
    public AtprotoFaults faults() {
        return faults;
    }

    /**
     * Returns what clients did against the rules of AT Protocol, OAuth and DPoP, such as a proof or a refresh token that was
     * used twice. A method that this server does not know is listed too.
     *
     * @return one line for each violation, in order; unmodifiable
     */
    public List<String> violations() {
        return network.violations();
    }

    /**
     * Fails if a client has violated a rule.
     *
     * @throws AssertionError if there are {@link #violations()}, with all of them in its message
     */
    public void assertNoViolations() {
        List<String> violations = violations();
        if (!violations.isEmpty()) {
            throw new AssertionError("A client violated rules:\n" + String.join("\n", violations));
        }
    }

    void clearViolations() {
        network.clearViolations();
    }

    /** Closes all connections. The server forgets everything. */
    @Override
    public void close() {
        network.close();
    }

    /** Builds an {@link AtprotoServer}. Not thread-safe. */
    public static final class Builder {

        private final Map<String, String> passwords = new LinkedHashMap<>();
        private final List<String> handles = new ArrayList<>();
        private int pdsPort;
        private int plcPort;

        private Builder() {}

        /**
         * Adds an account, instead of the default ones.
         *
         * @param handle as for {@link AtprotoServer#createAccount(String)}
         * @return this builder
         */
        public Builder account(String handle) {
            handles.add(handle);
            return this;
        }

        /**
         * Adds an account, instead of the default ones.
         *
         * @param handle as for {@link AtprotoServer#createAccount(String)}
         * @param password the password
         * @return this builder
         */
        public Builder account(String handle, String password) {
            passwords.put(handle, password);
            return account(handle);
        }

        /**
         * Sets the port of the PDS.
         *
         * @param port the port; 0, the default, is a free one
         * @return this builder
         */
        public Builder pdsPort(int port) {
            pdsPort = port;
            return this;
        }

        /**
         * Sets the port of the PLC directory.
         *
         * @param port the port; 0, the default, is a free one
         * @return this builder
         */
        public Builder plcPort(int port) {
            plcPort = port;
            return this;
        }

        /**
         * Starts the server.
         *
         * @return the running server
         * @throws IllegalArgumentException if a handle is invalid or used twice, or a port is not one
         * @throws UncheckedIOException if it cannot listen on a port
         */
        public AtprotoServer start() {
            AtprotoServer server = new AtprotoServer(FakeNetwork.start(pdsPort, plcPort));
            try {
                for (String handle : handles.isEmpty() ? DEFAULT_ACCOUNTS : handles) {
                    String password = passwords.get(handle);
                    if (password == null) {
                        server.createAccount(handle);
                    } else {
                        server.createAccount(handle, password);
                    }
                }
            } catch (RuntimeException e) {
                server.close();
                throw e;
            }
            return server;
        }
    }
}
