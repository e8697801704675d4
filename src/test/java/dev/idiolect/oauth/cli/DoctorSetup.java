package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.cli.internal.doctor.Network;
import dev.idiolect.oauth.client.ClientKeys;
import dev.idiolect.oauth.client.ClientMetadata;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.client.internal.NewClientKey;
import dev.idiolect.oauth.identity.IdentityFixture;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import dev.idiolect.oauth.seal.KeySource;
import dev.idiolect.oauth.seal.internal.NewKeys;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakePds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A correct application with its metadata, its store and an account, in a small Internet. Tests break parts of it. */
final class DoctorSetup implements AutoCloseable, Network {

    static final String PREFIX = "idiolect.oauth.";
    static final String CLIENT_ID = "https://app.example.com/oauth/client-metadata.json";
    static final String METADATA = "app.example.com/oauth/client-metadata.json";
    static final String ISSUER = "https://auth.example.com";
    static final String KEY = "client-1";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    final IdentityFixture net = new IdentityFixture();
    final Path home;
    final Path clientKeys;
    final Path encryptionKeys;
    final Path store;
    final Path file;
    final InProcess cli;
    private final Map<String, String> config = new TreeMap<>();

    DoctorSetup(Path home) throws IOException {
        this.home = home;
        cli = new InProcess(home);
        cli.setNetwork(this);
        clientKeys = secret("client-keys.json", NewClientKey.set(KEY));
        encryptionKeys = secret("encryption-keys.json", NewKeys.set("encryption-1"));
        store = home.resolve("sessions");
        file = home.resolve("microprofile-config.properties");
        set("store", "filesystem");
        set("store.path", store.toString());
        set("encryption.keys.path", encryptionKeys.toString());
        set("client-id", CLIENT_ID);
        set("client-keys.path", clientKeys.toString());
        set("plc-url", "https://" + IdentityFixture.PLC);
        save(TestSessions.full(IdentityFixture.DID).toBuilder().clientKeyId(KEY).build());
        publish(metadata(client()));
        setServerTime(InProcess.NOW);
        net.account(IdentityFixture.DID, IdentityFixture.ALICE);
        json(
                "pds.example.com" + FakePds.PROTECTED_RESOURCE,
                "{\"resource\":\"" + IdentityFixture.PDS + "\",\"authorization_servers\":[\"" + ISSUER + "\"]}");
        serveIssuer("\"none\",\"private_key_jwt\"");
    }

    /** Sets a key without its prefix; null removes it. */
    void set(String key, @Nullable String value) {
        if (value == null) {
            config.remove(PREFIX + key);
        } else {
            config.put(PREFIX + key, value);
        }
    }

    /** Writes a file that only its owner can read. */
    Path secret(String name, String text) throws IOException {
        Path path = Files.writeString(home.resolve(name), text);
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }

    void save(OAuthSession session) {
        try (FilesystemOAuthTokenStore opened = FilesystemOAuthTokenStore.open(store, KeySource.file(encryptionKeys))) {
            opened.save(session);
        }
    }

    OAuthClient client() {
        return OAuthClient.builder(CLIENT_ID).keys(ClientKeys.read(clientKeys)).build();
    }

    static String metadata(OAuthClient client) {
        return ClientMetadata.of(client).json();
    }

    void publish(String metadata) {
        json(METADATA, metadata);
    }

    void json(String hostAndPath, String json) {
        respond(hostAndPath, 200, "Content-Type: application/json; charset=utf-8", json);
    }

    void respond(String hostAndPath, int status, String header, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head =
                "HTTP/1.1 " + status + " Status\r\n" + header + "\r\nContent-Length: " + bytes.length + "\r\n\r\n";
        net.web.page(hostAndPath, out -> {
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
        });
    }

    void serveIssuer(String authenticationMethods) {
        json("auth.example.com" + FakePds.AUTHORIZATION_SERVER, """
                {"issuer":"%1$s","scopes_supported":["atproto"],"response_types_supported":["code"],
                "grant_types_supported":["authorization_code","refresh_token"],
                "code_challenge_methods_supported":["S256"],"dpop_signing_alg_values_supported":["ES256"],
                "token_endpoint_auth_methods_supported":[%2$s],
                "token_endpoint_auth_signing_alg_values_supported":["ES256"],
                "authorization_response_iss_parameter_supported":true,"require_pushed_authorization_requests":true,
                "client_id_metadata_document_supported":true,"authorization_endpoint":"%1$s/authorize",
                "token_endpoint":"%1$s/token","pushed_authorization_request_endpoint":"%1$s/par"}
                """.formatted(ISSUER, authenticationMethods));
    }

    void setServerTime(Instant time) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atZone(ZoneOffset.UTC));
        respond(IdentityFixture.PLC + "/", 200, "Date: " + date, "");
    }

    /** Runs all checks, and returns the exit code. */
    int run(String... more) throws IOException {
        Files.writeString(
                file,
                config.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue().replace("\\", "\\\\") + "\n")
                        .collect(Collectors.joining()));
        List<String> arguments = new ArrayList<>(
                List.of("oauth", "doctor", "--config", file.toString(), "--account", IdentityFixture.ALICE));
        arguments.addAll(List.of(more));
        return cli.run(arguments.toArray(String[]::new));
    }

    @Override
    public SsrfSafeHttpClient http(NetworkPolicy policy) {
        return net.web.client(TIMEOUT, policy);
    }

    @Override
    public IdentityResolver identities(@Nullable String handleResolver, String plcUrl, NetworkPolicy policy) {
        return net.resolver(handleResolver, TIMEOUT);
    }

    @Override
    public void close() throws IOException {
        net.close();
    }
}
