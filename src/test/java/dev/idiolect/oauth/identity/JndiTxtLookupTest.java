package dev.idiolect.oauth.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.internal.http.NetworkPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import javax.naming.CommunicationException;
import javax.naming.NamingException;
import javax.naming.ServiceUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the JDK's DNS client with a local name server. */
class JndiTxtLookupTest {

    private static final String NAME = "_atproto.alice.example.com";

    private TestDns server;
    private JndiTxtLookup lookup;

    @BeforeEach
    void start() throws IOException {
        server = new TestDns();
        lookup = new JndiTxtLookup(server.url(), 1000);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void allRecordsAreReturned() throws NamingException {
        server.records.put(NAME, List.of(List.of("did=did:web:a.com"), List.of("v=spf1 -all"), List.of("")));
        assertThat(lookup.recordsOf(NAME)).containsExactlyInAnyOrder("did=did:web:a.com", "v=spf1 -all", "");
    }

    @Test
    void stringsOfOneRecordAreJoined() throws NamingException {
        server.records.put(NAME, List.of(List.of("did=did:plc:z72i7hd", "ynmk6r22z27", "h6tvur")));
        assertThat(lookup.recordsOf(NAME)).containsExactly("did=did:plc:z72i7hdynmk6r22z27h6tvur");
    }

    @Test
    void spacesAndQuotesInARecordAreKept() throws NamingException {
        server.records.put(NAME, List.of(List.of("a \"b\" \\c", "d e")));
        assertThat(lookup.recordsOf(NAME)).containsExactly("a \"b\" \\cd e");
    }

    @Test
    void missingNameAndNameWithoutTxtHaveNoRecords() throws NamingException {
        server.records.put("_atproto.bob.example.com", List.of());
        assertThat(lookup.recordsOf(NAME)).isEmpty();
        assertThat(lookup.recordsOf("_atproto.bob.example.com")).isEmpty();
    }

    @Test
    void recordsOfAnAliasAreReturned() throws NamingException {
        server.aliases.put(NAME, "alice.handles.example.net");
        server.records.put("alice.handles.example.net", List.of(List.of("did=did:web:a.com")));
        assertThat(lookup.recordsOf(NAME)).containsExactly("did=did:web:a.com");
    }

    @Test
    void failingServerIsTransient() {
        server.failures.put(NAME, TestDns.SERVFAIL);
        assertThatThrownBy(() -> lookup.recordsOf(NAME)).isInstanceOf(ServiceUnavailableException.class);
        assertThat(new DnsTxtHandleResolver(lookup, NetworkPolicy.PUBLIC)
                        .lookUp(new Handle("alice.example.com"))
                        .isTransient())
                .isTrue();
    }

    @Test
    void silentServerGetsTwoAttempts() {
        server.mute = true;
        JndiTxtLookup impatient = new JndiTxtLookup(server.url(), 100);
        long start = System.nanoTime();
        assertThatThrownBy(() -> impatient.recordsOf(NAME)).isInstanceOf(CommunicationException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(280), Duration.ofSeconds(5));
        assertThat(server.questions).hasValue(2);
    }
}
