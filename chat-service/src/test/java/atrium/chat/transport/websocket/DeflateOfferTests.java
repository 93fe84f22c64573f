package atrium.chat.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692, sections 5.1 and 7.1. */
class DeflateOfferTests {

    private static final String ANSWER = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits",
                "Permessage-Deflate ;  client_max_window_bits=10 ; server_no_context_takeover",
                "permessage-deflate; client_max_window_bits=\"15\"; client_no_context_takeover",
                "x-webkit-deflate-frame, permessage-deflate; client_max_window_bits",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate",
                "permessage-deflate; mystery, permessage-deflate",
            })
    void the_first_offer_that_can_be_met_is_accepted_without_context_takeover(String offers) {
        assertThat(DeflateOffer.accept(List.of(offers))).hasValue(ANSWER);
    }

    @Test
    void offers_may_come_in_several_lines() {
        assertThat(DeflateOffer.accept(List.of("foo", "permessage-deflate"))).hasValue(ANSWER);
    }

    @Test
    void a_window_of_the_server_is_confirmed() {
        assertThat(DeflateOffer.accept(List.of("permessage-deflate; server_max_window_bits=15")))
                .hasValue(ANSWER + "; server_max_window_bits=15");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",;,",
                "permessage-bzip2",
                "permessage-deflate; server_max_window_bits=8",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=08",
                "permessage-deflate; client_max_window_bits=",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
                "permessage-deflate; mystery",
                "permessage-deflate;; ;",
            })
    void what_is_malformed_or_cannot_be_met_is_declined(String offers) {
        assertThat(DeflateOffer.accept(List.of(offers))).isEmpty();
    }
}
