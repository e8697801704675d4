package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoopbackServerTest {

    private final LoopbackServer server = LoopbackServer.open();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
    }

    private HttpRequest.Builder callback(String query) {
        return HttpRequest.newBuilder(URI.create(server.redirectUri() + query));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void callbackBeforeTheLoginIsRejected() throws Exception {
        assertThat(send(callback("?state=s&code=c")).statusCode()).isEqualTo(400);
        assertThat(server.awaitCallback(Duration.ZERO)).isEmpty();
    }

    @Test
    void callbackIsAcceptedOnceAndShowsTheOutcome() throws Exception {
        server.expectState("s");
        CompletableFuture<HttpResponse<String>> first =
                http.sendAsync(callback("?state=s&code=c%2B&iss=i").build(), BodyHandlers.ofString());
        assertThat(server.awaitCallback(Duration.ofSeconds(10)))
                .contains(Map.of("state", "s", "code", "c+", "iss", "i"));
        assertThat(send(callback("?state=s&code=other")).statusCode()).isEqualTo(410);
        assertThat(first).isNotDone();
        server.show(LoopbackPage.SIGNED_IN);
        HttpResponse<String> page = first.get();
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("You are signed in").doesNotContain("c+", "<script");
        assertThat(page.headers().map())
                .containsEntry("cache-control", List.of("no-store"))
                .containsEntry("referrer-policy", List.of("no-referrer"))
                .containsKey("content-security-policy");
        assertThat(server.awaitCallback(Duration.ZERO)).contains(Map.of("state", "s", "code", "c+", "iss", "i"));
    }

    /** Browsers open connections in advance and send nothing on them. */
    @Test
    void idleConnectionsDoNotDelayTheCallback() throws Exception {
        server.expectState("s");
        URI uri = URI.create(server.redirectUri());
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                idle.add(new Socket(uri.getHost(), uri.getPort()));
            }
            http.sendAsync(callback("?state=s&code=c").build(), BodyHandlers.ofString());
            assertThat(server.awaitCallback(Duration.ofSeconds(5))).isPresent();
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void onlyGetOfThePathWithOneStateIsAccepted() throws Exception {
        server.expectState("s");
        assertThat(send(callback("?state=s").POST(BodyPublishers.noBody())).statusCode())
                .isEqualTo(405);
        assertThat(send(callback("?state=s").method("HEAD", BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(405);
        assertThat(send(callback("/more?state=s")).statusCode()).isEqualTo(404);
        assertThat(send(callback("?state=s&state=s")).statusCode()).isEqualTo(400);
        assertThat(send(callback("?state=S")).statusCode()).isEqualTo(400);
        assertThat(send(callback("")).statusCode()).isEqualTo(400);
        assertThat(server.awaitCallback(Duration.ZERO)).isEmpty();
    }

    @Test
    void listensOn127001Only() {
        assertThat(server.redirectUri()).matches("http://127\\.0\\.0\\.1:\\d+/callback");
        int port = URI.create(server.redirectUri()).getPort();
        assertThatThrownBy(() -> new Socket("127.0.0.2", port).close()).isInstanceOf(ConnectException.class);
    }
}
