package dev.idiolect.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.client.ClientResponseContext;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How much of a refusal is read, with a clock that a test moves. */
class ResponseBodyTest {

    private long now = 42;
    private int reads;
    private boolean closed;

    @Test
    void bodyThatDripsWithoutEndIsGivenUpAfterFiveSeconds() {
        drain(1, Duration.ofSeconds(1));
        assertThat(reads).isEqualTo(5);
        assertThat(closed).isTrue();
    }

    @Test
    void bodyWithoutEndIsGivenUpAfterOneMebibyte() {
        drain(Integer.MAX_VALUE, Duration.ZERO);
        assertThat(reads).isEqualTo(1024 * 1024 / 8192);
        assertThat(closed).isTrue();
    }

    @Test
    void bodyThatDripsIsLookedAtForFiveSecondsAndCanStillBeRead() throws IOException {
        InputStream[] body = {endless(1, Duration.ofSeconds(1))};
        ClientResponseContext response = (ClientResponseContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ClientResponseContext.class}, (proxy, method, args) -> {
                    if (method.getName().equals("setEntityStream")) {
                        body[0] = (InputStream) args[0];
                    }
                    return body[0];
                });
        assertThat(ResponseBody.saysExpired(response, () -> now)).isFalse();
        assertThat(reads).isEqualTo(5);
        assertThat(closed).isFalse();
        assertThat(body[0].readNBytes(7)).hasSize(7);
    }

    private void drain(int bytesEach, Duration timeEach) {
        InputStream endless = endless(bytesEach, timeEach);
        ClientResponseContext response = (ClientResponseContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ClientResponseContext.class}, (proxy, method, args) -> {
                    assertThat(method.getName()).isEqualTo("getEntityStream");
                    return endless;
                });
        ResponseBody.drain(response, () -> now);
    }

    private InputStream endless(int bytesEach, Duration timeEach) {
        return new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("one byte at a time");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                assertThat(++reads).as("reads").isLessThan(10_000);
                now += timeEach.toNanos();
                return Math.min(bytesEach, length);
            }

            @Override
            public void close() {
                closed = true;
            }
        };
    }
}
