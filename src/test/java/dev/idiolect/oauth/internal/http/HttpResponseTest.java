package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpResponseTest {

    private static HttpResponse response(int status, String body, String... headers) {
        Map<String, List<String>> fields = new TreeMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            fields.put(headers[i], List.of(headers[i + 1]));
        }
        return new HttpResponse(
                status, HttpHeaders.of(fields, (name, value) -> true), body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {} | true",
                "200 | {\"a\":1} | true",
                "400 | {\"error\":\"x\"} | true",
                "403 | {\"message\":\"x\"} | true",
                "302 | '' | true",
                "200 | '' | false",
                "200 | [] | false",
                "200 | null | false",
                "200 | \"{}\" | false",
                "200 | <html> | false",
                "200 | {\"a\": | false",
                "400 | 400 Bad Request | false",
                "403 | <html>{}</html> | false",
                "404 | '' | false",
                "500 | '' | false"
            })
    void jsonServersSendJsonObjects(int status, String body, boolean own) {
        assertThat(response(status, body).isFromJsonServer()).isEqualTo(own);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | {\"error\":\"hunter2\"} | X | x",
                "401 | {\"error\":\"h\\u0075nter2\"} | X | x",
                "401 | '' | WWW-Authenticate | Bearer error=\"hunter2\"",
                "302 | '' | Location | https://HUNTER2.example.com/"
            })
    void secretIsInNoPartOfTheSummary(int status, String body, String header, String value) {
        HttpResponse response = response(status, body, header, value);
        assertThat(response.summary()).containsIgnoringCase("hunter2");
        assertThat(response.without("hunter2").summary()).doesNotContainIgnoringCase("hunter2");
    }

    @Test
    void challengeWithErrorIsTheServersOwn() {
        HttpResponse challenged = response(401, "", "WWW-Authenticate", "DPoP error=\"invalid_token\"");
        assertThat(challenged.isFromJsonServer()).isTrue();
        assertThat(challenged.errorCode()).isEqualTo("invalid_token");
        assertThat(response(401, "", "WWW-Authenticate", "Basic realm=\"office\"")
                        .isFromJsonServer())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFF{\"a\":\"b\"}",
                "\uFEFF\uFEFF\r\n{\"a\":\"b\"}",
                " \t\r\n\0{\"a\":\"b\"}",
                ")]}'\n{\"a\":\"b\"}",
                ")]}',\n{\"a\":\"b\"}",
                " )]}'\uFEFF{\"a\":\"b\"}"
            })
    void oddStartOfJsonIsSkipped(String body) {
        assertThat(response(200, body).string("a")).isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\uFEFF", "\n<!-- cached -->", ";", "{}"})
    void textAfterTheJsonIsIgnored(String end) {
        assertThat(response(200, "{\"a\":\"b\"}" + end).string("a")).isEqualTo("b");
    }

    @Test
    void longOddStartDoesNotOverflowTheStack() {
        String blanks = " \uFEFF".repeat(100_000);
        assertThat(response(200, blanks + "{\"a\":\"b\"}").string("a")).isEqualTo("b");
        assertThat(response(200, blanks + "x{\"a\":\"b\"}").json()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x{}", "while(1);{}", "<!-- -->{}", "[{}]", ")]}'[]"})
    void otherTextIsNoJson(String body) {
        assertThat(response(200, body).json()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "https://elsewhere.example.com/path?token=secret, (redirect to elsewhere.example.com)",
        "//elsewhere.example.com/, (redirect to elsewhere.example.com)",
        "/login, (redirect on the same host)",
        "https://a b/, (redirect)",
        "https://user:secret@elsewhere.example.com/, (redirect to elsewhere.example.com)",
        "https://secret12345678901234567890123456789.example.com/, (redirect to ....example.com)"
    })
    void redirectIsShownWithItsHost(String location, String text) {
        assertThat(response(302, "", "Location", location).summary()).isEqualTo("HTTP 302 " + text);
    }

    @Test
    void requireNamesTheProxyAndIsTransient() throws Exception {
        assertThatThrownBy(() -> response(403, "<html>").requireFromJsonServer())
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        e -> assertThat(e.isTransient()).isTrue())
                .hasMessage("a proxy or firewall responded for the server (HTTP 403 without a JSON object)");
        for (int status : new int[] {408, 429, 500, 503}) {
            HttpResponse failing = response(status, "<html>");
            assertThat(failing.requireFromJsonServer()).isSameAs(failing);
        }
    }

    @Test
    void successWithoutResultMayHaveAnyBodyButAPage() throws Exception {
        for (String body : List.of("", "{}", "OK")) {
            HttpResponse done = response(200, body);
            assertThat(done.requireFromJsonServerUnlessSuccessful()).isSameAs(done);
        }
        assertThatThrownBy(() -> response(200, "\n<html>").requireFromJsonServerUnlessSuccessful())
                .isInstanceOf(ExchangeException.class);
        assertThatThrownBy(() -> response(404, "").requireFromJsonServerUnlessSuccessful())
                .isInstanceOf(ExchangeException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "400, temporarily_unavailable, true",
        "400, server_error, true",
        "400, invalid_client_metadata, true",
        "400, invalid_grant, false",
        "401, invalid_client, false",
        "200, server_error, false"
    })
    void someErrorCodesAreTransient(int status, String error, boolean isTransient) {
        assertThat(response(status, "{\"error\":\"" + error + "\"}").isTransient())
                .isEqualTo(isTransient);
    }

    @Test
    void descriptionIsMadeSafe() {
        assertThat(response(400, "{\"error_description\":\"No\\n\\u001b[31m eyJhbGciOiJIUzI1NiJ9.e30.x\"}")
                        .description())
                .isEqualTo("No??[31m ...");
        assertThat(response(400, "{\"message\":\"Not here\"}").description()).isEqualTo("Not here");
        assertThat(response(400, "{}").description()).isNull();
    }
}
