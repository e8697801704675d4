package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.client.internal.NewClientKey;
import dev.idiolect.oauth.identity.IdentityFixture;
import dev.idiolect.oauth.seal.internal.NewKeys;
import dev.idiolect.oauth.session.TestSessions;
import dev.idiolect.oauth.testkit.internal.FakePds;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The command {@code doctor} names each mistake of an application with its fix. */
@Timeout(60)
class DoctorTest {

    /** Breaks a correct application. */
    private interface Mistake {
        void make(DoctorSetup app) throws Exception;
    }

    private static final Pattern SECRET = Pattern.compile("\"[dk]\"\\s*:\\s*\"([^\"]+)\"");

    @TempDir
    Path home;

    private DoctorSetup app;
    private final List<String> secrets = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        app = new DoctorSetup(home);
        rememberSecrets();
    }

    @AfterEach
    void stop() throws IOException {
        app.close();
        assertThat(secrets).hasSizeGreaterThan(1);
        assertThat(app.cli.out() + app.cli.err()).doesNotContain(secrets);
    }

    private void rememberSecrets() throws IOException {
        for (Path file : List.of(app.clientKeys, app.encryptionKeys)) {
            if (Files.exists(file)) {
                SECRET.matcher(Files.readString(file)).results().forEach(found -> secrets.add(found.group(1)));
            }
        }
    }

    @Test
    void correctApplicationHasNoProblems() throws Exception {
        assertThat(app.run()).as(app.cli.out() + app.cli.err()).isZero();
        assertThat(app.cli.out().lines()).hasSize(13).allMatch(line -> line.startsWith("OK    "));
        assertThat(app.cli.out())
                .contains(
                        "OK    client-keys: new sessions use the key client-1",
                        "OK    client: confidential client " + DoctorSetup.CLIENT_ID,
                        "OK    store: filesystem, " + app.store + ": 1 session",
                        "OK    handle: alice.example.com resolves to " + IdentityFixture.DID + " by DNS",
                        "OK    authorization-server: https://auth.example.com supports sign-ins of this client");
        assertThat(app.cli.err()).isEqualTo("No problems found.\n");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        "the client id is not the URL of the metadata",
                        app -> app.set("client-id", "https://app.example.com/wrong/client-metadata.json"),
                        "FAIL  metadata-response: https://app.example.com/wrong/client-metadata.json returned HTTP 404",
                        "Serve the client metadata at this URL"),
                mistake(
                        "the metadata redirects",
                        app -> app.respond(
                                DoctorSetup.METADATA,
                                301,
                                "Location: https://www.example.com/client-metadata.json",
                                ""),
                        "FAIL  metadata-response: " + DoctorSetup.CLIENT_ID
                                + " returned HTTP 301 (redirect to www.example.com)",
                        "Serve the client metadata at this URL with status 200"),
                mistake(
                        "the host of the client id has no address",
                        app -> app.net.web.names.put("app.example.com", List.of()),
                        "FAIL  metadata-response: no response from " + DoctorSetup.CLIENT_ID + ": unknown host",
                        "create a DNS record for app.example.com"),
                mistake(
                        "the metadata is at a private address",
                        app -> app.net.web.names.put("app.example.com", List.of("10.0.0.1")),
                        "FAIL  metadata-response: no response from " + DoctorSetup.CLIENT_ID,
                        "make this URL reachable from the Internet"),
                mistake(
                        "the metadata is a page",
                        app -> app.respond(DoctorSetup.METADATA, 200, "Content-Type: text/html", "<html>"),
                        "FAIL  metadata-response: " + DoctorSetup.CLIENT_ID + " returned no JSON object",
                        "Serve the client metadata at this URL"),
                mistake(
                        "the metadata has another content type",
                        app -> app.respond(
                                DoctorSetup.METADATA,
                                200,
                                "Content-Type: text/plain",
                                DoctorSetup.metadata(app.client())),
                        "FAIL  metadata-response: " + DoctorSetup.CLIENT_ID
                                + " has the content type \"text/plain\" instead of application/json",
                        "Content-Type: application/json"),
                mistake(
                        "the metadata is of another client",
                        app -> app.publish(DoctorSetup.metadata(app.client())
                                .replace(DoctorSetup.CLIENT_ID, "https://app.example.com/old.json")),
                        "FAIL  metadata-content: client_id is https://app.example.com/old.json instead of "
                                + DoctorSetup.CLIENT_ID,
                        "Correct idiolect.oauth.client-id"),
                mistake(
                        "the metadata is of a public client",
                        app -> app.publish(DoctorSetup.metadata(OAuthClient.of(DoctorSetup.CLIENT_ID))),
                        "FAIL  metadata-content: token_endpoint_auth_method is none instead of private_key_jwt",
                        "Publish the metadata of this configuration"),
                mistake(
                        "the tokens are not bound to DPoP keys",
                        app -> app.publish(DoctorSetup.metadata(app.client())
                                .replace("\"dpop_bound_access_tokens\":true", "\"dpop_bound_access_tokens\":false")),
                        "FAIL  metadata-content: dpop_bound_access_tokens is false instead of true",
                        "Publish the metadata of this configuration"),
                mistake(
                        "the metadata lacks a redirect URI",
                        app -> app.set("redirect-uri", "https://app.example.com/other"),
                        "FAIL  metadata-content: redirect_uris lacks https://app.example.com/other",
                        "Publish the metadata of this configuration"),
                mistake(
                        "the metadata lacks a scope",
                        app -> app.set("scope", "atproto transition:generic transition:email"),
                        "FAIL  metadata-content: scope lacks transition:email",
                        "Or remove it from idiolect.oauth.scope"),
                mistake(
                        "the metadata lacks the client key",
                        app -> app.secret("client-keys.json", NewClientKey.set("client-2")),
                        "FAIL  metadata-keys: the metadata lacks the client key client-2",
                        "Publish the metadata of this configuration before you use the key"),
                mistake(
                        "the metadata has another key with the same id",
                        app -> app.secret("client-keys.json", NewClientKey.set(DoctorSetup.KEY)),
                        "FAIL  metadata-keys: the metadata has another key with the kid client-1",
                        "Give all hosts the same client keys"),
                mistake(
                        "the metadata contains a private key",
                        app -> app.publish(
                                DoctorSetup.metadata(app.client()).replace("\"kty\":", "\"d\":\"x\",\"kty\":")),
                        "FAIL  metadata-keys: the metadata contains the private part of the key client-1",
                        "Replace the key at once: idiolect oauth keys new --client"),
                mistake(
                        "the URL of the keys redirects",
                        app -> {
                            app.publish(DoctorSetup.metadata(app.client())
                                    .replaceFirst(
                                            "\"jwks\":\\{\"keys\":\\[.*?]}",
                                            "\"jwks_uri\":\"https://app.example.com/jwks.json\""));
                            app.respond("app.example.com/jwks.json", 302, "Location: /other", "");
                        },
                        "FAIL  metadata-keys: https://app.example.com/jwks.json returned HTTP 302",
                        "Serve the public keys at this URL with status 200"),
                mistake(
                        "the file of the client keys is missing",
                        app -> Files.delete(app.clientKeys),
                        "FAIL  client-keys: HOME/client-keys.json does not exist",
                        "idiolect oauth keys new --client --output HOME/client-keys.json"),
                mistake(
                        "the client keys are damaged",
                        app -> app.secret("client-keys.json", "{\"keys\":["),
                        "FAIL  client-keys: Invalid client keys",
                        "Create a key with: idiolect oauth keys new --client --output FILE"),
                mistake(
                        "every user can read the client keys",
                        app -> Files.setPosixFilePermissions(
                                app.clientKeys, PosixFilePermissions.fromString("rw-r--r--")),
                        "WARN  client-keys: every user of this machine can read HOME/client-keys.json",
                        "Run: chmod o= HOME/client-keys.json"),
                mistake(
                        "every user can change the encryption keys",
                        app -> Files.setPosixFilePermissions(
                                app.encryptionKeys, PosixFilePermissions.fromString("rw----rw-")),
                        "WARN  encryption-keys: every user of this machine can read and change HOME/encryption-keys.json",
                        "Run: chmod o= HOME/encryption-keys.json"),
                mistake(
                        "the file of the encryption keys is missing",
                        app -> Files.delete(app.encryptionKeys),
                        "FAIL  encryption-keys: HOME/encryption-keys.json does not exist",
                        "idiolect oauth keys new --output HOME/encryption-keys.json"),
                mistake(
                        "encryption is required without keys",
                        app -> {
                            app.set("encryption.keys.path", null);
                            app.set("encryption.required", "true");
                        },
                        "FAIL  encryption-keys: idiolect.oauth.encryption.required is true, but there are no encryption keys",
                        "Create keys with: idiolect oauth keys new"),
                mistake(
                        "the encryption keys are not those of the store",
                        app -> app.secret("encryption-keys.json", NewKeys.set("encryption-2")),
                        "FAIL  store: Cannot read HOME/sessions/did_plc_z72i7hdynmk6r22z27h6tvur.json",
                        "Add the key encryption-1 to the encryption keys; the session is intact"),
                mistake(
                        "the store is encrypted, but the application has no keys",
                        app -> app.set("encryption.keys.path", null),
                        "FAIL  store: Cannot read HOME/sessions/did_plc_z72i7hdynmk6r22z27h6tvur.json",
                        "Give the store its encryption keys, idiolect.oauth.encryption.keys.path"),
                mistake(
                        "a session needs another client key",
                        app -> app.save(TestSessions.full(IdentityFixture.OTHER)),
                        "FAIL  store: 1 session needs the client key key-1, which is not configured",
                        "Add this key to idiolect.oauth.client-keys.path"),
                mistake(
                        "the directory of the store is missing",
                        app -> app.set("store.path", app.home.resolve("missing").toString()),
                        "WARN  store: HOME/missing does not exist. The application creates it when it starts",
                        "correct idiolect.oauth.store.path, or mount the disk"),
                mistake(
                        "the store cannot be written",
                        app -> app.set("store.path", app.clientKeys + "/below"),
                        "FAIL  store: Cannot store sessions in HOME/client-keys.json/below",
                        "Correct idiolect.oauth.store.path"),
                mistake(
                        "the database of the store is another file",
                        app -> {
                            app.set("store", "sqlite");
                            app.set("store.path", app.clientKeys.toString());
                        },
                        "FAIL  store: Cannot read HOME/client-keys.json as a session store",
                        "Correct idiolect.oauth.store.path, or restore the store from a backup"),
                mistake(
                        "others can read the store",
                        app -> Files.setPosixFilePermissions(app.store, PosixFilePermissions.fromString("rwxr-xr-x")),
                        "WARN  store: HOME/sessions",
                        "Run: chmod go= HOME/sessions"),
                mistake(
                        "the store is in memory",
                        app -> app.set("store", null),
                        "WARN  store: sessions are in memory",
                        "Set idiolect.oauth.store to filesystem, sqlite or jdbc"),
                mistake(
                        "the kind of the store is misspelled",
                        app -> app.set("store", "sqllite"),
                        "FAIL  store: invalid idiolect.oauth.store=sqllite",
                        "Use one of memory, filesystem, sqlite or jdbc"),
                mistake(
                        "a key is misspelled",
                        app -> app.set("stroe.path", "/tmp"),
                        "FAIL  configuration: unknown key idiolect.oauth.stroe.path in HOME/microprofile-config.properties",
                        "Did you mean idiolect.oauth.store.path?"),
                mistake(
                        "a variable is not defined",
                        app -> app.set("client-name", "${UNDEFINED}"),
                        "FAIL  configuration: invalid idiolect.oauth.client-name=${UNDEFINED}: it refers to an undefined",
                        "use ${NAME:default}"),
                mistake(
                        "the keys are in the place of their path",
                        app -> app.set(
                                "client-keys.path",
                                Files.readString(app.clientKeys).replace("\n", "")),
                        "FAIL  configuration: idiolect.oauth.client-keys.path contains a private key",
                        "Move it to idiolect.oauth.client-keys"),
                mistake(
                        "keys and path are both set",
                        app -> app.set(
                                "client-keys", Files.readString(app.clientKeys).replace("\n", "")),
                        "FAIL  configuration: idiolect.oauth.client-keys.path and idiolect.oauth.client-keys are both set",
                        "Remove one of them"),
                mistake(
                        "the PLC directory is not an origin",
                        app -> app.set("plc-url", "http://plc.example.com"),
                        "FAIL  configuration: invalid idiolect.oauth.plc-url=http://plc.example.com",
                        "Use an https origin such as https://plc.directory"),
                mistake(
                        "the client id has a port",
                        app -> app.set("client-id", "https://app.example.com:8443/client-metadata.json"),
                        "FAIL  client: Invalid client id \"https://app.example.com:8443/client-metadata.json\"",
                        "Set idiolect.oauth.client-id to the https URL of the client metadata"),
                mistake(
                        "the client id is missing",
                        app -> app.set("client-id", null),
                        "FAIL  client: idiolect.oauth.client-keys.path is set, but idiolect.oauth.client-id is missing",
                        "Set idiolect.oauth.client-id"),
                mistake(
                        "a development client has keys",
                        app -> app.set("client-id", "http://localhost"),
                        "FAIL  client: A development client (http://localhost) cannot have keys",
                        "Remove the client keys"),
                mistake(
                        "a confidential client returns to a loopback address",
                        app -> app.set("redirect-uri", "http://127.0.0.1/callback"),
                        "FAIL  client: Invalid redirect URI \"http://127.0.0.1/callback\"",
                        "https redirect URIs"),
                mistake(
                        "the clock is slow",
                        app -> app.setServerTime(InProcess.NOW.plusSeconds(300)),
                        "FAIL  clock: the clock is 5 min behind that of https://plc.example.com",
                        "timedatectl set-ntp true"),
                mistake(
                        "the clock is a little fast",
                        app -> app.setServerTime(InProcess.NOW.minusSeconds(20)),
                        "WARN  clock: the clock is 20 s ahead of that of https://plc.example.com",
                        "timedatectl set-ntp true"),
                mistake(
                        "no name can be looked up",
                        app -> {
                            app.net.blockDns();
                            app.net.web.names.put(IdentityFixture.ALICE, List.of());
                        },
                        "FAIL  handle: cannot resolve alice.example.com. DNS: the lookup of _atproto.alice.example.com failed",
                        "Check DNS and outgoing https connections of this machine"),
                mistake(
                        "only DNS queries are blocked",
                        app -> {
                            app.net.blockDns();
                            app.net.wellKnown(IdentityFixture.ALICE, 200, IdentityFixture.DID);
                        },
                        "WARN  handle: HTTPS names " + IdentityFixture.DID
                                + ", but the lookup of _atproto.alice.example.com failed",
                        "Allow DNS queries from this machine"),
                mistake(
                        "DNS and the page of the handle disagree",
                        app -> app.net.wellKnown(IdentityFixture.ALICE, 200, IdentityFixture.OTHER),
                        "FAIL  handle: DNS names " + IdentityFixture.DID
                                + ", but https://alice.example.com/.well-known/atproto-did names "
                                + IdentityFixture.OTHER,
                        "must correct the TXT record _atproto.alice.example.com or the page"),
                mistake(
                        "the DID document names another handle",
                        app -> app.net.document(
                                IdentityFixture.DID,
                                IdentityFixture.documentOf(IdentityFixture.DID, IdentityFixture.BOB)),
                        "FAIL  did-document: The handle alice.example.com resolves to " + IdentityFixture.DID
                                + ", but that DID's document lists bob.example.com",
                        "The owner of the account must correct the handle or the DID document"),
                mistake(
                        "the PDS has no OAuth",
                        app -> app.respond(
                                "pds.example.com" + FakePds.PROTECTED_RESOURCE, 404, "Content-Type: text/html", "none"),
                        "FAIL  pds: https://pds.example.com/.well-known/oauth-protected-resource returned HTTP 404",
                        "This PDS does not offer OAuth: its operator must update it"),
                mistake(
                        "the authorization server accepts no keys",
                        app -> app.serveIssuer("\"none\""),
                        "FAIL  authorization-server: Invalid metadata at"
                                + " https://auth.example.com/.well-known/oauth-authorization-server:"
                                + " token_endpoint_auth_methods_supported must contain private_key_jwt",
                        "The operator of the authorization server must correct its metadata"));
    }

    private static Arguments mistake(String name, Mistake mistake, String line, String fix) {
        return arguments(Named.of(name, mistake), line, fix);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeIsNamedWithItsFix(Mistake mistake, String line, String fix) throws Exception {
        mistake.make(app);
        rememberSecrets();
        int exitCode = app.run();
        String start = line.replace("HOME", home.toString());
        assertThat(app.cli.out().lines())
                .anySatisfy(printed ->
                        assertThat(printed).startsWith(start).contains(fix.replace("HOME", home.toString())));
        assertThat(exitCode).isEqualTo(app.cli.out().contains("FAIL  ") ? ExitCode.FAILED : ExitCode.OK);
        assertThat(app.cli.out()).doesNotContain("internal error");
        assertThat(app.cli.err()).matches("Failed: \\d+, warnings: \\d+\\.\n");
    }

    @Test
    void oneMistakeCausesNoOtherFailures() throws Exception {
        app.set("client-id", "https://app.example.com:8443/client-metadata.json");
        app.net.wellKnown(IdentityFixture.ALICE, 200, IdentityFixture.DID);
        app.run();
        assertThat(app.cli.out().lines().filter(line -> line.startsWith("FAIL")))
                .hasSize(1);
        assertThat(app.cli.out())
                .contains(
                        "SKIP  metadata-response: needs a valid idiolect.oauth.client-id",
                        "SKIP  metadata-content: needs the client metadata",
                        "SKIP  metadata-keys: needs the client metadata",
                        "by DNS and HTTPS");
    }

    @Test
    void jsonHasEachFinding() throws Exception {
        Files.delete(app.clientKeys);
        assertThat(app.run("--json")).isEqualTo(ExitCode.FAILED);
        List<JsonObject> findings;
        try (JsonReader reader = Json.createReader(new StringReader(app.cli.out()))) {
            findings = reader.readArray().getValuesAs(JsonObject.class);
        }
        assertThat(findings).hasSize(13);
        JsonObject failure = findings.stream()
                .filter(finding -> finding.getString("status").equals("fail"))
                .findFirst()
                .orElseThrow();
        assertThat(failure.getString("check")).isEqualTo("client-keys");
        assertThat(failure.getString("message")).isEqualTo(app.clientKeys + " does not exist");
        assertThat(failure.getString("fix")).contains("idiolect oauth keys new --client");
        assertThat(app.cli.err()).isEmpty();
    }

    @Test
    void hangingServerEndsOnlyItsCheck() throws Exception {
        app.net.web.page(DoctorSetup.METADATA, out -> app.net.web.closing.await());
        assertThat(app.run("--timeout", "1s")).isEqualTo(ExitCode.FAILED);
        assertThat(app.cli.out())
                .contains("FAIL  metadata-response: no result within 1 s. Check the network", "OK    store: ");
    }

    @Test
    void terminalShowsTheCheckThatRuns() throws Exception {
        app.cli.setShowsProgress(true);
        assertThat(app.run()).isZero();
        assertThat(app.cli.err()).contains("Checking metadata-response ...", "Checking pds ...");
        assertThat(app.cli.out()).doesNotContain("Checking");
    }

    @Test
    void environmentAndOptionsPrecedeTheFile() throws Exception {
        app.set("store.path", "${MISSING}");
        app.cli.set("IDIOLECT_OAUTH_STORE_PATH", app.store.toString());
        assertThat(app.run()).as(app.cli.out()).isZero();
        assertThat(app.run("--set", "store=memory")).isZero();
        assertThat(app.cli.out()).contains("WARN  store: sessions are in memory");
        assertThat(app.run("--set", "idiolect.oauth.client-keys=secret")).isEqualTo(ExitCode.USAGE);
        assertThat(app.cli.err()).contains("visible to other users").doesNotContain("=secret");
    }

    @Test
    void developmentClientNeedsNoMetadata() throws Exception {
        app.set("client-id", "http://localhost");
        app.set("client-keys.path", null);
        app.save(TestSessions.minimal(IdentityFixture.DID));
        app.run();
        assertThat(app.cli.out())
                .contains("WARN  client: browsers return to http://127.0.0.1/, which is port 80 of this machine");
        app.set("redirect-uri", "http://127.0.0.1:8080/oauth/callback");
        assertThat(app.run()).as(app.cli.out()).isZero();
        assertThat(app.cli.out())
                .contains(
                        "OK    client: development client, redirect URI http://127.0.0.1:8080/oauth/callback",
                        "OK    metadata-response: a development client has no metadata")
                .doesNotContain("WARN");
    }

    @Test
    void missingConfigurationIsAUsageError() {
        assertThat(app.cli.run("oauth", "doctor")).isEqualTo(ExitCode.USAGE);
        assertThat(app.cli.err()).contains("No configuration found", "--config", "application.properties");
        assertThat(app.cli.run(
                        "oauth", "doctor", "--config", home.resolve("none").toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(app.cli.err()).contains("Cannot read " + home.resolve("none"));
    }
}
