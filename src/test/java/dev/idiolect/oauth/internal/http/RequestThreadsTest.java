package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestThreadsTest {

    // WildFly has 16 request threads for each processor.
    @ParameterizedTest
    @CsvSource({"1, 4", "2, 8", "4, 16", "64, 16"})
    void twoSharesLeaveHalfOfTheSmallestPool(int processors, int share) {
        assertThat(RequestThreads.share(processors)).isEqualTo(share).isLessThanOrEqualTo(16 * processors / 4);
    }
}
