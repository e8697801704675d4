package dev.idiolect.oauth.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** More checks, for runtimes with one application in a process. */
abstract class SingleAppChecks extends RuntimeChecks {

    SingleAppChecks(Platform platform) {
        super(platform);
    }

    @Test
    void sessionFilesAreReadableOutsideTheRuntime() {
        Path files = directory.resolve("sessions");
        Map<String, String> config =
                Map.of("idiolect.oauth.store", "filesystem", "idiolect.oauth.store.path", files.toString());
        OAuthSession session = fake.session(ALICE);
        try (RunningServer server = start(config, "checks")) {
            server.app("checks").save(session);
            assertThat(server.app("checks").call("blocking", ALICE, "from files"))
                    .startsWith("at://");
        }
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(files)) {
            assertThat(store.load(ALICE)).contains(session);
        }
    }
}
