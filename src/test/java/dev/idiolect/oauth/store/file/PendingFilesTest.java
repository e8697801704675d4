package dev.idiolect.oauth.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.idiolect.oauth.store.Kind;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.PersistentPendingLoginsContract;
import dev.idiolect.oauth.store.PersistentTokenStoreContract;
import dev.idiolect.oauth.store.StoreException;
import dev.idiolect.oauth.store.internal.PendingEntry;
import dev.idiolect.oauth.store.internal.persistent.StoredTexts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PendingFilesTest extends PersistentPendingLoginsContract {

    @Override
    protected Kind kind() {
        return Kind.FILESYSTEM;
    }

    @Override
    protected PendingLogins of(OAuthTokenStore opened) {
        return new PendingFiles(
                path(),
                new TempFiles(path(), clock),
                StoredTexts.of(null, path()),
                ((FilesystemOAuthTokenStore) opened)::requireOpen,
                clock,
                LIMIT);
    }

    private Set<String> names() throws Exception {
        try (Stream<Path> files = Files.list(path().resolve(".pending"))) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void onlyTheOwnerHasAccessAndFileNamesHideStates() throws Exception {
        logins.save("state", "body", LATER);
        String name = PendingEntry.key("state");
        assertThat(PersistentTokenStoreContract.modes(path().resolve(".pending")))
                .containsOnly(entry(".", "rwx------"), entry(name, "rw-------"));
        assertThat(name).isEqualTo(PendingEntry.key("state")).doesNotContain("state");
        assertThat(Files.readString(path().resolve(".pending").resolve(name)))
                .doesNotContain("state")
                .endsWith("body");
    }

    @Test
    void laterLoginsDeleteExpiredOnes() throws Exception {
        logins.save("old", "body", LATER);
        clock.advance(Duration.ofMinutes(30));
        logins.save("new", "body", clock.instant().plusSeconds(600));
        assertThat(names()).containsExactly(PendingEntry.key("new"));
    }

    @Test
    void expiredLoginsAreDeletedAfterTheClockWasSetBack() throws Exception {
        clock.advance(Duration.ofDays(365));
        logins.save("ahead", "body", clock.instant());
        clock.advance(Duration.ofDays(-365));
        logins.save("old", "body", clock.instant().plusSeconds(600));
        clock.advance(Duration.ofMinutes(30));
        logins.save("new", "body", clock.instant().plusSeconds(600));
        assertThat(names()).doesNotContain(PendingEntry.key("old"));
    }

    @Test
    void unreadableLoginFailsForItsOwnStateOnly() throws Exception {
        logins.save("one", "body", LATER);
        logins.save("two", "body", LATER);
        Files.writeString(path().resolve(".pending").resolve(PendingEntry.key("one")), "SECRET garbage");
        clock.advance(Duration.ofMinutes(5));
        logins.save("three", "body", LATER);
        assertThatThrownBy(() -> logins.consume("one"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(PendingEntry.key("one"))
                .hasMessageNotContaining("SECRET");
        assertThat(logins.consume("one")).isEmpty();
        assertThat(logins.consume("two")).contains("body");
    }

    @Test
    void pendingLoginsAreNotListedAsAccounts() {
        logins.save("state", "body", LATER);
        assertThat(store.listDids()).isEmpty();
    }
}
