package dev.idiolect.oauth.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.KeptText;
import dev.idiolect.oauth.internal.http.MaxLength;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.TestWeb;
import dev.idiolect.oauth.testkit.internal.Jsons;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many servers with the largest metadata, which a stranger can make an application read by login forms. */
@Timeout(60)
class MetadataMemoryTest {

    private static final int SERVERS = 200;
    private static final String SERVER = "/.well-known/oauth-authorization-server";

    @Test
    void manyServersFillFewMegabytes() throws IOException {
        try (TestWeb web = TestWeb.https()) {
            CachedAuthorizationServers servers = new CachedAuthorizationServers(
                    web.client(Duration.ofSeconds(20), NetworkPolicy.PUBLIC), Clock.systemUTC());
            for (int i = 0; i < SERVERS; i++) {
                String host = "n" + i + ".pds.example.com";
                web.names.put(host, List.of(TestWeb.PUBLIC));
                web.page(host + "/.well-known/oauth-protected-resource", 200, resource(host));
                web.page(host + SERVER, 200, metadata("https://" + host));
                servers.ofPds("https://" + host);
                // The page belongs to the fake web server, to which only a test's client leads.
                web.page(host + SERVER, 200, "");
            }
            // Characters of one byte each: a third of what the cache counts.
            assertThat(KeptText.in(servers).characters())
                    .as("characters of the metadata of " + SERVERS + " servers")
                    .isBetween(100_000L, 1_000_000L);
        }
    }

    private static String resource(String host) {
        return Jsons.object("resource", "https://" + host, "authorization_servers", List.of("https://" + host))
                .toString();
    }

    /** Returns metadata of maximum length, with URLs of maximum length. */
    private static String metadata(String issuer) {
        String url = issuer + "/";
        String longest = url + "x".repeat(MaxLength.URL.limit() - url.length());
        String rest = "x".repeat(MaxLength.METADATA.limit() - 20_000);
        return Jsons.object(
                        "issuer", issuer,
                        "token_endpoint", longest,
                        "authorization_endpoint", longest,
                        "pushed_authorization_request_endpoint", longest,
                        "revocation_endpoint", longest,
                        "service_documentation", rest,
                        "response_types_supported", List.of("code"),
                        "scopes_supported", List.of("atproto"))
                .toString();
    }
}
