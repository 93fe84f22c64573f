package atrium.chat.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import atrium.chat.message.Content;
import atrium.chat.message.Kind;
import atrium.chat.message.Style;
import atrium.chat.problem.ChatProblem;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClientMessageDecoderTests {

    private final ClientMessageDecoder decoder = new ClientMessageDecoder();

    static Stream<Arguments> valid() {
        return Stream.of(
                arguments("{\"type\":\"ping\"}", new ClientMessage.Ping()),
                arguments(" { \"ping\" : 1 , \"type\" : \"ping\" } ", new ClientMessage.Ping()),
                arguments("{\"type\":\"send\",\"text\":\"a\"}", send(Content.text("a"), null)),
                arguments("{\"type\":\"send\",\"text\":\"\\u4f60\",\"ref\":\"r\"}", send(Content.text("你"), "r")),
                arguments(
                        "{\"type\":\"send\",\"text\":\"a\",\"ref\":null,\"style\":null,\"file\":null}",
                        send(Content.text("a"), null)),
                arguments(
                        "{\"type\":\"send\",\"text\":\"a\",\"future\":[{\"deep\":[1]}],\"more\":{\"x\":{\"y\":[]}}}",
                        send(Content.text("a"), null)),
                arguments(
                        "{\"type\":\"send\",\"text\":\"a\",\"kind\":\"danmaku\"}",
                        send(new Content(Kind.DANMAKU, "a", null, null), null)),
                arguments(
                        "{\"type\":\"send\",\"text\":\"a\",\"kind\":\"danmaku\","
                                + "\"style\":{\"color\":\"#A0b1C2\",\"mode\":\"scroll\",\"size\":20,\"x\":1}}",
                        send(new Content(Kind.DANMAKU, "a", new Style("#A0b1C2", Style.Mode.SCROLL, 20), null), null)),
                arguments(
                        "{\"type\":\"send\",\"kind\":\"file\",\"file\":\"f-1\"}",
                        send(new Content(Kind.FILE, "", null, "f-1"), null)),
                arguments(
                        "{\"type\":\"resume\",\"epoch\":\"e\",\"offset\":12345678901}",
                        new ClientMessage.Resume("e", 12345678901L)));
    }

    @ParameterizedTest
    @MethodSource("valid")
    void a_valid_object_is_the_message_it_says(String json, ClientMessage expected) {
        assertThat(decode(json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``                                                               | MALFORMED
                    `{`                                                              | MALFORMED
                    {"type":"ping"} x                                                | MALFORMED
                    {"type":"ping"}{"type":"ping"}                                   | MALFORMED
                    {"type":"ping","type":"ping"}                                    | MALFORMED
                    {'type':'ping'}                                                  | MALFORMED
                    {"a":[[[[[[[[[1]]]]]]]]]}                                        | MALFORMED
                    {"a":99999999999999999999}                                       | MALFORMED
                    "ping"                                                           | MALFORMED
                    null                                                             | MALFORMED
                    {}                                                               | UNKNOWN_TYPE
                    {"type":null}                                                    | UNKNOWN_TYPE
                    {"type":"Ping"}                                                  | UNKNOWN_TYPE
                    {"type":1}                                                       | INVALID
                    {"type":{"type":"ping"}}                                         | INVALID
                    {"type":"send"}                                                  | INVALID
                    {"type":"send","text":1}                                         | INVALID
                    {"type":"send","text":["a"]}                                     | INVALID
                    {"type":"send","text":"a","kind":"TEXT"}                         | INVALID
                    {"type":"send","text":"a","style":{"size":20}}                   | INVALID
                    {"type":"send","text":"a","kind":"danmaku","style":"big"}        | INVALID
                    {"type":"send","text":"a","kind":"danmaku","style":{"size":7}}   | INVALID
                    {"type":"send","text":"a","kind":"danmaku","style":{"size":2.5}} | INVALID
                    {"type":"send","text":"a","kind":"danmaku","style":{"size":8589934612}} | INVALID
                    {"type":"send","text":"a","kind":"danmaku","style":{"color":"red"}}     | INVALID
                    {"type":"send","text":"a","kind":"danmaku","style":{"mode":"left"}}     | INVALID
                    {"type":"send","text":"a","file":"f"}                            | INVALID
                    {"type":"send","text":"a","kind":"file"}                         | INVALID
                    {"type":"send","kind":"file","file":"../f"}                      | INVALID
                    {"type":"resume","epoch":"e"}                                    | INVALID
                    {"type":"resume","epoch":"e","offset":-1}                        | INVALID
                    {"type":"resume","epoch":"e","offset":"1"}                       | INVALID
                    """)
    void anything_else_is_told_apart_by_code(String json, ChatProblem problem) {
        assertThat(decode(json))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(ClientMessage.Malformed.class))
                .satisfies(malformed -> {
                    assertThat(malformed.problem()).isEqualTo(problem);
                    assertThat(malformed.detail()).isNotEmpty();
                });
    }

    @Test
    void an_error_keeps_the_ref_and_a_ref_too_long_is_one() {
        assertThat(decode("{\"type\":\"send\",\"ref\":\"r\"}"))
                .isEqualTo(new ClientMessage.Malformed(ChatProblem.INVALID, "text: empty", "r"));
        assertThat(decode("{\"type\":\"ping\",\"ref\":\"" + "r".repeat(65) + "\"}"))
                .isEqualTo(new ClientMessage.Malformed(ChatProblem.INVALID, "ref: longer than 64", null));
    }

    @Test
    void every_cut_of_a_valid_object_is_malformed() {
        byte[] whole = "{\"type\":\"send\",\"text\":\"a\",\"style\":{}}".getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            assertThat(decoder.decode(java.util.Arrays.copyOf(whole, length)))
                    .isInstanceOf(ClientMessage.Malformed.class);
        }
    }

    private ClientMessage decode(String json) {
        return decoder.decode(json.getBytes(StandardCharsets.UTF_8));
    }

    private static ClientMessage send(Content content, String ref) {
        return new ClientMessage.Send(content, ref);
    }
}
