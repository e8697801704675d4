package dev.idiolect.oauth.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.Fuzz;
import dev.idiolect.oauth.identity.internal.TypedAccount;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.MaxLength;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.session.Did;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What users type, and what domains and directories return. */
class IdentityFuzzTest {

    private static final String DID = IdentityFixture.DID;
    private static final String ALICE = IdentityFixture.ALICE;

    @Test
    void typedAccounts() {
        Fuzz.of("typed account")
                .examples(
                        ALICE,
                        " @Alice.Example.com. ",
                        "at://" + DID + "/app.bsky.feed.post/3k",
                        "https://bsky.app/profile/" + ALICE + "/post/3k",
                        "http://localhost:2583",
                        "did:web:localhost%3A2583",
                        "b\u00fccher.example",
                        "alice@example.com")
                .texts(text -> {
                    TypedAccount typed = TypedAccount.of(text);
                    typed.isEmailAddress();
                    String name = typed.name();
                    if (typed.isUnderstood() && name != null && (Did.isValid(name) || typed.server() == null)) {
                        assertThat(TypedAccount.of(name).name()).isEqualTo(name);
                    }
                    return typed.isUnderstood() + " " + typed.isUrl();
                });
    }

    @Test
    void handles() {
        Fuzz.of("handle", IdentityException.class)
                .examples(ALICE, "@alice.example.com", "xn--bcher-kva.example", "alice.test", "a.b")
                .texts(text -> {
                    Handle handle = Handle.of(text, NetworkPolicy.PUBLIC);
                    assertThat(MaxLength.HOST.allows(handle.value())).isTrue();
                    assertThat(Handle.of(handle.value(), NetworkPolicy.PUBLIC)).isEqualTo(handle);
                    return handle.value().startsWith("xn--");
                });
    }

    @Test
    void dids() {
        Fuzz.of("DID", IdentityException.class)
                .examples(DID, "did:web:example.com", "did:web:localhost%3A2583", "did:key:zabc")
                .texts(text -> {
                    assertThat(AtprotoDid.isSupported(text, NetworkPolicy.PUBLIC) && !Did.isValid(text))
                            .isFalse();
                    return AtprotoDid.documentUrl(text, "https://plc.example.com", NetworkPolicy.DEVELOPMENT)
                            .getScheme();
                });
    }

    @Test
    void didDocuments() {
        Fuzz.of("DID document", IdentityException.class)
                .examples("{\"id\":\"" + DID + "\",\"alsoKnownAs\":[\"x\",\"at://" + ALICE
                        + "\"],\"service\":[{\"id\":\"#atproto_pds\",\"type\":[\"AtprotoPersonalDataServer\"],"
                        + "\"serviceEndpoint\":\"https://pds.example.com\"}]}")
                .bytes(input -> {
                    Map<String, Object> json =
                            new HttpResponse(200, HttpHeaders.of(Map.of(), (name, value) -> true), input).json();
                    DidDocument document = DidDocument.of(DID, json == null ? Map.of() : json, NetworkPolicy.PUBLIC);
                    assertThat(document.did()).isEqualTo(DID);
                    assertThat(document.pdsUrl()).hasSizeLessThan(280).startsWith("https://");
                    return document.handle() == null;
                });
    }

    @Test
    void txtRecords() {
        Fuzz.of("TXT record")
                .examples("did=" + DID, "\"did=did:plc:\" z72i7hdynmk6r22z27h6tvur", "\"a \\\"b\" c", "v=spf1")
                .texts(text -> {
                    String record = JndiTxtLookup.joined(text);
                    assertThat(record.length()).isLessThanOrEqualTo(text.length());
                    HandleLookup found = new DnsTxtHandleResolver(name -> List.of(record, text), NetworkPolicy.PUBLIC)
                            .lookUp(new Handle(ALICE));
                    assertThat(found.did() == null || Did.isValid(found.did())).isTrue();
                    assertThat(found.detail()).hasSizeLessThan(200);
                    return found.isFinal();
                });
    }
}
