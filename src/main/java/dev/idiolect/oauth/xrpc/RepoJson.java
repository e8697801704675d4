package dev.idiolect.oauth.xrpc;

import dev.idiolect.oauth.rest.internal.BodyLimits;
import dev.idiolect.oauth.rest.internal.BoundedStream;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.bind.JsonbException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Reads and writes the types of {@link RepoClient}. */
final class RepoJson {

    /** Before the providers of the application, if the lowest number is the first. */
    static final int PRIORITY = 1;

    private static final Map<Class<? extends RepoResult>, Function<JsonObject, ? extends RepoResult>> READERS = Map.of(
            RecordRef.class, RecordRef::of,
            DeleteRecordResult.class, DeleteRecordResult::of,
            ApplyWritesResult.class, ApplyWritesResult::of,
            UploadedBlob.class, UploadedBlob::of,
            RepoRecord.class, RepoRecord::of,
            RecordPage.class, RecordPage::of,
            RepoDescription.class, RepoDescription::of);

    private RepoJson() {}

    static RepoResult read(Class<? extends RepoResult> type, InputStream body, LongSupplier nanoTime) {
        Function<JsonObject, ? extends RepoResult> reader = READERS.get(type);
        if (reader == null) {
            throw new IllegalArgumentException("Not a response of RepoClient: " + type.getName());
        }
        // Read as a whole before it is parsed: parsing an endless string costs far more than reading it.
        byte[] bytes = readBytes(body, nanoTime);
        JsonValue json;
        try {
            json = JsonMapping.jsonb().fromJson(new ByteArrayInputStream(bytes), JsonValue.class);
        } catch (JsonbException | JsonException e) {
            throw new ProcessingException("Invalid response: not JSON", e);
        }
        if (!(json instanceof JsonObject object)) {
            throw new ProcessingException("Invalid response: not a JSON object");
        }
        return reader.apply(object);
    }

    private static byte[] readBytes(InputStream body, LongSupplier nanoTime) {
        try {
            return new BoundedStream(body, BodyLimits.MAX_BYTES, BodyLimits.MAX_TIME, nanoTime).readAllBytes();
        } catch (IOException e) {
            ProcessingException failure = new ProcessingException("Cannot read the response: " + e.getMessage(), e);
            try {
                body.close();
            } catch (IOException unclosed) {
                failure.addSuppressed(unclosed);
            }
            throw failure;
        }
    }

    /**
     * Handles only the types of {@link RepoClient}, so that they do not depend on the JSON library of the application.
     * Public, because REST clients create it by reflection or by generated code.
     *
     * <p>The type arguments are narrow, so that runtimes prefer it to the application's providers for {@code Object}.
     * {@link #PRIORITY} is not enough: Quarkus takes the writer with the highest number first.
     */
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public static final class Provider implements MessageBodyReader<RepoResult>, MessageBodyWriter<RepoRequest> {

        public Provider() {}

        @Override
        public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
            return READERS.containsKey(type);
        }

        @Override
        public RepoResult readFrom(
                Class<RepoResult> type,
                Type genericType,
                Annotation[] annotations,
                MediaType mediaType,
                MultivaluedMap<String, String> headers,
                InputStream body) {
            return read(type, body, System::nanoTime);
        }

        @Override
        public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
            return RepoRequest.class.isAssignableFrom(type);
        }

        @Override
        public void writeTo(
                RepoRequest request,
                Class<?> type,
                Type genericType,
                Annotation[] annotations,
                MediaType mediaType,
                MultivaluedMap<String, Object> headers,
                OutputStream body)
                throws IOException {
            body.write(request.toJson().toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
