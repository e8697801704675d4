package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.internal.http.ServerAddresses.Verdict;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ServerAddressesTest {

    private static final String PDS = "https://pds.example.com";

    private final AtomicLong nanos = new AtomicLong();
    private final Map<String, String> hosts = new ConcurrentHashMap<>(Map.of("pds.example.com", "93.184.215.14"));
    private final AtomicInteger lookups = new AtomicInteger();
    private final CountDownLatch response = new CountDownLatch(1);

    @AfterEach
    void endLookups() {
        response.countDown();
    }

    @ParameterizedTest
    @CsvSource({
        "https://pds.example.com, ALLOWED",
        "https://93.184.215.14, ALLOWED",
        "https://127.0.0.1:8443, FORBIDDEN",
        "https://[::1], FORBIDDEN",
        "https://[::ffff:10.0.0.1], FORBIDDEN",
        "https://169.254.169.254, FORBIDDEN",
        "https://localhost:5432, FORBIDDEN",
        "http://localhost:2583, ALLOWED",
        "http://[::1]:2583, ALLOWED",
        "https://mixed.example.com, FORBIDDEN",
        "https://proxied.example.com, ALLOWED"
    })
    void verdictDependsOnEveryAddress(String origin, Verdict verdict) {
        hosts.put("localhost", "127.0.0.1");
        hosts.put("mixed.example.com", "93.184.215.14 10.1.2.3");
        assertThat(verdict(addresses(Duration.ofSeconds(20)), origin)).isEqualTo(verdict);
    }

    @Test
    void nameThatLaterPointsToThisMachineIsRefused() {
        ServerAddresses addresses = addresses(Duration.ofSeconds(20));
        assertThat(verdict(addresses, PDS)).isEqualTo(Verdict.ALLOWED);
        hosts.put("pds.example.com", "127.0.0.1");
        pass(Duration.ofSeconds(10));
        assertThat(verdict(addresses, PDS)).isEqualTo(Verdict.ALLOWED);
        pass(Duration.ofMillis(1));
        assertThat(verdict(addresses, PDS)).isEqualTo(Verdict.FORBIDDEN);
        assertThat(lookups).hasValue(2);
    }

    @Test
    void unknownNameIsLookedUpAgainSoon() {
        ServerAddresses addresses = addresses(Duration.ofSeconds(20));
        hosts.clear();
        assertThat(verdict(addresses, PDS)).isEqualTo(Verdict.ALLOWED);
        hosts.put("pds.example.com", "10.0.0.1");
        pass(Duration.ofSeconds(3));
        assertThat(verdict(addresses, PDS)).isEqualTo(Verdict.FORBIDDEN);
    }

    @Test
    void hangingLookupEndsInTimeAndOccupiesOneThread() {
        ServerAddresses addresses = addresses(Duration.ofMillis(50));
        hosts.put("pds.example.com", "hangs");
        for (int i = 0; i < 50; i++) {
            assertThat(verdict(addresses, PDS)).isEqualTo(Verdict.UNAVAILABLE);
            pass(Duration.ofSeconds(20));
        }
        assertThat(lookups).hasValue(1);
        response.countDown();
        org.awaitility.Awaitility.await().until(() -> verdict(addresses, PDS) == Verdict.FORBIDDEN);
    }

    @Test
    void knownServerStaysUsableWhileOthersHang() {
        ServerAddresses addresses = addresses(Duration.ofMillis(50));
        assertThat(verdict(addresses, PDS)).isEqualTo(Verdict.ALLOWED);
        for (int i = 0; i < 200; i++) {
            hang(addresses, "pds.example" + i + ".net");
        }
        pass(Duration.ofMinutes(2));
        assertThat(verdict(addresses, PDS)).isEqualTo(Verdict.ALLOWED);
        assertThat(verdict(addresses, "https://new.example.com")).isEqualTo(Verdict.UNAVAILABLE);
        pass(Duration.ofMinutes(10));
        assertThat(verdict(addresses, PDS)).isEqualTo(Verdict.UNAVAILABLE);
    }

    @Test
    void hangingNamesOfOneOwnerLeaveThreadsForOthers() {
        ServerAddresses addresses = addresses(Duration.ofMillis(50));
        for (int i = 0; i < 1000; i++) {
            hang(addresses, "h" + i + ".example.net");
        }
        assertThat(verdict(addresses, PDS)).isEqualTo(Verdict.ALLOWED);
        assertThat(verdict(addresses, "https://another.example.net")).isEqualTo(Verdict.UNAVAILABLE);
        response.countDown();
        org.awaitility.Awaitility.await().until(() -> {
            pass(Duration.ofSeconds(2));
            return verdict(addresses, "https://another.example.net") == Verdict.ALLOWED;
        });
    }

    private void hang(ServerAddresses addresses, String host) {
        hosts.put(host, "hangs");
        CompletableFuture<Verdict> hanging = addresses.check("https://" + host);
        assertThat(hanging).isNotNull();
    }

    private ServerAddresses addresses(Duration timeout) {
        return new ServerAddresses(this::lookUp, nanos::get, timeout);
    }

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        lookups.incrementAndGet();
        String found = hosts.getOrDefault(host, Character.isDigit(host.charAt(0)) || host.contains(":") ? host : "");
        if (found.isEmpty()) {
            throw new UnknownHostException(host);
        }
        if (found.equals("hangs")) {
            try {
                assertThat(response.await(50, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        }
        String[] texts = found.split(" ", -1);
        InetAddress[] all = new InetAddress[texts.length];
        for (int i = 0; i < texts.length; i++) {
            all[i] = InetAddress.getByName(texts[i]);
        }
        return all;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static Verdict verdict(ServerAddresses addresses, String origin) {
        return addresses.check(origin).join();
    }
}
