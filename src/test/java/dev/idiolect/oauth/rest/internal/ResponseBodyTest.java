package dev.idiolect.oauth.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.DrippingStream;
import jakarta.ws.rs.client.ClientResponseContext;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How much of an error response is read. */
class ResponseBodyTest {

    @Test
    void drippingBodyIsClosedAfterFiveSeconds() {
        DrippingStream body = new DrippingStream(1, Duration.ofSeconds(1));
        drain(body);
        assertThat(body.reads()).isEqualTo(5);
        assertThat(body.isClosed()).isTrue();
    }

    @Test
    void endlessBodyIsClosedAfterOneMebibyte() {
        DrippingStream body = new DrippingStream(Integer.MAX_VALUE, Duration.ZERO);
        drain(body);
        assertThat(body.reads()).isEqualTo(1024 * 1024 / 8192);
        assertThat(body.isClosed()).isTrue();
    }

    @Test
    void drippingBodyIsPeekedForFiveSecondsAndStaysReadable() throws IOException {
        DrippingStream dripping = new DrippingStream(1, Duration.ofSeconds(1));
        InputStream[] body = {dripping};
        ClientResponseContext response = (ClientResponseContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ClientResponseContext.class}, (proxy, method, args) -> {
                    if (method.getName().equals("setEntityStream")) {
                        body[0] = (InputStream) args[0];
                    }
                    return body[0];
                });
        assertThat(ResponseBody.error(response, dripping::now)).isEmpty();
        assertThat(dripping.reads()).isEqualTo(5);
        assertThat(dripping.isClosed()).isFalse();
        assertThat(body[0].readNBytes(7)).hasSize(7);
    }

    private void drain(DrippingStream body) {
        ClientResponseContext response = (ClientResponseContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ClientResponseContext.class}, (proxy, method, args) -> {
                    assertThat(method.getName()).isEqualTo("getEntityStream");
                    return body;
                });
        ResponseBody.drain(response, body::now);
    }
}
