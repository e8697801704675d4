package dev.idiolect.oauth.internal.http;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpMessageParserFactory;

/** A connection without HttpClient's wire and header logs: at level DEBUG they would show tokens. */
final class UnloggedConnection extends DefaultManagedHttpClientConnection {

    private static final Http1Config CONFIG =
            Http1Config.custom().setMaxLineLength(-1).setMaxHeaderCount(-1).build();

    UnloggedConnection() {
        super(
                null,
                null,
                null,
                CONFIG,
                // The body is everything that follows the head: AnswerReader finds its end.
                message -> ContentLengthStrategy.UNDEFINED,
                null,
                null,
                new HeadParsers());
    }

    @Override
    public void bind(Socket socket) throws IOException {
        bind(new SocketHolder(socket));
    }

    @Override
    public void bind(SSLSocket secured, Socket socket) throws IOException {
        bind(new SocketHolder(secured, socket));
    }

    @Override
    protected void onRequestSubmitted(ClassicHttpRequest request) {
        // The superclass logs the headers.
    }

    @Override
    protected void onResponseReceived(ClassicHttpResponse response) {
        // The superclass logs the headers.
    }

    private static final class HeadParsers implements HttpMessageParserFactory<ClassicHttpResponse> {

        @Override
        @Deprecated
        public HttpMessageParser<ClassicHttpResponse> create(Http1Config config) {
            return create();
        }

        @Override
        public HttpMessageParser<ClassicHttpResponse> create() {
            return new ResponseHeadParser();
        }
    }
}
