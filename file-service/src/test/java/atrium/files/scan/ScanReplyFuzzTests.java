package atrium.files.scan;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

class ScanReplyFuzzTests {

    private static final HookAnswer HOOK = new HookAnswer(JsonMapper.shared());

    @FuzzTest
    void whatever_clamd_answers_is_a_verdict_with_a_harmless_reason_or_none(byte[] reply) {
        try {
            check(ClamdReply.verdict(new String(reply, StandardCharsets.ISO_8859_1)));
        } catch (ScanFailedException none) {
            requireHarmless(String.valueOf(none.getMessage()));
        }
    }

    @FuzzTest
    void whatever_a_callback_answers_is_a_verdict_with_a_harmless_reason_or_none(FuzzedDataProvider data) {
        try {
            check(HOOK.verdict(
                    data.pickValue(new Integer[] {200, 204, 403, 422, 500}), data.consumeRemainingAsBytes()));
        } catch (ScanFailedException none) {
            requireHarmless(String.valueOf(none.getMessage()));
        }
    }

    private static void check(Verdict verdict) {
        if (verdict instanceof Verdict.Infected infected) {
            requireHarmless(infected.reason());
        }
    }

    private static void requireHarmless(String text) {
        if (text.isEmpty() || text.length() > 300 || !text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new AssertionError("not fit to be shown: " + text);
        }
    }
}
