package dev.idiolect.oauth.cli;

import java.nio.charset.StandardCharsets;

/** What the browser shows in the end. A whole page without scripts, and nothing in it that somebody else wrote. */
enum LoopbackPage {
    SIGNED_IN(200, "You are signed in", "You can close this page and go back to the terminal."),
    NOT_SIGNED_IN(200, "The sign-in did not work", "The terminal says why. You can close this page."),
    ANSWERED(410, "This login is over", "It was answered before. You can close this page."),
    OTHER(400, "Not the login that is waited for", "Begin again at the terminal. You can close this page."),
    NOT_FOUND(404, "Nothing here", "The login that is under way waits for its own answer alone."),
    WRONG_HOST(403, "Nothing here", "This address is for the login that is under way alone."),
    WRONG_METHOD(405, "Nothing here", "The login that is under way waits for its own answer alone.");

    private final int status;
    private final String title;
    private final String text;

    LoopbackPage(int status, String title, String text) {
        this.status = status;
        this.title = title;
        this.text = text;
    }

    int status() {
        return status;
    }

    byte[] html() {
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
