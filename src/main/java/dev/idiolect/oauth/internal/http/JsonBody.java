package dev.idiolect.oauth.internal.http;

import jakarta.json.Json;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads text and JSON objects. Lenient, because a proxy may have changed a token response, and it cannot be requested
 * again.
 */
public final class JsonBody {

    // A guard against inclusion as a script, such as )]}', with byte order marks, blanks and control characters around
    // it.
    private static final Pattern ODD_START =
            Pattern.compile("[\\s\\p{Cntrl}\\uFEFF]*+(?:\\)\\]\\}'?,?)?+[\\s\\p{Cntrl}\\uFEFF]*+");

    // Created once, since the lookup searches the class path.
    private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());

    private JsonBody() {}

    /** Finds the JSON provider, so that a missing one fails before the request and not after a token response. */
    static void requireProvider() {
        // The initializer of this class finds it.
    }

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

    /** Returns a text without what precedes its JSON: byte order marks, blanks, control characters and a guard. */
    public static String withoutOddStart(String text) {
        return ODD_START.matcher(text).replaceFirst("");
    }

    /**
     * Returns the members of a JSON object, or null if the text is not one. Text after the object is ignored. If a name
     * is repeated, the last member counts. Numbers are doubles; those out of range are infinite.
     */
    static @Nullable Map<String, Object> object(String text) {
        String json = withoutOddStart(text);
        if (!json.startsWith("{")) {
            return null;
        }
        try (JsonParser parser = PARSERS.createParser(new StringReader(json))) {
            parser.next();
            return members(parser);
        } catch (RuntimeException | StackOverflowError e) {
            // Deeply nested JSON overflows the stack.
            return null;
        }
    }

    private static Map<String, Object> members(JsonParser parser) {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.next() == Event.KEY_NAME) {
            String name = parser.getString();
            members.put(name, value(parser, parser.next()));
        }
        return members;
    }

    private static List<Object> elements(JsonParser parser) {
        List<Object> elements = new ArrayList<>();
        for (Event event = parser.next(); event != Event.END_ARRAY; event = parser.next()) {
            elements.add(value(parser, event));
        }
        return elements;
    }

    private static @Nullable Object value(JsonParser parser, Event event) {
        return switch (event) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> elements(parser);
            case VALUE_STRING -> parser.getString();
            // As text: the parser's own conversion can fail or take long.
            case VALUE_NUMBER -> Double.valueOf(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }
}
