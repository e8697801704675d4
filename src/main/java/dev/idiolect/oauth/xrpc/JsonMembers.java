package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.ProcessingException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds and reads the members of JSON objects. */
final class JsonMembers {

    private final JsonObjectBuilder json = JsonMapping.provider().createObjectBuilder();

    JsonMembers add(String name, @Nullable String value) {
        if (value != null) {
            json.add(name, value);
        }
        return this;
    }

    JsonMembers add(String name, @Nullable Boolean value) {
        if (value != null) {
            json.add(name, value);
        }
        return this;
    }

    JsonMembers add(String name, long value) {
        json.add(name, value);
        return this;
    }

    JsonMembers addNull(String name) {
        json.addNull(name);
        return this;
    }

    JsonMembers addValue(String name, Object value) {
        json.add(name, JsonMapping.toJson(value));
        return this;
    }

    JsonObject build() {
        return json.build();
    }

    static String required(JsonObject json, String name) {
        String value = optional(json, name);
        if (value == null) {
            throw new ProcessingException("Invalid JSON: \"" + name + "\" must be a string");
        }
        return value;
    }

    static @Nullable String optional(JsonObject json, String name) {
        return json.get(name) instanceof JsonString string ? string.getString() : null;
    }

    static @Nullable Boolean flag(JsonObject json, String name) {
        JsonValue value = json.get(name);
        boolean known = JsonValue.TRUE.equals(value) || JsonValue.FALSE.equals(value);
        return known ? JsonValue.TRUE.equals(value) : null;
    }

    static long number(JsonObject json, String name) {
        return json.get(name) instanceof JsonNumber number ? number.longValue() : 0;
    }

    static JsonObject object(JsonObject json, String name) {
        return json.get(name) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    }

    static <T> List<T> list(JsonObject json, String name, Function<JsonObject, T> item) {
        JsonArray array = json.get(name) instanceof JsonArray found ? found : JsonValue.EMPTY_JSON_ARRAY;
        return array.stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .map(item)
                .toList();
    }

    static List<String> strings(JsonObject json, String name) {
        JsonArray array = json.get(name) instanceof JsonArray found ? found : JsonValue.EMPTY_JSON_ARRAY;
        return array.stream()
                .filter(JsonString.class::isInstance)
                .map(value -> ((JsonString) value).getString())
                .toList();
    }
}
