package dev.idiolect.oauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of pending logins that outlive their process and are shared by several. */
public abstract class PersistentPendingLoginsContract extends LibraryPendingLoginsContract {

    @TempDir
    protected Path root;

    protected OAuthTokenStore store;

    protected abstract Kind kind();

    protected abstract PendingLogins of(OAuthTokenStore opened);

    protected Path path() {
        return root.resolve("state/store");
    }

    @Override
    protected PendingLogins open() {
        store = kind().open(path());
        return of(store);
    }

    @Override
    protected void close() throws Exception {
        Kind.close(store);
    }

    private static PendingLogins real(OAuthTokenStore opened) {
        return opened.pendingLogins().orElseThrow();
    }

    @Test
    void reopeningFindsTheLogin() throws Exception {
        real(store).save("state", "body", Instant.now().plusSeconds(600));
        close();
        logins = open();
        assertThat(real(store).consume("state")).contains("body");
        close();
        logins = open();
        assertThat(real(store).consume("state")).isEmpty();
    }

    @Test
    void onlyOneProcessGetsALogin() throws Exception {
        int count = 60;
        List<String> numbers =
                IntStream.range(0, count).mapToObj(Integer::toString).toList();
        for (String number : numbers) {
            real(store).save("login-" + number, number, Instant.now().plusSeconds(600));
        }
        List<String> taken = new ArrayList<>();
        try (StoreProcess one = StoreProcess.start(kind(), path(), "take-logins", "login-", count);
                StoreProcess two = StoreProcess.start(kind(), path(), "take-logins", "login-", count)) {
            one.expect("up");
            two.expect("up");
            one.proceed();
            two.proceed();
            for (StoreProcess process : List.of(one, two)) {
                String line = process.line();
                taken.addAll(line == null || line.isEmpty() ? List.of() : List.of(line.split(",")));
                process.expectSuccess();
            }
        }
        assertThat(taken).containsExactlyInAnyOrderElementsOf(numbers);
    }

    @Test
    void useAfterCloseIsAClearError() throws Exception {
        close();
        assertThatThrownBy(() -> logins.consume("state"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> logins.save("state", "body", LATER))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("closed");
    }
}
