package dev.idiolect.oauth.internal.http;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads text and JSON objects from bodies that proxies may have dressed up: a token response cannot be had twice. */
public final class JsonBody {

    // A guard against inclusion as a script, between byte order marks, blanks and control characters.
    private static final Pattern ODD_START =
            Pattern.compile("[\\s\\p{Cntrl}\\uFEFF]*+(?:\\)\\]\\}'?,?)?+[\\s\\p{Cntrl}\\uFEFF]*+");

    private JsonBody() {}

    /** Returns the body as text without its byte order mark, which names UTF-8 or UTF-16. */
    public static String text(byte[] body) {
        String text = new String(body, charset(body));
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    // UTF_16 reads the mark itself.
    private static Charset charset(byte[] body) {
        boolean utf16 = body.length >= 2
                && ((body[0] == (byte) 0xFE && body[1] == (byte) 0xFF)
                        || (body[0] == (byte) 0xFF && body[1] == (byte) 0xFE));
        return utf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    }

    /** Returns a text from the start of its JSON. */
    public static String withoutOddStart(String text) {
        return ODD_START.matcher(text).replaceFirst("");
    }

    /** Returns the members of a JSON object, or null if the text is not one. */
    static @Nullable Map<String, Object> object(String text) {
        String json = withoutOddStart(text);
        if (!json.startsWith("{")) {
            // The JSON parser would accept an array of pairs as an object.
            return null;
        }
        try {
            return JSONObjectUtils.parse(json);
        } catch (ParseException | StackOverflowError e) {
            return null;
        }
    }
}
