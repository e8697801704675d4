package dev.idiolect.oauth.xrpc;

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
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Reads and writes the types of {@link RepoClient}, and no others, so that the application's own JSON library has no say in
 * what is sent.
 */
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class RepoJsonProvider implements MessageBodyReader<Object>, MessageBodyWriter<Object> {

    /** Before every provider of the application's. */
    static final int PRIORITY = 1;

    // The default page, fifty records, of the largest that the reference server takes in a request: 150 KiB each.
    // Parsed, JSON can take forty times its size.
    private static final int LARGEST_ANSWER = 8 * 1024 * 1024;
    private static final Duration SLOWEST_ANSWER = Duration.ofSeconds(30);

    private static final Map<Class<?>, Function<JsonObject, ?>> READERS = Map.of(
            RecordRef.class, RecordRef::of,
            DeleteRecordResult.class, DeleteRecordResult::of,
            ApplyWritesResult.class, ApplyWritesResult::of,
            UploadedBlob.class, UploadedBlob::of,
            RepoRecord.class, RepoRecord::of,
            RecordPage.class, RecordPage::of,
            RepoDescription.class, RepoDescription::of);

    private final LongSupplier nanoTime;

    /** Creates a provider. */
    public RepoJsonProvider() {
        this(System::nanoTime);
    }

    RepoJsonProvider(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return READERS.containsKey(type);
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body) {
        // Read as a whole before it is parsed: parsing an endless string costs far more than finding out that it is
        // one.
        byte[] bytes = read(body);
        JsonValue json;
        try {
            json = JsonMapping.jsonb().fromJson(new ByteArrayInputStream(bytes), JsonValue.class);
        } catch (JsonbException | JsonException e) {
            throw new ProcessingException("The server's answer is no JSON", e);
        }
        if (!(json instanceof JsonObject object)) {
            throw new ProcessingException("The server's answer is no JSON object");
        }
        return READERS.get(type).apply(object);
    }

    private byte[] read(InputStream body) {
        try {
            return new BoundedStream(body, LARGEST_ANSWER, SLOWEST_ANSWER, nanoTime).readAllBytes();
        } catch (IOException e) {
            ProcessingException failure =
                    new ProcessingException("The server's answer could not be read: " + e.getMessage(), e);
            try {
                body.close();
            } catch (IOException unclosed) {
                failure.addSuppressed(unclosed);
            }
            throw failure;
        }
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return RepoRequest.class.isAssignableFrom(type);
    }

    @Override
    public void writeTo(
            Object request,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream body)
            throws IOException {
        body.write(((RepoRequest) request).toJson().toString().getBytes(StandardCharsets.UTF_8));
    }
}
