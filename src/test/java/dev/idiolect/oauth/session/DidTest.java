package dev.idiolect.oauth.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DidTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "did:plc:ewvi7nxzyoun6zhxrhs64oiz",
                "did:web:example.com",
                "did:web:localhost%3A8080",
                "did:web:a:b",
                "did:web:a_b",
                "did:web:EXAMPLE.com",
                "did:m:::v"
            })
    void acceptsTheSyntaxOfTheDidSpecification(String did) {
        assertThat(Did.require(did)).isEqualTo(did);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "did",
                "did:",
                "did:plc",
                "did:plc:",
                "did:plc:abc:",
                "DID:plc:abc",
                "did:PLC:abc",
                "did:plc:a/b",
                "did:plc:../x",
                "did:plc:a\u0000b",
                "did:plc:a b",
                "did:plc:a%",
                "did:plc:a%2",
                "did:plc:a%zz",
                "did:plc:abc#frag",
                "did:plc:abc\n",
                "did:plc:\u00e9",
                "../did:plc:abc",
                "alice.example.com"
            })
    void rejectsInvalidDids(String text) {
        assertThat(Did.isValid(text)).isFalse();
        assertThatThrownBy(() -> Did.require(text)).isInstanceOf(InvalidDidException.class);
    }

    /** Compares the check with the grammar of the specification, over all short texts of significant characters. */
    @Test
    void checkMatchesTheGrammar() {
        Pattern grammar = Pattern.compile(
                "did:[a-z0-9]+:([A-Za-z0-9._:-]|%[0-9A-Fa-f]{2})*" + "([A-Za-z0-9._-]|%[0-9A-Fa-f]{2})");
        char[] characters = {'a', 'F', '9', ':', '%', '.', '_', '-', 'g', 'G', '/', '@', '[', '`', '{', '\u0660'};
        for (String prefix : List.of("did:", "did:a:", "did:m9:%", "did:web:a:", "did:a:%4")) {
            for (int number = 0; number < 16 * 16 * 16 * 16; number++) {
                StringBuilder text = new StringBuilder(prefix);
                for (int rest = number; rest > 0; rest /= 16) {
                    text.append(characters[rest % 16]);
                }
                String did = text.toString();
                assertThat(Did.isValid(did))
                        .as(did)
                        .isEqualTo(grammar.matcher(did).matches());
            }
        }
    }

    @Test
    void rejectsNullAndTooLongDids() {
        assertThat(Did.isValid(null)).isFalse();
        assertThat(Did.isValid("did:plc:" + "a".repeat(Did.MAX_LENGTH - 8))).isTrue();
        assertThat(Did.isValid("did:plc:" + "a".repeat(Did.MAX_LENGTH - 7))).isFalse();
        assertThat(Did.isValid("did:plc:" + "%41:".repeat(500) + "a")).isTrue();
    }

    @Test
    void messageContainsABoundedPrintablePart() {
        assertThatThrownBy(() -> Did.require("x\u0000\u001b[31m" + "y".repeat(100_000)))
                .hasMessageContaining("x??[31m")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
    }
}
