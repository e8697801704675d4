package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {

    @Test
    void tokenOfAnyNumberOfPartsIsRedacted() {
        assertThat(SafeText.redacted("no: eyJhbGciOi" + ".a".repeat(9_000) + " that", MaxLength.ERROR_DESCRIPTION))
                .isEqualTo("no: ... that");
    }

    @Test
    void credentialsOfEachSchemeAreRedacted() {
        assertThat(SafeText.redacted(
                        "got DPoP: abcdefgh1, bearer abcdefgh2\n and Basic abcdefgh3", MaxLength.ERROR_DESCRIPTION))
                .isEqualTo("got DPoP ..., bearer ...? and Basic ...");
    }

    @Test
    void longTextIsShortened() {
        assertThat(SafeText.redacted("x".repeat(150), MaxLength.RATE_LIMIT_POLICY))
                .isEqualTo("x".repeat(100) + "...");
    }
}
