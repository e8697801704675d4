package dev.idiolect.oauth.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.client.ClientMetadata;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.login.AppPasswordLogin;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.pds.Wire;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.rest.ActiveAccount;
import dev.idiolect.oauth.rest.Recorder;
import dev.idiolect.oauth.rest.SignedCalls;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Applications on Quarkus that use Jackson or no JSON, and inject few beans. */
@Tag("quarkus")
@Timeout(300)
class QuarkusJsonIT {

    private static final String ALICE = RuntimeChecks.ALICE;
    private static final String IMAGE = "dev.idiolect.test.image";

    private final Platform quarkus = new Quarkus();

    @Test
    void libraryUsesJsonBNextToJackson() {
        try (FakePds fake = FakePds.start();
                RunningServer server = start("jackson")) {
            CheckedApp app = server.app("jackson");
            app.save(fake.session(ALICE));

            JsonObject note =
                    Json.createObjectBuilder().add("note_text", "by Jackson").build();
            JsonObject written = Wire.json(200, Wire.postJson(app.address() + "/notes?did=" + ALICE, note));
            assertThat(written.getString("written_at")).startsWith("at://" + ALICE);
            assertThat(written.getString("read_back")).isEqualTo("by Jackson");
            assertThat(RuntimeChecks.texts(fake, ALICE)).containsExactly("by Jackson");

            HttpResponse<String> session = Wire.get(app.address() + "/notes/session");
            assertThat(Jsons.parse(CheckedApp.ok(session)).getString("did")).isEqualTo(ALICE);
            fake.assertNoViolations();
        }
    }

    @Test
    void requestsHaveTheSameBodyNextToJackson() {
        try (FakePds fake = FakePds.start();
                RunningServer server = start("jackson")) {
            CheckedApp app = server.app("jackson");
            app.save(fake.session(ALICE));
            JsonObject ref = Jsons.object("$link", "bafkrei");
            JsonObject blob = Jsons.object("$type", "blob", "ref", ref, "mimeType", "image/png", "size", 3);
            JsonObject record = Jsons.object("$type", IMAGE, "image", blob);
            String writes = "com.atproto.repo.applyWrites#";

            assertThat(sent(fake, app, "create", FakePds.CREATE_RECORD))
                    .isEqualTo(Jsons.object("repo", ALICE, "collection", IMAGE, "validate", true, "record", record));
            assertThat(sent(fake, app, "put", "com.atproto.repo.putRecord"))
                    .isEqualTo(Jsons.object(
                            "repo", ALICE,
                            "collection", IMAGE,
                            "rkey", "self",
                            "record", record,
                            "swapRecord", JsonValue.NULL));
            assertThat(sent(fake, app, "apply", "com.atproto.repo.applyWrites"))
                    .isEqualTo(Jsons.object(
                            "repo",
                            ALICE,
                            "validate",
                            false,
                            "writes",
                            List.of(
                                    Jsons.object("$type", writes + "create", "collection", IMAGE, "value", record),
                                    Jsons.object(
                                            "$type",
                                            writes + "update",
                                            "collection",
                                            IMAGE,
                                            "rkey",
                                            "k",
                                            "value",
                                            record),
                                    Jsons.object("$type", writes + "delete", "collection", IMAGE, "rkey", "k"))));
            assertThat(sent(fake, app, "delete", "com.atproto.repo.deleteRecord"))
                    .isEqualTo(Jsons.object("repo", ALICE, "collection", IMAGE, "rkey", "self"));
            fake.assertNoViolations();
        }
    }

    @Test
    void recordsHaveTheSameFormNextToJackson() {
        try (FakePds fake = FakePds.start();
                RunningServer server = start("jackson")) {
            CheckedApp app = server.app("jackson");
            app.save(fake.session(RecordChecks.FRANK));
            UnaryOperator<String> call = way -> CheckedApp.ok(Wire.postJson(
                    app.address() + "/records/" + way + "?did=" + RecordChecks.FRANK, JsonValue.EMPTY_JSON_OBJECT));
            RecordChecks.assertTimes(fake, call);
            RecordChecks.assertCutTextIsRefused(fake, call);
            fake.assertNoViolations();
        }
    }

    private static JsonObject sent(FakePds fake, CheckedApp app, String request, String method) {
        Recorder recorder = Recorder.on(fake, method);
        HttpResponse<String> response =
                Wire.postJson(app.address() + "/requests/" + request + "?did=" + ALICE, JsonValue.EMPTY_JSON_OBJECT);
        JsonObject body = Jsons.parse(recorder.last().text());
        assertThat(response.statusCode()).as("the response to " + body).isEqualTo(204);
        return body;
    }

    @Test
    void beansWithoutInjectionPointsAreKept() {
        try (FakePds fake = FakePds.start();
                RunningServer server = start("jackson")) {
            CheckedApp app = server.app("jackson");
            assertThat(Stream.of(
                                    OAuthTokenStore.class,
                                    SessionRefresher.class,
                                    SignedCalls.class,
                                    DpopProofFactory.class,
                                    DpopNonces.class,
                                    OAuthClient.class,
                                    ClientMetadata.class,
                                    IdentityResolver.class,
                                    LoginFlow.class,
                                    Logout.class,
                                    AppPasswordLogin.class,
                                    ActiveAccount.class,
                                    Refresher.class)
                            .filter(type -> !isBean(app, type)))
                    .isEmpty();

            app.save(fake.session(ALICE));
            fake.expireAccessTokens();
            HttpResponse<String> failed = Wire.get(app.address() + "/notes/session");
            assertThat(failed.statusCode()).isEqualTo(500);
            server.awaitLog("the application's own refresher was called");
        }
    }

    private static boolean isBean(CheckedApp app, Class<?> type) {
        return Boolean.parseBoolean(CheckedApp.ok(Wire.get(app.address() + "/sessions/bean?type=" + type.getName())));
    }

    @Test
    void missingJsonBStopsTheStartWithTheFix() {
        try (RunningServer server = start("no-json")) {
            server.awaitLog("JSON-B", "quarkus-jsonb");
            assertThat(server.unready("no-json").isUp()).isFalse();
        }
    }

    private RunningServer start(String app) {
        int port = ServerProcess.freePort();
        Map<String, String> config = Map.of(
                "only.user",
                ALICE,
                "idiolect.oauth.client-id",
                "http://localhost",
                "idiolect.oauth.redirect-uri",
                quarkus.address(port, app) + "/oauth/callback");
        Path log = Path.of("target", "runtimes", "Quarkus-" + app + ".log").toAbsolutePath();
        return new RunningServer(quarkus, port, quarkus.start(port, config, log, List.of(app)));
    }
}
