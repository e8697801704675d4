package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BusyLoginsTest {

    @ParameterizedTest
    @CsvSource({
        "https://a.example.com/x, https://a.example.com",
        "a.example.com:8443, https://a.example.com:8443",
        "http://127.0.0.1:2583/y, http://127.0.0.1:2583",
        "https://a b, https://a b",
        "@alice.example.com, alice.example.com",
        "https://bsky.app/profile/alice.example.com, alice.example.com",
        "did:plc:abcdefghijklmnopqrstuvwx, did:plc:abcdefghijklmnopqrstuvwx"
    })
    void addressesOfOneServerAreOneLogin(String typed, String login) {
        assertThat(BusyLogins.of(typed)).isEqualTo(login);
    }
}
