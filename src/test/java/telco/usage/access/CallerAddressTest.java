package telco.usage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerAddressTest {

    private final CallerAddress behindProxies = trusting("10.1.0.0/16, 192.0.2.7,2001:db8:1::/48,fe80::/10");

    @ParameterizedTest
    @CsvSource({
        "10.1.0.1,           203.0.113.9,                                203.0.113.9",
        "192.0.2.7,          203.0.113.9,                                203.0.113.9",
        "10.1.0.1,           '198.51.100.1, 203.0.113.9',                203.0.113.9",
        "10.1.0.1,           '10.1.0.9, 203.0.113.9',                    203.0.113.9",
        "10.1.0.1,           '198.51.100.1, 203.0.113.9, 10.1.2.3',      203.0.113.9",
        "10.1.0.1,           '10.1.0.3 ,10.1.0.2',                       10.1.0.3",
        "::ffff:10.1.0.1,    203.0.113.9,                                203.0.113.9",
        "fe80::1%eth0,       203.0.113.9,                                203.0.113.9"
    })
    void caller_isTheLastWhoIsNoProxy(String peer, String forwarded, String caller) {
        assertThat(behindProxies.of(peer, List.of(forwarded))).isEqualTo(caller);
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.9", "192.0.2.8", "2001:db8:2::1", "fd00::1%eth0"})
    void whoIsNoProxy_isNotBelieved(String peer) {
        assertThat(behindProxies.of(peer, List.of("198.51.100.1"))).isEqualTo(peer);
    }

    @Test
    void withoutTheSetting_nobodyIs() {
        assertThat(trusting("").of("127.0.0.1", List.of("198.51.100.1"))).isEqualTo("127.0.0.1");
    }

    @Test
    void withoutTheHeader_theProxyItselfIsTheCaller() {
        assertThat(behindProxies.of("10.1.0.1", List.of())).isEqualTo("10.1.0.1");
    }

    @Test
    void linesOfTheHeader_areOneList() {
        assertThat(behindProxies.of("10.1.0.1", List.of("198.51.100.1", "203.0.113.9, 10.1.0.2")))
                .isEqualTo("203.0.113.9");
        assertThat(behindProxies.of("10.1.0.1", List.of("203.0.113.9", "10.1.0.2")))
                .isEqualTo("203.0.113.9");
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9:4711,         203.0.113.9",
        "[2001:db8:2::1]:4711,     2001:db8:2:0:0:0:0:1",
        "[2001:db8:2::1],          2001:db8:2:0:0:0:0:1",
        "2001:db8:2::1,            2001:db8:2:0:0:0:0:1",
        "'203.0.113.9, [2001:db8:1::1]:4711', 203.0.113.9"
    })
    void port_isNoPartOfTheAddress(String forwarded, String caller) {
        assertThat(behindProxies.of("10.1.0.1", List.of(forwarded))).isEqualTo(caller);
    }

    /** None of them is looked up either: that would hold up everybody, and tell a name server. */
    @ParameterizedTest
    @ValueSource(strings = {"unknown", "_hidden", "localhost", "999.1.1.1", "1.2", "203.0.113.9:x", "[::1", "", " "})
    void whatIsNoAddress_endsTheSearch(String hop) {
        assertThat(behindProxies.of("10.1.0.1", List.of("203.0.113.9, " + hop + ", 10.1.0.2")))
                .isEqualTo("10.1.0.2");
        assertThat(behindProxies.of("10.1.0.1", List.of(hop))).isEqualTo("10.1.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy", "10.1.0.0/33", "10.1.0.256", "10.1", "*"})
    void settingThatIsNoAddress_isRefused(String setting) {
        assertThatThrownBy(() -> trusting("10.2.0.1," + setting))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("TRUSTED_PROXIES: '" + setting
                        + "' is neither an address nor a range of addresses like 10.1.0.0/16");
    }

    private static CallerAddress trusting(String proxies) {
        return new CallerAddress(AccessSettings.with(Map.of("trusted-proxies", proxies)));
    }
}
