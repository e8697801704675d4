package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.session.TestSessions;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Lists that are printed while they are read. */
class SessionOutputTest {

    private final List<String> printed = new ArrayList<>();

    private static List<OAuthSession> sessions(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> TestSessions.full("did:plc:" + "a".repeat(1 + i / 1500)))
                .toList();
    }

    private String text(SessionOutput output, List<OAuthSession> sessions) {
        printed.clear();
        sessions.forEach(output::add);
        assertThat(output.end()).isEqualTo(sessions.size());
        return String.join(System.lineSeparator(), printed);
    }

    @Test
    void sessionsArePrintedAsOneJsonArray() {
        for (int count : new int[] {1, 2, 3}) {
            JsonArrayBuilder array = Json.createArrayBuilder();
            sessions(count).forEach(session -> array.add(JsonOutput.session(session, InProcess.NOW)));
            assertThat(text(new JsonSessions(InProcess.NOW, printed::add), sessions(count)))
                    .isEqualTo(JsonOutput.format(array.build()));
        }
        assertThat(text(new JsonSessions(InProcess.NOW, printed::add), List.of()))
                .isEqualTo("[]");
    }

    @Test
    void tableIsPrintedInBlocks() {
        String table = text(new SessionTable(InProcess.NOW, printed::add), sessions(2500));
        assertThat(printed).hasSize(3);
        assertThat(table.lines()).hasSize(2501);
        assertThat(table.lines().filter(line -> line.startsWith("DID"))).hasSize(1);
        assertThat(text(new SessionTable(InProcess.NOW, printed::add), List.of()))
                .isEmpty();
        assertThat(Stream.of(1000, 999, 1)
                        .map(count -> text(new SessionTable(InProcess.NOW, printed::add), sessions(count))
                                .lines()
                                .count()))
                .containsExactly(1001L, 1000L, 2L);
    }
}
