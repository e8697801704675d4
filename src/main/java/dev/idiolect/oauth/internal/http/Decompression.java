package dev.idiolect.oauth.internal.http;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.entity.DeflateInputStream;

/** Decompresses bodies. Some proxies compress them although the request does not accept it. */
final class Decompression {

    private static final Set<String> GZIP = Set.of("gzip", "x-gzip");

    // Other values, such as a charset, do not change the body.
    private static final Set<String> COMPRESSED =
            Set.of("gzip", "x-gzip", "deflate", "compress", "x-compress", "br", "zstd");

    private Decompression() {}

    /**
     * Returns the body without its compression.
     *
     * @param codings the values of {@code Content-Encoding}, in lower case
     * @throws ExchangeException if the coding is unknown, or the body is corrupt or too large
     */
    static byte[] decompress(byte[] body, List<String> codings) throws IOException {
        List<String> used = codings.stream().filter(COMPRESSED::contains).toList();
        if (body.length == 0) {
            return body;
        }
        if (used.isEmpty() || (used.size() == 1 && GZIP.contains(used.get(0)))) {
            // The bytes decide: some proxies compress without the header, and some keep the header after decompressing.
            return isGzip(body) ? decompress(body, GZIPInputStream::new) : body;
        }
        if (!used.equals(List.of("deflate"))) {
            throw ExchangeException.transientFailure("the response is compressed with an unsupported coding");
        }
        return decompress(body, DeflateInputStream::new);
    }

    private static boolean isGzip(byte[] body) {
        return body.length > 2 && body[0] == 0x1f && body[1] == (byte) 0x8b;
    }

    private interface Format {
        InputStream open(InputStream compressed) throws IOException;
    }

    private static byte[] decompress(byte[] body, Format format) throws IOException {
        try (InputStream stream = format.open(new ByteArrayInputStream(body))) {
            return HttpResponseReader.upToEnd(stream);
        } catch (EOFException e) {
            throw ExchangeException.transientFailure("the connection ended before the response did");
        } catch (ExchangeException e) {
            throw e;
        } catch (IOException | StackOverflowError e) {
            // GZIPInputStream recurses at the end of each member, and a response can have thousands.
            throw ExchangeException.transientFailure("the compressed response is corrupt");
        }
    }
}
