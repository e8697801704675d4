package dev.idiolect.oauth.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.ParserFuzz;
import dev.idiolect.oauth.Parsing;
import dev.idiolect.oauth.identity.internal.TypedAccount;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.MaxLength;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.session.Did;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Input from users, and responses of domains and directories. */
class IdentityFuzzTest {

    private static final String DID = IdentityFixture.DID;
    private static final String ALICE = IdentityFixture.ALICE;

    static Stream<byte[]> typedAccountsSeeds() {
        return Parsing.seeds(
                ALICE,
                " @Alice.Example.com. ",
                "at://" + DID + "/app.bsky.feed.post/3k",
                "https://bsky.app/profile/" + ALICE + "/post/3k",
                "http://localhost:2583",
                "did:web:localhost%3A2583",
                "b\u00fccher.example",
                "alice@example.com");
    }

    @MethodSource("typedAccountsSeeds")
    @ParserFuzz
    void typedAccounts(byte[] input) {
        Parsing.throwing().text(input, text -> {
            TypedAccount typed = TypedAccount.of(text);
            typed.isEmailAddress();
            String name = typed.name();
            // Decoding %25 leaves a percent sign, which would be decoded again.
            boolean decoded = name != null && (!name.contains("%") || name.startsWith("did:web:"));
            if (typed.isUnderstood() && decoded && (Did.isValid(name) || typed.server() == null)) {
                assertThat(TypedAccount.of(name).name()).isEqualTo(name);
            }
            typed.isUrl();
        });
    }

    static Stream<byte[]> handlesSeeds() {
        return Parsing.seeds(ALICE, "@alice.example.com", "xn--bcher-kva.example", "alice.test", "a.b");
    }

    @MethodSource("handlesSeeds")
    @ParserFuzz
    void handles(byte[] input) {
        Parsing.throwing(IdentityException.class).text(input, text -> {
            Handle handle = Handle.of(text, NetworkPolicy.PUBLIC);
            assertThat(MaxLength.HOST.allows(handle.value())).isTrue();
            assertThat(Handle.of(handle.value(), NetworkPolicy.PUBLIC)).isEqualTo(handle);
        });
    }

    static Stream<byte[]> didsSeeds() {
        return Parsing.seeds(DID, "did:web:example.com", "did:web:localhost%3A2583", "did:key:zabc");
    }

    @MethodSource("didsSeeds")
    @ParserFuzz
    void dids(byte[] input) {
        Parsing.throwing(IdentityException.class).text(input, text -> {
            assertThat(AtprotoDid.isSupported(text, NetworkPolicy.PUBLIC) && !Did.isValid(text))
                    .isFalse();
            AtprotoDid.documentUrl(text, "https://plc.example.com", NetworkPolicy.DEVELOPMENT)
                    .getScheme();
        });
    }

    static Stream<byte[]> didDocumentsSeeds() {
        return Parsing.seeds("{\"id\":\"" + DID + "\",\"alsoKnownAs\":[\"x\",\"at://" + ALICE
                + "\"],\"service\":[{\"id\":\"#atproto_pds\",\"type\":[\"AtprotoPersonalDataServer\"],"
                + "\"serviceEndpoint\":\"https://pds.example.com\"}]}");
    }

    @MethodSource("didDocumentsSeeds")
    @ParserFuzz
    void didDocuments(byte[] input) {
        Parsing.throwing(IdentityException.class).bytes(input, bytes -> {
            Map<String, Object> json =
                    new HttpResponse(200, HttpHeaders.of(Map.of(), (name, value) -> true), input).json();
            DidDocument document = DidDocument.of(DID, json == null ? Map.of() : json, NetworkPolicy.PUBLIC);
            assertThat(document.did()).isEqualTo(DID);
            assertThat(document.pdsUrl()).hasSizeLessThan(280).startsWith("https://");
        });
    }

    static Stream<byte[]> txtRecordsSeeds() {
        return Parsing.seeds("did=" + DID, "\"did=did:plc:\" z72i7hdynmk6r22z27h6tvur", "\"a \\\"b\" c", "v=spf1");
    }

    @MethodSource("txtRecordsSeeds")
    @ParserFuzz
    void txtRecords(byte[] input) {
        Parsing.throwing().text(input, text -> {
            String record = JndiTxtLookup.joined(text);
            assertThat(record.length()).isLessThanOrEqualTo(text.length());
            HandleLookup found = new DnsTxtHandleResolver(name -> List.of(record, text), NetworkPolicy.PUBLIC)
                    .lookUp(new Handle(ALICE));
            assertThat(found.did() == null || Did.isValid(found.did())).isTrue();
            assertThat(found.detail()).hasSizeLessThan(200);
        });
    }
}
