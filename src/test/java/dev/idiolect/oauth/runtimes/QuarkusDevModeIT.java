package dev.idiolect.oauth.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.idiolect.oauth.pds.Wire;
import dev.idiolect.oauth.testkit.internal.FakePds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changes of the application while it runs in dev mode. */
@Tag("quarkus")
@Timeout(180)
class QuarkusDevModeIT {

    private static final String ALICE = RuntimeChecks.ALICE;
    private static final Duration RELOAD_LIMIT = Duration.ofSeconds(60);
    private static final Duration END_LIMIT = Duration.ofSeconds(30);

    private final Platform quarkus = new QuarkusDevMode();

    @Test
    void sessionsAndCallsSurviveLiveReloads(@TempDir Path directory) throws IOException {
        String database = directory.resolve("sessions.db").toString();
        Path source = QuarkusDevMode.source("Edition.java");
        String original = Files.readString(source);
        String process;
        try (FakePds fake = FakePds.start();
                RunningServer server = start(database)) {
            CheckedApp app = server.app("checks");
            app.save(fake.session(ALICE));
            process = get(app, "/edition/process");
            assertThat(app.call("typed", ALICE, "edition 0")).startsWith("at://" + ALICE);

            for (int edition = 1; edition <= 2; edition++) {
                String name = "edition " + edition;
                ServerFiles.write(source, original.replace("edition 0", name));
                await(name)
                        .atMost(RELOAD_LIMIT)
                        .until(() -> get(app, "/edition").equals(name));

                fake.expireAccessTokens();
                for (String way : List.of("typed", "blocking", "uni")) {
                    assertThat(app.call(way, ALICE, way + " of " + name)).startsWith("at://" + ALICE);
                }
                assertThat(app.dids()).containsExactly(ALICE);
            }
            assertThat(get(app, "/edition/process")).isEqualTo(process);
            assertThat(RuntimeChecks.texts(fake, ALICE))
                    .contains("edition 0", "typed of edition 1", "blocking of edition 2", "uni of edition 2");
            fake.assertNoViolations();
        } finally {
            ServerFiles.write(source, original);
        }
        await("end of the application's process")
                .atMost(END_LIMIT)
                .until(() -> ProcessHandle.of(Long.parseLong(process)).isEmpty());
    }

    private static String get(CheckedApp app, String path) {
        return CheckedApp.ok(Wire.get(app.address() + path));
    }

    private RunningServer start(String database) {
        int port = ServerProcess.freePort();
        Map<String, String> config = Map.of(
                "idiolect.oauth.store",
                "sqlite",
                "idiolect.oauth.store.path",
                database,
                "idiolect.oauth.client-id",
                "http://localhost",
                "idiolect.oauth.redirect-uri",
                quarkus.address(port, "checks") + "/oauth/callback");
        Path log = Path.of("target", "runtimes", "Quarkus-dev-mode.log").toAbsolutePath();
        return new RunningServer(quarkus, port, quarkus.start(port, config, log, List.of("checks")));
    }
}
