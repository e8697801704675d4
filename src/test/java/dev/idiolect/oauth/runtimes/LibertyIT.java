package dev.idiolect.oauth.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.pds.Wire;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Open Liberty with {@code microProfile-7.0}. */
@Tag("liberty-mp7")
class LibertyIT extends ServerChecks {

    LibertyIT() {
        super(new Liberty());
    }

    /** The library excludes its other classes, because the server would parse them at startup. */
    @Test
    void openApiDocumentHasThePagesOfTheLoginResource() {
        String document =
                Wire.get("http://127.0.0.1:" + shared().port() + "/openapi").body();
        assertThat(document).contains("/oauth/login:", "/oauth/callback:", "/calls/{way}:");
    }

    /** The server keeps the classes of each deployment, but only one native library. */
    @Test
    void redeploysWithSharedSqliteLeaveOneNativeLibrary() {
        Map<String, String> config = new HashMap<>(Leftovers.options(ServerFiles.directory(directory.resolve("one"))));
        config.put("idiolect.oauth.store", "sqlite");
        config.put("idiolect.oauth.store.path", directory.resolve("one.db").toString());
        try (RunningServer server = start(Liberty.withSqlite(), config, "checks")) {
            server.app("checks").save(fake.session(ALICE));
            List<Long> copies = copiesAfterEach(
                    3,
                    server,
                    "checks",
                    CHECKS_MARK,
                    app -> assertThat(app.call("blocking", ALICE, "one copy")).startsWith("at://"));
            assertThat(copies.get(2)).isGreaterThan(1);
            assertThat(Leftovers.libraries(server.process())).isEqualTo(1);
        }
    }
}
