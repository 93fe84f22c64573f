package atrium.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnambiguousPathsTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/chat/",
                "/rooms/demo",
                "/stream/cam.flv",
                "/stream/...flv",
                "/stream/..cam",
                "/files/.hidden",
                "/chat/rooms/%C3%A4%e2%82%ac",
                "/chat/rooms/a%20b",
                "/chat/rooms/a+b,c=d&e@f:g!$'()*~_-",
                "/%F0%9F%8E%A5"
            })
    void what_means_one_thing_passes(String path) {
        assertThat(UnambiguousPaths.isUnambiguous(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//",
                "/a//b",
                "/a//",
                "/.",
                "/..",
                "/./a",
                "/a/./b",
                "/../a",
                "/a/..",
                "/a/../b",
                "/a;b",
                "/a/..;/b",
                "/a\\b",
                "/a%5cb",
                "/a%2fb",
                "/a%2Fb",
                "/%2e",
                "/%2E%2e/b",
                "/a%25b",
                "/a%3bb",
                "/a%00",
                "/a%0a",
                "/a%7f",
                "/a%c0%af",
                "/a%C1%9C",
                "/a%f5",
                "/a%ff",
                "/a b",
                "/a\u007f",
                "/a\u00e4",
                "/a%",
                "/a%2",
                "/a%g0",
                "/a%0g",
                "/a%\uff12\uff10"
            })
    void what_means_two_is_refused(String path) {
        assertThat(UnambiguousPaths.isUnambiguous(path)).isFalse();
    }
}
