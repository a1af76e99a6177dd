package telco.usage.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.7, 10.0.0.7",
        "::ffff:10.0.0.7, 10.0.0.7",
        "2001:db8:0:1::1, 20010db800000001/64",
        "2001:db8:0:1:ffff:ffff:ffff:ffff, 20010db800000001/64",
        "2001:db8:0:2::1, 20010db800000002/64",
        "fe80:0:0:0:1:2:3:4%eth0, fe80000000000000/64",
        "an unknown address, an unknown address"
    })
    void ipv6_countsByItsNetwork(String address, String network) {
        assertThat(Network.of(address)).isEqualTo(network);
    }
}
