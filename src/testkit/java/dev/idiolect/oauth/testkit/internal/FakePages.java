package dev.idiolect.oauth.testkit.internal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The pages of the fake for browsers: for phone and desktop, light and dark, without scripts. */
final class FakePages {

    private static final String CSS = """
            :root{color-scheme:light dark;--page:#f3f4f6;--card:#fff;--text:#15181e;--muted:#57606f;--line:#8b93a1;
            --edge:#dfe2e8;--accent:#0b57d0;--over:#0842a0;--on-accent:#fff;--error:#b3261e;--error-back:#fdeceb}
            @media (prefers-color-scheme:dark){:root{--page:#0f1115;--card:#1a1d23;--text:#eceef2;--muted:#a9b0bd;
            --line:#7b8494;--edge:#2b303a;--accent:#a8c7fa;--over:#c6daff;--on-accent:#062e6f;--error:#ffb4ab;
            --error-back:#3b1f1d}}
            *{box-sizing:border-box}
            body{margin:0;min-height:100vh;min-height:100dvh;display:grid;place-items:center;padding:1.5rem 1rem;
            background:var(--page);color:var(--text);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
            main{width:100%;max-width:25rem;padding:2rem;background:var(--card);border:1px solid var(--edge);
            border-radius:.75rem;box-shadow:0 1px 3px rgb(0 0 0/.08)}
            h1{margin:0 0 1.25rem;font-size:1.5rem;line-height:1.25}
            h2{margin:1.5rem 0 .5rem;font-size:1rem}
            label{display:block;margin-top:1.25rem;font-weight:600}
            p,ul,pre{margin:0;overflow-wrap:anywhere}
            ul{padding-left:1.25rem}
            pre{font-size:.8125rem;white-space:pre-wrap}
            .hint,.note{color:var(--muted);font-size:.875rem}
            .note{margin-top:1.25rem}
            input,button{display:block;width:100%;min-height:3rem;padding:.625rem .875rem;border-radius:.5rem;
            font:inherit;font-size:max(1rem,16px)}
            input{margin-top:.375rem;border:1px solid var(--line);background:transparent;color:inherit}
            input[aria-invalid]{border:2px solid var(--error)}
            button{margin-top:1.25rem;border:0;background:var(--accent);color:var(--on-accent);font-weight:600;
            cursor:pointer}
            button:hover{background:var(--over)}
            button.second{margin-top:.75rem;border:1px solid var(--line);background:transparent;color:inherit}
            :focus-visible{outline:3px solid var(--accent);outline-offset:2px}
            .error{margin-top:1.25rem;padding:.625rem .875rem;border-radius:.5rem;background:var(--error-back);
            color:var(--error);font-size:.9375rem}
            @media (max-width:30rem){body{place-items:start center;padding:0;background:var(--card)}
            main{border:0;border-radius:0;box-shadow:none;padding:2rem 1.25rem}}
            """;

    // No form-action: browsers also apply it to the redirect after the form, which leads to the application.
    private static final String POLICY = "default-src 'none'; style-src 'sha256-"
            + Base64.getEncoder().encodeToString(FakeSecrets.sha256(CSS.getBytes(StandardCharsets.UTF_8)))
            + "'; base-uri 'none'; frame-ancestors 'none'";

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>%1$s</title>
            <style>%2$s</style>
            </head>
            <body>
            <main>
            <h1>%1$s</h1>
            %3$s</main>
            </body>
            </html>
            """;

    private FakePages() {}

    /** Returns a page with a body of HTML. */
    static FakeResponse page(int status, String title, String body) {
        return FakeResponse.text(status, "text/html; charset=utf-8", PAGE.formatted(title, CSS, body))
                .header("Cache-Control", "no-store")
                .header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "same-origin")
                .header("X-Content-Type-Options", "nosniff");
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
