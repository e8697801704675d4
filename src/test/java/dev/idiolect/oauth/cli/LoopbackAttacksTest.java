package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another user of this machine, or a page in the browser, knows the port of the callback. */
@Timeout(60)
class LoopbackAttacksTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final LoopbackServer server = LoopbackServer.open();
    private final URI uri = URI.create(server.redirectUri());
    private final List<Socket> attackers = new ArrayList<>();

    @BeforeEach
    void expectState() {
        server.expectState("s");
    }

    @AfterEach
    void close() throws Exception {
        for (Socket socket : attackers) {
            socket.close();
        }
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "G",
                "GET /callback HTTP/1.1\r\nHost: ",
                "POST /callback HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1000\r\n\r\n",
                "GET /callback?state=wrong HTTP/1.1\r\nHost: HOST\r\n\r\n"
            })
    void heldConnectionsDoNotDelayTheCallback(String sent) throws Exception {
        for (int i = 0; i < 1000; i++) {
            attack(sent);
        }
        assertSignedIn();
    }

    @Test
    void waitingCallbackKeepsItsConnection() throws Exception {
        CompletableFuture<HttpResponse<String>> page = callback();
        assertThat(server.awaitCallback(SOON)).isPresent();
        for (int i = 0; i < 1000; i++) {
            attack("GET /");
        }
        server.show(LoopbackPage.SIGNED_IN);
        assertThat(page.get(SOON.toSeconds(), TimeUnit.SECONDS).body()).contains("You are signed in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n\r\n",
                "GET /callback?state=s\r\n\r\n",
                "GET callback?state=s HTTP/1.1\r\nHost: HOST\r\n\r\n",
                "GET //HOST/callback?state=s HTTP/1.1\r\nHost: HOST\r\n\r\n",
                "GET /callback?state=s HTTP/1.1\r\nHost: HOST\r\nHost: evil.example\r\n\r\n",
                "GET /callback?state=s HTTP/1.1\r\nHost\r\n\r\n",
                "GET /callback?state=s HTTP/1.1\r\n\r\n",
                "GET http://evil.example/callback?state=s HTTP/1.1\r\nHost: evil.example\r\n\r\n",
                "GET /callback?state=%zz&state=s HTTP/1.1\r\nHost: HOST\r\n\r\n",
            })
    void invalidRequestIsNoCallback(String sent) throws Exception {
        Socket socket = attack(sent);
        socket.shutdownOutput();
        String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(response).doesNotContain("signed in", " 200 ");
        assertSignedIn();
    }

    @Test
    void endlessHeadIsCutOff() throws Exception {
        Socket socket = attack("GET /callback?state=s HTTP/1.1\r\nHost: HOST\r\n");
        byte[] header = ("X: " + "x".repeat(1000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        int sent = 0;
        try {
            for (; sent < 100_000; sent++) {
                socket.getOutputStream().write(header);
            }
        } catch (IOException e) {
            // The server has closed the connection.
        }
        assertThat(sent).isLessThan(100_000);
        assertSignedIn();
    }

    private Socket attack(String sent) throws IOException {
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        attackers.add(socket);
        byte[] bytes = sent.replace("HOST", uri.getAuthority()).getBytes(StandardCharsets.US_ASCII);
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            // Closed already, to make room for the next one.
        }
        return socket;
    }

    private CompletableFuture<HttpResponse<String>> callback() {
        return HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(uri + "?state=s&code=c"))
                                .build(),
                        BodyHandlers.ofString());
    }

    private void assertSignedIn() throws Exception {
        CompletableFuture<HttpResponse<String>> page = callback();
        assertThat(server.awaitCallback(SOON)).isPresent();
        server.show(LoopbackPage.SIGNED_IN);
        assertThat(page.get(SOON.toSeconds(), TimeUnit.SECONDS).body()).contains("You are signed in");
    }
}
