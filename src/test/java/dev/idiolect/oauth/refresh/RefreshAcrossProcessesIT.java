package dev.idiolect.oauth.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.PostgreSql;
import dev.idiolect.oauth.QuickJvm;
import dev.idiolect.oauth.store.OAuthTokenStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that share a store and an account. */
class RefreshAcrossProcessesIT extends RefreshFixture {

    private static final int PROCESSES = 3;
    private static final int ROUNDS = 20;

    @Test
    void noRefreshTokenIsUsedTwice(@TempDir Path directory) throws Exception {
        assertNoRefreshTokenIsUsedTwice(directory.toString());
    }

    @Test
    void noRefreshTokenIsUsedTwiceByHostsOfOneDatabase() throws Exception {
        assertNoRefreshTokenIsUsedTwice(PostgreSql.url(PostgreSql.newSchema()));
    }

    private void assertNoRefreshTokenIsUsedTwice(String place) throws Exception {
        List<Process> processes = new ArrayList<>();
        OAuthTokenStore mine = RefreshMain.open(place);
        try {
            mine.save(fake.session(DID));
            List<BufferedReader> outputs = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(start(place));
                outputs.add(processes.get(i).inputReader());
            }
            for (BufferedReader output : outputs) {
                assertThat(output.readLine()).isEqualTo("ready");
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (Process process : processes) {
                    process.getOutputStream().write(1);
                    process.getOutputStream().flush();
                }
                for (BufferedReader output : outputs) {
                    assertThat(output.readLine()).startsWith("ref-");
                }
            }
            assertThat(mine.load(DID))
                    .hasValueSatisfying(last -> refresher(PATIENT).refresh(last));
        } finally {
            processes.forEach(Process::destroy);
            ((AutoCloseable) mine).close();
        }
        assertThat(fake.refreshes()).isBetween(ROUNDS + 1, PROCESSES * ROUNDS + 1);
        fake.assertNoViolations();
    }

    static Process start(String place) throws IOException {
        List<String> command = QuickJvm.command();
        command.addAll(List.of(RefreshMain.class.getName(), place, DID));
        return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    }
}
