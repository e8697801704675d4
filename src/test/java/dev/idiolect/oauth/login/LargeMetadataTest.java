package dev.idiolect.oauth.login;

import static dev.idiolect.oauth.testkit.internal.FakePds.AUTHORIZATION_SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.internal.http.MaxLength;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.store.sqlite.SqliteOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Jsons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stranger cannot fill a store with logins at servers whose metadata has long URLs. */
class LargeMetadataTest extends LoginFixture {

    private static final int FORMS = 900;
    private static final int FORMS_IN_MEMORY = 180;
    private static final long MEGABYTE = 1 << 20;
    private static final long BLOCK = 4096;

    private final WatchedStore watched = new WatchedStore();
    private final LoginFlow attacked = new LoginFlow(client, settings(watched));

    private void giveLongUrls(FakePds server, int length) {
        String url = longUrl(server, length);
        server.fail(
                AUTHORIZATION_SERVER,
                FakePds.ALWAYS,
                Faults.add(Jsons.object("token_endpoint", url, "revocation_endpoint", url)));
    }

    private static String longUrl(FakePds server, int length) {
        String url = server.issuer() + "/";
        return url + "x".repeat(length - url.length());
    }

    @ParameterizedTest
    @ValueSource(ints = {240_000, 8_000, 2_048})
    void loginFormsKeepFewBytes(int length) {
        try (FakePds other = FakePds.startSplit()) {
            directory.put(other, OTHER);
            giveLongUrls(fake, length);
            giveLongUrls(other, length);
            for (int i = 0; i < FORMS_IN_MEMORY; i++) {
                try {
                    attacked.begin(i % 2 == 0 ? DID : OTHER);
                } catch (LoginException refused) {
                    assertThat(refused.reason()).isEqualTo(LoginException.Reason.PROTOCOL_ERROR);
                }
            }
        }
        long characters =
                watched.pending.values().stream().mapToLong(String::length).sum();
        assertThat(characters)
                .as("kept by %s pending logins", watched.pending.size())
                .isLessThan(MEGABYTE);
    }

    /** Without limits, the same forms filled 462 MB of a disk. Flushes each pending login to disk. */
    @ParameterizedTest
    @Timeout(240)
    @ValueSource(strings = {"filesystem", "sqlite"})
    void loginFormsFillFewMegabytesOfDisk(String kind, @TempDir Path directory) throws IOException {
        giveLongUrls(fake, MaxLength.URL.limit());
        if (kind.equals("sqlite")) {
            try (SqliteOAuthTokenStore disk = SqliteOAuthTokenStore.open(directory.resolve("sessions.db"))) {
                begin(new LoginFlow(client, settings(disk)));
            }
        } else {
            try (FilesystemOAuthTokenStore disk = FilesystemOAuthTokenStore.open(directory)) {
                begin(new LoginFlow(client, settings(disk)));
            }
        }
        assertThat(blocksUnder(directory) * BLOCK)
                .as("bytes on disk of %s logins", FORMS)
                .isBetween(4 * MEGABYTE, 9 * MEGABYTE);
    }

    private void begin(LoginFlow begun) {
        for (int i = 0; i < FORMS; i++) {
            begun.begin(DID);
        }
    }

    private static long blocksUnder(Path directory) throws IOException {
        long blocks = 0;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                blocks += (Files.size(file) + BLOCK - 1) / BLOCK;
            }
        }
        return blocks;
    }

    @Test
    void exceptionNamesMemberAndLimitOnly() {
        fake.fail(AUTHORIZATION_SERVER, Faults.set("token_endpoint", longUrl(fake, 2049)));
        assertThat(failure(() -> attacked.begin(DID)))
                .hasMessageContaining("token_endpoint must have at most 2048 characters")
                .hasMessageNotContaining("xxx");
        assertThat(watched.pending).isEmpty();
    }
}
