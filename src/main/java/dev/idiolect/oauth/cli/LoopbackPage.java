package dev.idiolect.oauth.cli;

import java.io.ByteArrayOutputStream;
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

    /** Returns the HTTP response with this page. */
    byte[] response(boolean withBody) {
        byte[] html = html().getBytes(StandardCharsets.UTF_8);
        byte[] head = """
                HTTP/1.1 %d %s
                Content-Type: text/html; charset=utf-8
                Content-Length: %d
                Cache-Control: no-store
                Referrer-Policy: no-referrer
                X-Content-Type-Options: nosniff
                Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
                %sConnection: close

                """.formatted(status, title, html.length, this == WRONG_METHOD ? "Allow: GET\n" : "")
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        response.writeBytes(head);
        if (withBody) {
            response.writeBytes(html);
        }
        return response.toByteArray();
    }

    private String html() {
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
                """.formatted(title, text);
    }
}
