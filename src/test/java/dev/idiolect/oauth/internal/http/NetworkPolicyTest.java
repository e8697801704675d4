package dev.idiolect.oauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkPolicyTest {

    @Test
    void onlyTheDevelopmentSettingAllowsLoopbackHttp() {
        assertThat(NetworkPolicy.of(true).allowsLoopbackHttp()).isTrue();
        assertThat(NetworkPolicy.of(false).allowsLoopbackHttp()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:2583/xrpc", "HTTP://LOCALHOST", "http://127.0.0.1", "http://[::1]:80/"})
    void serverOnThisMachineMayLeadToThisMachine(String server) {
        assertThat(NetworkPolicy.ofServer(URI.create(server))).isEqualTo(NetworkPolicy.DEVELOPMENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://pds.example.com",
                "https://localhost",
                "http://localhost.example.com",
                "http://127.0.0.2",
                "http:///path"
            })
    void otherServerMayLeadOnlyToPublicAddresses(String server) {
        assertThat(NetworkPolicy.ofServer(URI.create(server))).isEqualTo(NetworkPolicy.PUBLIC);
    }

    @ParameterizedTest
    @EnumSource
    void reservedTopLevelDomainsHaveNoAccounts(NetworkPolicy policy) {
        assertThat(policy.isReserved("localhost")).isTrue();
        assertThat(policy.isReserved("alice.internal")).isTrue();
        assertThat(policy.isReserved("alice.onion")).isTrue();
        assertThat(policy.isReserved("onion.example.com")).isFalse();
        assertThat(policy.isReserved("alice.contest")).isFalse();
    }

    @Test
    void testDomainsHaveAccountsOnlyInDevelopment() {
        assertThat(NetworkPolicy.PUBLIC.isReserved("alice.test")).isTrue();
        assertThat(NetworkPolicy.DEVELOPMENT.isReserved("alice.test")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://pds.example.com, https://pds.example.com",
        "HTTPS://PDS.Example.com/, https://pds.example.com",
        "https://pds.example.com:443, https://pds.example.com",
        "https://pds.example.com:8443/, https://pds.example.com:8443"
    })
    void originIsCanonicalUnderBothPolicies(String address, String origin) {
        assertThat(NetworkPolicy.PUBLIC.originOf(address)).contains(origin);
        assertThat(NetworkPolicy.DEVELOPMENT.originOf(address)).contains(origin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:2583", "http://127.0.0.1:2583", "http://[::1]:2583"})
    void originOnThisMachineIsAllowedOnlyInDevelopment(String address) {
        assertThat(NetworkPolicy.DEVELOPMENT.originOf(address)).contains(address);
        assertThat(NetworkPolicy.PUBLIC.originOf(address)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not a url",
                "pds.example.com",
                "/path",
                "ftp://pds.example.com",
                "http://pds.example.com",
                "https://pds.example.com/path",
                "https://pds.example.com?query",
                "https://pds.example.com/#fragment",
                "https://user:password@pds.example.com",
                "https://93.184.216.34",
                "https://[2606:2800:220:1::1]",
                "https://127.0.0.1",
                "https://pds.example.com:0",
                "https://pds.example.com:65536"
            })
    void otherAddressesHaveNoOrigin(String address) {
        assertThat(NetworkPolicy.PUBLIC.originOf(address)).isEmpty();
        assertThat(NetworkPolicy.DEVELOPMENT.originOf(address)).isEmpty();
    }
}
