package dev.idiolect.oauth.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BusyLoginsTest {

    @ParameterizedTest
    @CsvSource({
        "https://a.example.com/x, example.com",
        "https://b.example.com:8443, example.com",
        "http://127.0.0.1:2583, 127.0.0.1:2583",
        "@alice.example.com, alice.example.com",
        "https://bsky.app/profile/alice.example.com, alice.example.com",
        "did:plc:abcdefghijklmnopqrstuvwx, did:plc:abcdefghijklmnopqrstuvwx"
    })
    void hostsOfOneDomainAreOneServer(String typed, String login) {
        assertThat(BusyLogins.of(typed)).isEqualTo(login);
    }
}
