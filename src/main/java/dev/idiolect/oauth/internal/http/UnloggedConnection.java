package dev.idiolect.oauth.internal.http;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.HttpMessageParser;

/** A connection without HttpClient's wire and header logs, which would contain tokens at level DEBUG. */
final class UnloggedConnection extends DefaultManagedHttpClientConnection {

    UnloggedConnection() {
        super(
                null,
                null,
                null,
                ResponseHeadParser.UNLIMITED,
                // The body is everything after the head; HttpResponseReader finds its end.
                message -> ContentLengthStrategy.UNDEFINED,
                null,
                null,
                new DefaultHttpResponseParserFactory() {
                    @Override
                    public HttpMessageParser<ClassicHttpResponse> create() {
                        return new ResponseHeadParser();
                    }
                });
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
}
