package dev.idiolect.oauth.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people type as their account is understood where it can be. */
class TypedAccountTest {

    private static final String DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";

    @ParameterizedTest
    @ValueSource(
            strings = {
                DID,
                "DID:PLC:EWVI7NXZYOUN6ZHXRHS64OIZ",
                "did:plc:EWVI7NXZYOUN6ZHXRHS64OIZ",
                " at://" + DID + "/app.bsky.feed.post/3k2a",
                "@" + DID,
                "did%3Aplc%3Aewvi7nxzyoun6zhxrhs64oiz",
                "bsky.app/profile/" + DID,
                "https://bsky.app/profile/did%3Aplc%3Aewvi7nxzyoun6zhxrhs64oiz/post/3k2a",
                "https://plc.directory/" + DID + "/log"
            })
    void didIsFound(String typed) {
        assertThat(TypedAccount.of(typed)).isEqualTo(new TypedAccount(DID, null, false));
    }

    @Test
    void onlyCaseInsensitivePartsOfADidChange() {
        assertThat(TypedAccount.of("Did:WEB:Alice.Example.com%3a8080").name())
                .isEqualTo("did:web:alice.example.com%3A8080");
        assertThat(TypedAccount.of("DID:Key:zQ3sh").name()).isEqualTo("did:key:zQ3sh");
    }

    @ParameterizedTest
    @CsvSource({
        "pds.example.com, pds.example.com, https://pds.example.com, false",
        "PDS.Example.com., pds.example.com, https://pds.example.com, false",
        "https://pds.example.com, pds.example.com, https://pds.example.com, true",
        "http://pds.example.com, pds.example.com, https://pds.example.com, true",
        "HTTPS://PDS.example.com/, pds.example.com, https://pds.example.com, true",
        "https://pds.example.com/xrpc/_health?x=1#y, pds.example.com, https://pds.example.com, true",
        "pds.example.com/, pds.example.com, https://pds.example.com, false",
        "pds.example.com:8443, , https://pds.example.com:8443, true",
        "https://pds.example.com:8443/, , https://pds.example.com:8443, true",
        "http://localhost:2583, , http://localhost:2583, true",
        "localhost:2583, , http://localhost:2583, true",
        "http://127.0.0.1:2583/, , http://127.0.0.1:2583, true",
        "http://[::1]:2583, , http://[::1]:2583, true"
    })
    void serverIsFound(String typed, String name, String server, boolean isUrl) {
        assertThat(TypedAccount.of(typed)).isEqualTo(new TypedAccount(name, server, isUrl));
    }

    @ParameterizedTest
    @CsvSource({
        "b\u00fccher.example.com, xn--bcher-kva.example.com",
        "B\u00dcCHER.example.com, xn--bcher-kva.example.com",
        "b\u00fccher\u3002example\uff0ecom, xn--bcher-kva.example.com",
        "www.mase\u0142kowski.pl.com, www.xn--masekowski-d0b.pl.com",
        "https://bsky.app/profile/b%C3%BCcher.example.com, xn--bcher-kva.example.com"
    })
    void internationalizedHandleIsConverted(String typed, String name) {
        assertThat(TypedAccount.of(typed).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "alice@example.com",
                "Alice Example",
                "alice_x.example.com",
                "stra\u00dfe.example.com",
                "\u212aelvin.com",
                "\ud83d\udca9.test",
                "",
                "@",
                "127.0.0.1",
                "did:plc",
                "alice@example.com/"
            })
    void otherTextIsNotUnderstood(String typed) {
        assertThat(TypedAccount.of(typed).isUnderstood()).isFalse();
    }

    @Test
    void emailAddressIsRecognized() {
        assertThat(TypedAccount.of("alice@example.com").isEmailAddress()).isTrue();
        assertThat(TypedAccount.of("@alice.example.com").isEmailAddress()).isFalse();
        assertThat(TypedAccount.of("alice").isEmailAddress()).isFalse();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.SECONDS)
    void longTextIsParsedQuickly() {
        for (String part : new String[] {"a.", "/", "\u0142", "a@", "%41", ":1"}) {
            assertThat(TypedAccount.of(part.repeat(100_000)).isUnderstood()).isFalse();
        }
    }
}
