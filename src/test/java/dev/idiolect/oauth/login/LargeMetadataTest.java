package dev.idiolect.oauth.login;

import static dev.idiolect.oauth.pds.FakePds.AUTHORIZATION_SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.pds.FakePds;
import dev.idiolect.oauth.pds.Faults;
import dev.idiolect.oauth.pds.Jsons;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Login forms for servers whose metadata has long URLs, as a stranger can send them to fill a store. */
class LargeMetadataTest extends LoginFixture {

    private static final int FORMS = 900;
    private static final long MEGABYTE = 1 << 20;

    private final WatchedStore watched = new WatchedStore();
    private final LoginFlow attacked = new LoginFlow(client, settings(watched));

    private void giveLongUrls(FakePds server, int length) {
        String url = longUrl(server, length);
        server.fail(
                AUTHORIZATION_SERVER,
                FakePds.ALWAYS,
                Faults.add(Jsons.object("token_endpoint", url, "revocation_endpoint", url)));
    }

    private static String longUrl(FakePds server, int length) {
        String url = server.issuer() + "/";
        return url + "x".repeat(length - url.length());
    }

    @ParameterizedTest
    @ValueSource(ints = {240_000, 8_000, 2_048})
    void loginFormsKeepFewBytes(int length) {
        try (FakePds other = FakePds.startSplit()) {
            directory.put(other, OTHER);
            giveLongUrls(fake, length);
            giveLongUrls(other, length);
            for (int i = 0; i < FORMS; i++) {
                try {
                    attacked.begin(i % 2 == 0 ? DID : OTHER);
                } catch (LoginException refused) {
                    assertThat(refused.reason()).isEqualTo(LoginException.Reason.PROTOCOL_ERROR);
                }
            }
        }
        long characters =
                watched.pending.values().stream().mapToLong(String::length).sum();
        assertThat(characters)
                .as("kept by %s pending logins", watched.pending.size())
                .isLessThan(5 * MEGABYTE);
    }

    @Test
    void exceptionNamesMemberAndLimitOnly() {
        fake.fail(AUTHORIZATION_SERVER, Faults.set("token_endpoint", longUrl(fake, 2049)));
        assertThat(failure(() -> attacked.begin(DID)))
                .hasMessageContaining("token_endpoint must have at most 2048 characters")
                .hasMessageNotContaining("xxx");
        assertThat(watched.pending).isEmpty();
    }
}
