package dev.idiolect.oauth.testkit.internal;

import dev.idiolect.oauth.session.OAuthSession;
import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A PLC directory and the PDSes of its accounts: one at first, and another for each account that moves. */
public final class FakeNetwork implements AutoCloseable {

    private static final String DID_DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int DID_LENGTH = 24;

    private final FakeDirectory directory;
    private final FakePds first;
    private final List<FakePds> servers = new CopyOnWriteArrayList<>();
    private final Map<String, FakePds> homes = new ConcurrentHashMap<>();
    private final List<Consumer<FakePds>> clients = new CopyOnWriteArrayList<>();

    private FakeNetwork(FakeDirectory directory, FakePds first) {
        this.directory = directory;
        this.first = first;
        servers.add(first);
    }

    /** Starts the servers on these ports, or on free ones where the port is 0. */
    public static FakeNetwork start(int pdsPort, int plcPort) {
        FakeDirectory directory = FakeDirectory.start(plcPort);
        try {
            return new FakeNetwork(directory, FakePds.start(pdsPort));
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** Returns the origin of the PDS on which accounts are created. */
    public String pdsUrl() {
        return first.pdsUrl();
    }

    /** Returns the origin of the PLC directory, which also resolves handles. */
    public String plcUrl() {
        return directory.url();
    }

    /** Creates an account. Its DID depends only on its handle. */
    public TestAccount create(String handle, String password) {
        TestAccount account = new TestAccount(did(handle), handle, password);
        first.register(account);
        directory.put(account, first.pdsUrl());
        homes.put(account.did(), first);
        return account;
    }

    /** Registers a client that authenticates with the keys of a JSON Web Key Set, at all servers. */
    public void registerClient(String clientId, String jwks) {
        for (JsonObject key : Jsons.parse(jwks).getJsonArray("keys").getValuesAs(JsonObject.class)) {
            Consumer<FakePds> client = server -> server.register(clientId, key.getString("kid"), key);
            clients.add(client);
            servers.forEach(client);
        }
    }

    private static String did(String handle) {
        byte[] hash = FakeSecrets.sha256(handle.getBytes(StandardCharsets.UTF_8));
        StringBuilder did = new StringBuilder("did:plc:");
        for (int i = 0; i < DID_LENGTH; i++) {
            did.append(DID_DIGITS.charAt(hash[i] & 31));
        }
        return did.toString();
    }

    private FakePds home(String did) {
        FakePds home = homes.get(did);
        if (home == null) {
            throw new IllegalArgumentException("This server has no account " + did);
        }
        return home;
    }

    /** Moves an account to another PDS with an authorization server of its own. */
    public void move(TestAccount account) {
        FakePds old = home(account.did());
        FakePds target = old.startAnother();
        clients.forEach(client -> client.accept(target));
        servers.add(target);
        old.moveTo(target, account);
        directory.put(account, target.pdsUrl());
        homes.put(account.did(), target);
    }

    /** Creates an OAuth session of an account. */
    public OAuthSession session(String did) {
        return home(did).session(did);
    }

    /** Returns the redirect URI of the authorization request that waits for the user at a page. */
    public Optional<String> redirectUri(URI authorizationPage) {
        return servers.stream()
                .filter(server -> isAt(server, authorizationPage))
                .findFirst()
                .flatMap(server -> server.redirectUri(authorizationPage));
    }

    private static boolean isAt(FakePds server, URI page) {
        return page.toString().startsWith(server.issuer() + FakePds.AUTHORIZE + "?");
    }

    /** Allows the access to an account, and returns the parameters for the redirect URI. */
    public Map<String, String> approve(URI authorizationPage, String did) {
        FakePds home = home(did);
        if (!isAt(home, authorizationPage)) {
            throw new IllegalArgumentException("The page " + authorizationPage
                    + " is not on the authorization server of " + did + ": " + home.issuer());
        }
        return home.approve(authorizationPage, did);
    }

    /** Denies the access, and returns the parameters for the redirect URI. */
    public Map<String, String> deny(URI authorizationPage) {
        return servers.stream()
                .filter(server -> isAt(server, authorizationPage))
                .findFirst()
                .orElse(first)
                .deny(authorizationPage);
    }

    /** Returns the values of a collection, in the order of their keys. */
    public List<JsonObject> records(String did, String collection) {
        return home(did).records(did, collection);
    }

    /** Returns the number of requests to a path, on all servers. */
    public int requests(String path) {
        return servers.stream().mapToInt(server -> server.requests(path)).sum();
    }

    /** Invalidates all access tokens issued so far; the refresh tokens stay valid. */
    public void expireAccessTokens() {
        servers.forEach(FakePds::expireAccessTokens);
    }

    /** Invalidates all DPoP nonces issued so far. */
    public void rotateNonces() {
        for (FakePds server : servers) {
            // The newest two are valid.
            server.pdsNonces().rotate();
            server.pdsNonces().rotate();
        }
    }

    /** Ends all sessions of an account. */
    public void endSessions(String did) {
        home(did).endSessions(did);
    }

    /** Makes the next requests to a path fail, on any server. */
    public void fail(String path, int times, Fault fault) {
        first.fail(path, times, fault);
    }

    /** Cancels all planned faults. */
    public void clearFaults() {
        first.clearFaults();
    }

    /** Returns the violations so far, in order. */
    public List<String> violations() {
        return first.violations();
    }

    /** Forgets the violations. */
    public void clearViolations() {
        first.violations.clear();
    }

    @Override
    public void close() {
        servers.forEach(FakePds::close);
        directory.close();
    }
}
