package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Base64UrlTest {

    @Test
    void hashIsThatOfTheStandardsExample() {
        // RFC 7636 appendix B.
        assertThat(Base64Url.sha256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
                .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    @Test
    void randomValueHasUrlSafeCharactersOnly() {
        assertThat(Base64Url.random(32)).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(Base64Url.random(32));
        assertThat(Base64Url.random(16)).matches("[A-Za-z0-9_-]{22}");
    }
}
