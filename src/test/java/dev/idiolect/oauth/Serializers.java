package dev.idiolect.oauth;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import dev.idiolect.oauth.session.internal.FieldVisibility;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBElement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.Named;
import tools.jackson.databind.json.JsonMapper;

/** The serializers that applications use. Those for JSON read all private fields. */
public final class Serializers {

    /** Writes an object, or throws an exception if it accepts no such object. */
    public interface Serializer {
        String write(Object value) throws Exception;
    }

    private Serializers() {}

    public static Stream<Named<Serializer>> json() {
        return Stream.of(
                Named.of("Jackson 2", jackson2()),
                Named.of("Jackson 3", jackson3()),
                Named.of("Gson", gson()),
                Named.of("JSON-B", jsonb()));
    }

    public static Stream<Named<Serializer>> all() {
        return Stream.concat(
                json(), Stream.of(Named.of("JAXB", Serializers::jaxb), Named.of("Java", Serializers::serialized)));
    }

    /** Returns the output of a serializer, or its failure. */
    public static String text(Serializer serializer, Object value) {
        try {
            return serializer.write(value);
        } catch (Exception | StackOverflowError e) {
            return String.valueOf(e);
        }
    }

    private static Serializer jackson2() {
        return com.fasterxml.jackson.databind.json.JsonMapper.builder()
                .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.ANY)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .addModule(new com.fasterxml.jackson.databind.module.SimpleModule()
                        .addSerializer(
                                Instant.class, com.fasterxml.jackson.databind.ser.std.ToStringSerializer.instance))
                .build()::writeValueAsString;
    }

    private static Serializer jackson3() {
        return JsonMapper.builder()
                .changeDefaultVisibility(all -> all.withVisibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.ANY))
                .disable(tools.jackson.databind.SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .build()::writeValueAsString;
    }

    private static Serializer gson() {
        Gson gson = new GsonBuilder()
                .registerTypeAdapter(Instant.class, new TypeAdapter<Instant>() {
                    @Override
                    public void write(JsonWriter out, Instant value) throws IOException {
                        out.value(value == null ? "" : value.toString());
                    }

                    @Override
                    public Instant read(JsonReader in) throws IOException {
                        return Instant.parse(in.nextString());
                    }
                })
                .create();
        return gson::toJson;
    }

    private static Serializer jsonb() {
        return JsonbBuilder.create(new JsonbConfig().withPropertyVisibilityStrategy(new FieldVisibility()))::toJson;
    }

    @SuppressWarnings("unchecked")
    private static String jaxb(Object value) throws Exception {
        StringWriter xml = new StringWriter();
        JAXBContext.newInstance(value.getClass())
                .createMarshaller()
                .marshal(new JAXBElement<>(new QName("value"), (Class<Object>) value.getClass(), value), xml);
        return xml.toString();
    }

    private static String serialized(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
