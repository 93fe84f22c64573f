package atrium.chat.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class ClientMessageDecoderFuzzTests {

    private final ClientMessageDecoder decoder = new ClientMessageDecoder();

    @FuzzTest
    void any_bytes_have_an_answer(byte[] bytes) {
        assertThat(decoder.decode(bytes)).isNotNull();
    }
}
