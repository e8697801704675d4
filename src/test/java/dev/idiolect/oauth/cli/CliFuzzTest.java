package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.ParserFuzz;
import dev.idiolect.oauth.Parsing;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of other programs on this machine to the command line's callback. */
class CliFuzzTest {

    static Stream<byte[]> requestsSeeds() {
        return Parsing.seeds(
                "GET /callback?code=x&state=y HTTP/1.1\r\nHost: 127.0.0.1:80\r\n\r\n",
                "GET http://127.0.0.1/callback HTTP/1.0\r\nhost:a\r\nHost: b\r\n\r\n",
                "POST //evil HTTP/1.1\r\n\u001b[2J");
    }

    @MethodSource("requestsSeeds")
    @ParserFuzz
    void requests(byte[] input) {
        Parsing.throwing().text(input, text -> {
            RequestHead.parse(text);
            String shown = TerminalText.escape(text);
            assertThat(shown.chars().noneMatch(Character::isISOControl)).isTrue();
        });
    }
}
