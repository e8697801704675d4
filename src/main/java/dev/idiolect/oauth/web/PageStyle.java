package dev.idiolect.oauth.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The inline style sheet of {@link LoginPages}. The content security policy allows it by its hash, and no other
 * resource.
 */
final class PageStyle {

    static final String CSS = """
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
            label{display:block;font-weight:600}
            p{margin:0;overflow-wrap:anywhere}
            .hint,.note{color:var(--muted);font-size:.875rem}
            .hint{margin-bottom:.625rem}
            .note{margin-top:1.25rem}
            input,button,.button{display:block;width:100%;min-height:3rem;padding:.625rem .875rem;border-radius:.5rem;
            font:inherit;font-size:max(1rem,16px)}
            input{border:1px solid var(--line);background:transparent;color:inherit}
            input[aria-invalid]{border:2px solid var(--error)}
            button,.button{margin-top:1.25rem;border:0;background:var(--accent);color:var(--on-accent);
            font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
            button:hover,.button:hover{background:var(--over)}
            :focus-visible{outline:3px solid var(--accent);outline-offset:2px}
            .error{padding:.625rem .875rem;border-radius:.5rem;background:var(--error-back);color:var(--error);
            font-size:.9375rem}
            input+.error{margin-top:.75rem}
            @media (max-width:30rem){body{place-items:start center;padding:0;background:var(--card)}
            main{border:0;border-radius:0;box-shadow:none;padding:2rem 1.25rem}}
            """;

    /** The source expression of a content security policy. */
    static final String SOURCE = "'sha256-" + hash() + "'";

    private PageStyle() {}

    private static String hash() {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(CSS.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
