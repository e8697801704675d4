package dev.idiolect.oauth.testkit.internal;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.List;

/** JSON for test servers and test clients. */
public final class Jsons {

    private static final JsonProvider PROVIDER = JsonProvider.provider();

    private Jsons() {}

    /** Parses a JSON object; an error shows the beginning of the text. */
    public static JsonObject parse(String text) {
        try (var reader = PROVIDER.createReader(new StringReader(text))) {
            return reader.readObject();
        } catch (JsonException | IllegalStateException e) {
            throw new IllegalArgumentException(
                    "not a JSON object: " + text.substring(0, Math.min(300, text.length())), e);
        }
    }

    /** Returns an object of alternating names and values; null values are left out. */
    public static JsonObject object(Object... namesAndValues) {
        JsonObjectBuilder builder = PROVIDER.createObjectBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                builder.add((String) namesAndValues[i], value(namesAndValues[i + 1]));
            }
        }
        return builder.build();
    }

    private static JsonValue value(Object value) {
        if (value instanceof JsonValue json) {
            return json;
        }
        if (value instanceof String text) {
            return PROVIDER.createValue(text);
        }
        if (value instanceof Boolean flag) {
            return flag ? JsonValue.TRUE : JsonValue.FALSE;
        }
        if (value instanceof Number number) {
            return PROVIDER.createValue(number.longValue());
        }
        if (value instanceof List<?> list) {
            JsonArrayBuilder array = PROVIDER.createArrayBuilder();
            list.forEach(element -> array.add(value(element)));
            return array.build();
        }
        throw new IllegalArgumentException("no JSON form: " + value.getClass());
    }
}
