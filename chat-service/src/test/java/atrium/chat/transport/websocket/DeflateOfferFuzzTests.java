package atrium.chat.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

class DeflateOfferFuzzTests {

    @FuzzTest
    void any_header_is_accepted_or_declined(byte[] header) {
        String line = new String(header, StandardCharsets.ISO_8859_1);

        assertThat(DeflateOffer.accept(List.of(line)))
                .satisfies(answer -> assertThat(answer.orElse("permessage-deflate")).startsWith("permessage-deflate"));
    }
}
