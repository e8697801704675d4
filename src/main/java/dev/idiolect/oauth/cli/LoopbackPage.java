package dev.idiolect.oauth.cli;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The pages of the loopback server. They have no scripts and contain no text from the request. */
enum LoopbackPage {
    SIGNED_IN(200, "You are signed in", "You can close this page and return to the terminal."),
    NOT_SIGNED_IN(200, "Sign-in failed", "See the terminal for the reason. You can close this page."),
    ALREADY_USED(410, "This sign-in has ended", "The link was used before. You can close this page."),
    WRONG_STATE(400, "Unknown sign-in", "Start again at the terminal. You can close this page."),
    NOT_FOUND(404, "Not found", "This address only completes a sign-in."),
    WRONG_HOST(403, "Forbidden", "This address only completes a sign-in."),
    WRONG_METHOD(405, "Method not allowed", "This address only completes a sign-in.");

    private final int status;
    private final String title;
    private final String text;

    LoopbackPage(int status, String title, String text) {
        this.status = status;
        this.title = title;
        this.text = text;
    }

    void send(HttpExchange exchange) throws IOException {
        byte[] html = html();
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "text/html; charset=utf-8");
        headers.set("Cache-Control", "no-store");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        headers.set("Connection", "close");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, html.length);
            exchange.getResponseBody().write(html);
        }
    }

    private byte[] html() {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%1$s - idiolect</title>
                <style>body { font: 1.25rem/1.5 system-ui, sans-serif; margin: 15vh auto; max-width: 30rem; padding: 0 1rem }</style>
                </head>
                <body>
                <main>
                <h1>%1$s</h1>
                <p>%2$s</p>
                </main>
                </body>
                </html>
                """.formatted(title, text).getBytes(StandardCharsets.UTF_8);
    }
}
