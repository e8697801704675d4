package dev.idiolect.oauth.internal.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.apache.hc.core5.util.CharArrayBuffer;

/** Parses response heads: lenient in syntax, strict in size, because a response may carry the only copy of new tokens. One
 * instance serves one connection. */
final class ResponseHeadParser extends DefaultHttpResponseParser {

    /** No limits for line length and header count: {@link MaxLength#RESPONSE_HEAD} covers both. */
    static final Http1Config UNLIMITED =
            Http1Config.custom().setMaxLineLength(-1).setMaxHeaderCount(-1).build();

    private static final Pattern STATUS_LINE =
            Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*+)?+", Pattern.DOTALL);
    private static final Pattern FIELD_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]++");

    private int bytesLeft = MaxLength.RESPONSE_HEAD.limit();

    ResponseHeadParser() {
        super(UNLIMITED, new LenientHeaderParser(), null);
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
        return super.parse(buffer, new BoundedHead(in));
    }

    @Override
    protected ClassicHttpResponse createMessage(CharArrayBuffer line) throws IOException {
        Matcher status = STATUS_LINE.matcher(line);
        if (!status.matches()) {
            throw ExchangeException.permanentFailure("the response is not HTTP/1.1");
        }
        ClassicHttpResponse response = new BasicClassicHttpResponse(Integer.parseInt(status.group(1)));
        response.setVersion(HttpVersion.HTTP_1_1);
        return response;
    }

    /** Parses malformed header lines as headers with an empty name. The superclass would reject the response. */
    private static final class LenientHeaderParser extends BasicLineParser {

        @Override
        public Header parseHeader(CharArrayBuffer buffer) {
            String line = buffer.toString();
            int colon = line.indexOf(':');
            String name = line.substring(0, Math.max(colon, 0)).stripTrailing();
            String value = line.substring(colon + 1).strip();
            return new BasicHeader(FIELD_NAME.matcher(name).matches() ? name : "", value);
        }
    }

    /** Rejects heads that are too large or truncated. The superclass would accept a truncated head. */
    private final class BoundedHead extends FilterInputStream {

        BoundedHead(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (bytesLeft == 0) {
                throw ExchangeException.permanentFailure(
                        "the response head is larger than " + MaxLength.RESPONSE_HEAD.limit() + " bytes");
            }
            int count = in.read(bytes, offset, Math.min(length, bytesLeft));
            if (count < 0) {
                throw ExchangeException.transientFailure("the connection ended before the response head did");
            }
            bytesLeft -= count;
            return count;
        }
    }
}
