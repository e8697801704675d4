package dev.idiolect.oauth.web;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The plain pages that an application without pages of its own shows. Whatever came from outside is escaped. */
final class LoginPages {

    // No form-action: after a form browsers hold redirects to it too, and an authorization server can be anywhere.
    private static final String POLICY = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    // A header is to hold the address of a form that is filled in.
    private static final int LONGEST_FIELD = 3 * ReturnPath.LONGEST;

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%s</title>
            </head>
            <body>
            <main>
            <h1>%s</h1>
            %s</main>
            </body>
            </html>
            """;

    private static final String FORM = """
            <form method="post" action="login">
            <p><label for="handle">Your handle, such as alice.bsky.social</label><br>
            <input id="handle" name="handle" value="%s" required autofocus autocomplete="username" autocapitalize="none"
             spellcheck="false"></p>
            <input type="hidden" name="return-to" value="%s">
            <p><button type="submit">Sign in</button></p>
            </form>
            """;

    private static final String FAILURE = """
            <p role="alert">%s</p>
            <p><a href="%s">Sign in</a></p>
            """;

    private LoginPages() {}

    static Response form(@Nullable String handle, @Nullable String returnTo) {
        String title = "Sign in";
        String form = FORM.formatted(escaped(handle), escaped(returnTo));
        // Within the site a page says whence it came, as some browsers tell a form's origin by that alone.
        return html(Response.ok(), title, form)
                .header("Referrer-Policy", "same-origin")
                .build();
    }

    static Response failure(LoginFailure failure, HttpHeaders headers) {
        LoginFailure.Kind kind = failure.kind();
        ResponseBuilder response = Response.status(kind.status());
        if (prefersJson(headers)) {
            // Constants without anything to escape.
            return response.type(MediaType.APPLICATION_JSON_TYPE)
                    .entity("{\"error\":\"" + kind.code() + "\",\"message\":\"" + kind.text() + "\"}")
                    .build();
        }
        String title = kind == LoginFailure.Kind.NOT_SIGNED_OUT ? "Not signed out" : "Not signed in";
        String form = "login" + formFields(failure.handle(), failure.returnTo());
        return html(response, title, FAILURE.formatted(escaped(kind.text()), escaped(form)))
                .build();
    }

    private static ResponseBuilder html(ResponseBuilder response, String title, String body) {
        return response.type("text/html;charset=UTF-8")
                .header("Content-Security-Policy", POLICY)
                // RESTEasy escapes what is a String and has the status 400: people would see the page's source.
                .entity(PAGE.formatted(title, title, body).getBytes(StandardCharsets.UTF_8));
    }

    private static boolean prefersJson(HttpHeaders headers) {
        for (MediaType type : headers.getAcceptableMediaTypes()) {
            if (!type.isWildcardType() && MediaType.APPLICATION_JSON_TYPE.isCompatible(type)) {
                return true;
            }
            if (MediaType.TEXT_HTML_TYPE.isCompatible(type)) {
                return false;
            }
        }
        return false;
    }

    /** What fills the form in, as the query of its address; empty if there is nothing. */
    static String formFields(@Nullable String handle, @Nullable String returnTo) {
        String fields = Stream.of(field("handle", handle), field("return-to", returnTo))
                .filter(field -> !field.isEmpty())
                .collect(Collectors.joining("&"));
        return fields.isEmpty() ? "" : "?" + fields;
    }

    private static String field(String name, @Nullable String value) {
        String encoded = value == null ? "" : URLEncoder.encode(value, StandardCharsets.UTF_8);
        return encoded.isEmpty() || encoded.length() > LONGEST_FIELD ? "" : name + "=" + encoded;
    }

    static String escaped(@Nullable String text) {
        if (text == null) {
            return "";
        }
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
