package dev.idiolect.oauth.xrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.ParserFuzz;
import dev.idiolect.oauth.Parsing;
import jakarta.json.bind.JsonbException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** URIs of records, and rate limits. */
class XrpcFuzzTest {

    static Stream<byte[]> atUrisSeeds() {
        return Parsing.seeds(
                "at://did:plc:abcdefghijklmnopqrstuvwx/app.bsky.feed.post/3k", "at://alice.example.com/a.b.c/self");
    }

    @MethodSource("atUrisSeeds")
    @ParserFuzz
    void atUris(byte[] input) {
        Parsing.throwing(IllegalArgumentException.class).text(input, text -> {
            AtUri uri = AtUri.parse(text);
            assertThat(uri).hasToString(text);
            uri.rkey();
        });
    }

    static Stream<byte[]> rateLimitsSeeds() {
        return Parsing.seeds("3000", "1800000000", "3000;w=300", "253402300800");
    }

    @MethodSource("rateLimitsSeeds")
    @ParserFuzz
    void rateLimits(byte[] input) {
        Parsing.throwing().text(input, text -> {
            RateLimit limit = RateLimitHeaders.of(Response.status(429)
                    .header("RateLimit-Limit", text)
                    .header("RateLimit-Reset", text)
                    .header("RateLimit-Policy", text)
                    .build());
            assertThat(String.valueOf(limit)).hasSizeLessThan(400);
        });
    }

    static Stream<byte[]> errorsSeeds() {
        return Parsing.seeds(
                "{\"error\":\"InvalidSwap\",\"message\":\"Record was at bafy\"}",
                "{\"error\":\"Bad token! Bearer " + Parsing.SECRET + "\",\"error_description\":\"x\\u0000\\u202e\"}",
                "<html>no</html>",
                "");
    }

    @MethodSource("errorsSeeds")
    @ParserFuzz
    void errors(byte[] input) {
        Parsing.throwing(XrpcException.class).bytes(input, body -> {
            throw new XrpcExceptionMapper()
                    .toThrowable(Response.status(400)
                            .entity(new ByteArrayInputStream(body))
                            .build());
        });
    }

    static Stream<byte[]> resultsSeeds() {
        return Parsing.seeds(
                "{\"uri\":\"at://did:plc:a/a.b.c/k\",\"cid\":\"bafy\",\"commit\":{\"cid\":\"b\",\"rev\":\"r\"},"
                        + "\"validationStatus\":\"valid\",\"value\":" + NOTE + "}",
                "{\"cursor\":\"c\",\"records\":[{\"uri\":\"at://a.example/a.b.c/k\",\"value\":" + NOTE + "},null,7]}",
                "{\"blob\":{\"$type\":\"blob\",\"ref\":{\"$link\":\"bafk\"},\"mimeType\":\"image/png\",\"size\":1e400}}",
                "{\"handle\":\"a.example\",\"did\":\"did:plc:a\",\"didDoc\":{},\"collections\":[\"a.b.c\",1],"
                        + "\"handleIsCorrect\":true}",
                "{\"results\":[{\"$type\":\"com.atproto.repo.applyWrites#createResult\",\"uri\":\"at://a/b/c\"}]}");
    }

    private static final String NOTE = "{\"$type\":\"a.b.c\",\"text\":\"hi\",\"createdAt\":\"2026-11-23T10:00:00Z\","
            + "\"old\":\"2026-11-23T10:00:00Z\",\"zoned\":\"2026-11-23T10:00:00+01:00[Europe/Berlin]\",\"size\":1,"
            + "\"tags\":[\"x\"]}";

    /** What an application maps records to. */
    public static final class Mapped {
        public String text;
        public Instant createdAt;
        public Date old;
        public ZonedDateTime zoned;
        public long size;
        public List<String> tags;
    }

    @MethodSource("resultsSeeds")
    @ParserFuzz
    void results(byte[] input) {
        for (Class<? extends RepoResult> type : RESULTS) {
            Parsing.throwing(ProcessingException.class, JsonbException.class, IllegalArgumentException.class)
                    .bytes(input, body -> {
                        RepoResult result = RepoJson.read(type, new ByteArrayInputStream(body), System::nanoTime);
                        if (result instanceof RepoRecord found) {
                            found.as(Mapped.class);
                            found.rkey();
                        }
                    });
        }
    }

    private static final List<Class<? extends RepoResult>> RESULTS = List.of(
            RecordRef.class,
            DeleteRecordResult.class,
            ApplyWritesResult.class,
            UploadedBlob.class,
            RepoRecord.class,
            RecordPage.class,
            RepoDescription.class);
}
