package dev.idiolect.oauth.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.internal.http.NetworkPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AtprotoDidTest {

    private static final String PLC = "https://plc.directory";

    @Test
    void documentOfAPlcIsInTheDirectory() {
        assertThat(AtprotoDid.documentUrl("did:plc:z72i7hdynmk6r22z27h6tvur", PLC, NetworkPolicy.PUBLIC))
                .hasToString("https://plc.directory/did:plc:z72i7hdynmk6r22z27h6tvur");
    }

    @Test
    void documentOfAWebIsOnItsHost() {
        assertThat(AtprotoDid.documentUrl("did:web:blueskyweb.xyz", PLC, NetworkPolicy.PUBLIC))
                .hasToString("https://blueskyweb.xyz/.well-known/did.json");
    }

    @ParameterizedTest
    @CsvSource({
        "did:web:localhost, http://localhost/.well-known/did.json",
        "did:web:localhost%3A2583, http://localhost:2583/.well-known/did.json"
    })
    void localhostIsForDevelopment(String did, String url) {
        assertThat(AtprotoDid.documentUrl(did, PLC, NetworkPolicy.DEVELOPMENT)).hasToString(url);
        assertThat(AtprotoDid.isSupported(did, NetworkPolicy.PUBLIC)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "did:plc:z72i7hdynmk6r22z27h6tvu",
                "did:plc:z72i7hdynmk6r22z27h6tvurr",
                "did:plc:Z72i7hdynmk6r22z27h6tvur",
                "did:plc:z72i7hdynmk6r22z27h6tv01",
                "did:plc:../../etc/passwd",
                "did:key:zQ3shZc2QzApp2oymGvQbzP8eKheVsh",
                "did:method:val:two",
                "did:web:example.com:user",
                "did:web:example.com%3A443",
                "did:web:example.com%2Fx",
                "did:web:Example.com",
                "did:web:com",
                "did:web:10.0.0.1",
                "did:web:127.0.0.1",
                "did:web:x.arpa",
                "did:web:x.internal",
                "did:web:localhost%3A0",
                "did:web:localhost%3A99999",
                "did:web:localhost%3a80",
                "did:web:example.com:",
                "DID:web:example.com",
                "did:web:",
                "did:web:a.com/x",
                "did:web:a.com#x",
                "did:",
                "x"
            })
    void otherDidsAreRefused(String did) {
        assertThatThrownBy(() -> AtprotoDid.documentUrl(did, PLC, NetworkPolicy.DEVELOPMENT))
                .isInstanceOfSatisfying(IdentityException.class, e -> {
                    assertThat(e.isTransient()).isFalse();
                    assertThat(e.subject()).isEqualTo(did);
                });
    }

    @Test
    void invalidAndUnsupportedDidsAreDistinguished() {
        assertThatThrownBy(() -> AtprotoDid.documentUrl("did:plc", PLC, NetworkPolicy.PUBLIC))
                .hasMessageContaining("Invalid DID");
        assertThatThrownBy(() -> AtprotoDid.documentUrl("did:key:abc", PLC, NetworkPolicy.PUBLIC))
                .hasMessageContaining("Unsupported DID");
    }
}
