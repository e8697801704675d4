package dev.idiolect.oauth.examples;

// example: begin
import com.sun.net.httpserver.HttpServer;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

public final class SignInMain {

    public static void main(String[] args) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(Path.of("sessions"));
                LoginSettings settings = LoginSettings.builder(store).build()) {
            OAuthSession session = signIn(settings, args[0], server, url -> System.out.println("Open " + url));
            System.out.println("Signed in as " + session.did());
        }
    }

    static OAuthSession signIn(LoginSettings settings, String handle, HttpServer server, Consumer<URI> browser)
            throws Exception {
        CompletableFuture<String> query = new CompletableFuture<>();
        server.createContext("/callback", exchange -> {
            query.complete(exchange.getRequestURI().getRawQuery());
            byte[] page = "You can close this page.".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        try {
            String redirectUri = "http://127.0.0.1:" + server.getAddress().getPort() + "/callback";
            OAuthClient client = OAuthClient.development(redirectUri, OAuthClient.DEFAULT_SCOPE);
            LoginFlow flow = new LoginFlow(client, settings);
            browser.accept(flow.begin(handle).url());
            return flow.complete(parameters(query.get(5, TimeUnit.MINUTES)));
        } finally {
            server.stop(1);
        }
    }

    private static Map<String, String> parameters(String query) {
        return Stream.of(query.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> decode(pair[0]), pair -> decode(pair[1])));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
// example: end
