package dev.idiolect.oauth.identity;

import static dev.idiolect.oauth.identity.IdentityFixture.ALICE;
import static dev.idiolect.oauth.identity.IdentityFixture.BOB;
import static dev.idiolect.oauth.identity.IdentityFixture.DID;
import static dev.idiolect.oauth.identity.IdentityFixture.OTHER;
import static dev.idiolect.oauth.identity.IdentityFixture.PDS;
import static dev.idiolect.oauth.identity.IdentityFixture.PLC;
import static dev.idiolect.oauth.identity.IdentityFixture.document;
import static dev.idiolect.oauth.identity.IdentityFixture.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.OwnThread;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import javax.naming.CommunicationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Resolves handles and DIDs to accounts, verified in both directions. */
@Timeout(30)
class IdentityResolverTest {

    private static final Identity AGREED = new Identity(DID, ALICE, PDS);

    private final IdentityFixture net = new IdentityFixture();

    @AfterEach
    void close() throws IOException {
        net.close();
    }

    private void assertRefused(String input, String... words) {
        assertFails(false, input, words);
    }

    private void assertUnavailable(String input, String... words) {
        assertFails(true, input, words);
    }

    private void assertFails(boolean isTransient, String input, String... words) {
        assertThatThrownBy(() -> net.resolver.resolve(input)).isInstanceOfSatisfying(IdentityException.class, e -> {
            assertThat(e.isTransient()).isEqualTo(isTransient);
            assertThat(e.subject()).isEqualTo(input);
            assertThat(e.getMessage()).contains(words);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {ALICE, "@Alice.EXAMPLE.com", "\u2066at://alice.example.com\u2069 ", DID, " at://" + DID})
    void handleAndDidLeadToTheSameIdentity(String input) {
        net.account(DID, ALICE);
        assertThat(net.resolver.resolveCached(input)).isEqualTo(AGREED);
    }

    @Test
    void didWebIsFoundOnItsHost() {
        String did = "did:web:bob.example.com";
        net.web.page("bob.example.com/.well-known/did.json", 200, IdentityFixture.documentOf(did, BOB));
        net.txt(BOB, "did=" + did);
        assertThat(net.resolver.resolveCached(BOB)).isEqualTo(new Identity(did, BOB, PDS));
        assertThat(net.resolver.resolve(did)).isEqualTo(new Identity(did, BOB, PDS));
    }

    @Test
    void documentForAnotherHandleIsRefused() {
        net.account(DID, ALICE);
        net.txt(BOB, "did=" + DID);
        assertRefused(BOB, BOB, DID, "lists " + ALICE);
        net.document(DID, document(DID, "", service("#atproto_pds", PDS)));
        assertRefused(BOB, "lists no handle");
    }

    @Test
    void onlyTheFirstHandleOfADocumentCounts() {
        net.txt(ALICE, "did=" + DID);
        net.txt(BOB, "did=" + DID);
        net.document(
                DID,
                document(
                        DID,
                        "7,\"https://x.example\",\"at://no handle\",\"at://" + ALICE
                                + "/path\",\"at://ALICE.example.com\",\"at://" + BOB + "\"",
                        service("#atproto_pds", PDS)));
        assertThat(net.resolver.resolveCached(ALICE)).isEqualTo(AGREED);
        assertThat(net.resolver.resolveCached(DID)).isEqualTo(AGREED);
        assertRefused(BOB, "lists " + ALICE);
    }

    @Test
    void handleOfAnotherDidIsNotReturned() {
        net.account(DID, ALICE);
        net.txt(ALICE, "did=" + OTHER);
        assertThat(net.resolver.resolveCached(DID)).isEqualTo(new Identity(DID, null, PDS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"handle.invalid", "alice.local", "alice.test"})
    void reservedHandleInADocumentIsNotResolved(String handle) {
        net.account(DID, handle);
        assertThat(net.resolver.resolveCached(DID)).isEqualTo(new Identity(DID, null, PDS));
        assertThat(net.dnsQuestions).hasValue(0);
    }

    @Test
    void documentOfAnotherDidIsRefused() {
        net.account(DID, ALICE);
        net.document(DID, IdentityFixture.documentOf(OTHER, ALICE));
        assertRefused(DID, "another DID");
        net.document(DID, "{\"alsoKnownAs\":[]}");
        assertRefused(DID, "another DID");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"id\":\"#atproto_pds\",\"type\":\"Other\",\"serviceEndpoint\":\"https://pds.example.com\"}",
                "{\"id\":\"#pds\",\"type\":\"AtprotoPersonalDataServer\",\"serviceEndpoint\":\"https://pds.example.com\"}",
                "{\"id\":\"#atproto_pds\",\"type\":\"AtprotoPersonalDataServer\"}",
                "{\"id\":\"#atproto_pds\",\"type\":[7],\"serviceEndpoint\":\"https://pds.example.com\"}",
                "{\"id\":\"atproto_pds\",\"type\":\"AtprotoPersonalDataServer\",\"serviceEndpoint\":\"https://pds.example.com\"}",
                "null,7,\"x\",[]"
            })
    void documentWithoutAPdsIsRefused(String services) {
        net.document(DID, document(DID, "", services));
        assertRefused(DID, "has no PDS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://pds.example.com",
                "https://pds.example.com/path",
                "https://pds.example.com?x=1",
                "https://pds.example.com#x",
                "https://u:p@pds.example.com",
                "https://10.0.0.1",
                "https://[::1]",
                "https://localhost",
                "http://localhost:2583",
                "https://pds",
                "pds.example.com",
                "",
                "not a url",
                "javascript:alert(1)"
            })
    void pdsWithUnusableUrlIsRefused(String endpoint) {
        net.document(DID, document(DID, "", service("#atproto_pds", endpoint)));
        assertRefused(DID, "origin of an https URL");
    }

    @Test
    void endpointMustBeAString() {
        net.document(
                DID,
                document(
                        DID,
                        "",
                        service("#atproto_pds", "x").replace("\"x\"", "{\"uri\":\"https://pds.example.com\"}")));
        assertRefused(DID, "origin of an https URL");
    }

    @ParameterizedTest
    @CsvSource({
        "https://pds.example.com/, https://pds.example.com",
        "HTTPS://PDS.example.COM:443, https://pds.example.com",
        "https://pds.example.com:8443, https://pds.example.com:8443"
    })
    void pdsUrlIsAnOrigin(String endpoint, String origin) {
        net.document(DID, document(DID, "", service(DID + "#atproto_pds", endpoint)));
        assertThat(net.resolver.resolveCached(DID)).isEqualTo(new Identity(DID, null, origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id':'#atproto_pds','type':'AtprotoPersonalDataServer','serviceEndpoint':'https://pds.example.com'}",
                "{'id':'did:web:pds.example.com#atproto_pds','type':'AtprotoPersonalDataServer','serviceEndpoint':'https://pds.example.com'}",
                "{'id':'#atproto_pds','type':['Other','AtprotoPersonalDataServer'],'serviceEndpoint':'https://pds.example.com'}",
                "{'id':'#atproto_pds','type':'AtprotoPersonalDataServer','serviceEndpoint':['https://pds.example.com']}",
                "{'id':'#atproto_pds','type':'AtprotoPersonalDataServer','serviceEndpoint':'https://pds.example.com','x':{'y':[]}}",
                "{'id':'#bsky_notif','type':'BskyNotificationService','serviceEndpoint':{'a':['b']}},"
                        + "{'id':'#atproto_pds','type':'AtprotoPersonalDataServer','serviceEndpoint':'https://pds.example.com'}"
            })
    void everyFormOfPdsServiceIsAccepted(String services) {
        net.document(DID, document(DID, "", services.replace('\'', '"')));
        assertThat(net.resolver.resolve(DID).pdsUrl()).isEqualTo(PDS);
    }

    @Test
    void unknownMembersOfDocumentAreIgnored() {
        net.txt(ALICE, "did=" + DID);
        net.document(
                DID,
                IdentityFixture.documentOf(DID, ALICE)
                        .replaceFirst(
                                "\\{",
                                "{\"@context\":[\"https://www.w3.org/ns/did/v1\",{\"@base\":\"x\"}],\"controller\":null,"
                                        + "\"verificationMethod\":[{\"id\":\"#atproto\",\"type\":\"Multikey\"}],"));
        assertThat(net.resolver.resolve(DID)).isEqualTo(AGREED);
    }

    @Test
    void firstOfTwoPdsServicesCounts() {
        String other =
                "{\"id\":\"#atproto_labeler\",\"type\":\"AtprotoLabeler\",\"serviceEndpoint\":\"https://l.example.com\"}";
        net.document(
                DID,
                document(
                        DID,
                        "",
                        String.join(
                                ",",
                                other,
                                service("#atproto_pds", PDS),
                                service("#atproto_pds", "https://two.example.com"))));
        assertThat(net.resolver.resolveCached(DID).pdsUrl()).isEqualTo(PDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "[[\"id\",\"" + DID + "\"]]", "{\"id\":"})
    void documentMustBeAJsonObject(String body) {
        net.document(DID, body);
        assertUnavailable(DID, "not a JSON object");
    }

    @Test
    void deeplyNestedAndHugeDocumentsAreRefused() {
        net.document(DID, "{\"id\":" + "[".repeat(100_000));
        assertUnavailable(DID, "not a JSON object");
        net.document(DID, " ".repeat(600_000));
        assertRefused(DID, "larger than");
    }

    @ParameterizedTest
    @CsvSource({"404, false", "410, false", "302, false", "500, true", "429, true"})
    void missingDocumentIsReported(int status, boolean isTransient) {
        net.web.page(PLC + "/" + DID, status, "{}");
        assertThatThrownBy(() -> net.resolver.resolveCached(DID))
                .isInstanceOfSatisfying(
                        IdentityException.class,
                        e -> assertThat(e.isTransient()).isEqualTo(isTransient))
                .hasMessageContaining(DID)
                .hasMessageContaining("HTTP " + status);
    }

    @Test
    void unreachableDirectoryIsTransient() {
        net.web.page(PLC + "/" + DID, out -> {});
        assertThatThrownBy(() -> net.resolver.resolveCached(DID))
                .isInstanceOfSatisfying(
                        IdentityException.class,
                        e -> assertThat(e.isTransient()).isTrue())
                .hasMessageContaining("https://plc.example.com/" + DID);
    }

    @Test
    void identityIsCachedFiveMinutesByDidAndHandle() {
        net.account(DID, ALICE);
        net.resolver.resolveCached(ALICE);
        net.clock.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(net.resolver.resolveCached("@ALICE.example.com")).isEqualTo(AGREED);
        assertThat(net.resolver.resolveCached(DID)).isEqualTo(AGREED);
        assertThat(net.web.requestsTo(PLC + "/" + DID)).isEqualTo(1);
        net.clock.advance(Duration.ofMillis(1));
        net.resolver.resolveCached(ALICE);
        assertThat(net.web.requestsTo(PLC + "/" + DID)).isEqualTo(2);
    }

    @Test
    void freshResultReplacesTheCachedOne() {
        net.account(DID, ALICE);
        net.resolver.resolveCached(ALICE);
        String moved = "https://two.example.com";
        net.document(DID, document(DID, "\"at://" + ALICE + "\"", service("#atproto_pds", moved)));
        assertThat(net.resolver.resolveCached(ALICE)).isEqualTo(AGREED);
        assertThat(net.resolver.resolve(ALICE).pdsUrl()).isEqualTo(moved);
        assertThat(net.resolver.resolveCached(DID).pdsUrl()).isEqualTo(moved);
        assertThat(net.web.requestsTo(PLC + "/" + DID)).isEqualTo(2);
    }

    @Test
    void failureIsNotCached() {
        assertThatThrownBy(() -> net.resolver.resolveCached(ALICE)).isInstanceOf(IdentityException.class);
        net.account(DID, ALICE);
        assertThat(net.resolver.resolveCached(ALICE)).isEqualTo(AGREED);
    }

    @Test
    void unverifiedHandleIsLeftOutAndNotCached() {
        net.account(DID, ALICE);
        TxtLookup working = net.dns;
        net.dns = name -> {
            throw new CommunicationException("no name server");
        };
        assertThat(net.resolver.resolveCached(DID).handle()).isNull();
        net.dns = working;
        assertThat(net.resolver.resolveCached(DID).handle()).isEqualTo(ALICE);
    }

    @Test
    void cacheIsBounded() {
        IdentityCache cache = new IdentityCache(net.clock);
        for (int i = 0; i < 5000; i++) {
            cache.put(new Identity("did:web:d" + i + ".com", "h" + i + ".com", PDS));
            cache.get("did:web:d0.com");
        }
        assertThat(cache.size()).isEqualTo(IdentityCache.LIMIT);
        assertThat(cache.get("did:web:d0.com")).isNotNull();
        assertThat(cache.get("did:web:d1.com")).isNull();
    }

    @Test
    void concurrentCallersGetTheSameIdentity() {
        net.account(DID, ALICE);
        int callers = 20;
        CyclicBarrier start = new CyclicBarrier(callers);
        List<CompletableFuture<Identity>> identities = IntStream.range(0, callers)
                .mapToObj(i -> OwnThread.supply(() -> {
                    try {
                        start.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    return net.resolver.resolve(i % 2 == 0 ? ALICE : DID);
                }))
                .toList();
        assertThat(identities)
                .allSatisfy(identity -> assertThat(identity.join()).isEqualTo(AGREED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://plc.example.com", "https://plc.example.com/x", "https://10.0.0.1", "plc", "", "::"})
    void unusableServiceUrlIsRefusedByTheBuilder(String url) {
        for (String handleResolver : new String[] {null, url}) {
            String plc = handleResolver == null ? url : IdentityResolver.PLC_DIRECTORY;
            assertThatThrownBy(() -> IdentityResolver.builder()
                            .handleResolver(handleResolver)
                            .plcUrl(plc)
                            .timeout(Duration.ofSeconds(1))
                            .build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(handleResolver == null ? "PLC directory" : "handle resolver")
                    .hasMessageContaining('"' + url + '"');
        }
    }

    @Test
    void builderSendsNoRequest() {
        assertThat(IdentityResolver.builder().build()).isNotNull();
        assertThatThrownBy(
                        () -> IdentityResolver.builder().timeout(Duration.ZERO).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("timeout");
    }
}
