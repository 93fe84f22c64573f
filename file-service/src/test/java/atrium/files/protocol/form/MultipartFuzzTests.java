package atrium.files.protocol.form;

import atrium.platform.problem.ProblemException;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

class MultipartFuzzTests {

    @FuzzTest
    void any_body_is_read_or_refused(FuzzedDataProvider data) throws IOException {
        int piece = data.consumeInt(1, 100);
        try {
            MultipartReaderTests.read(data.consumeRemainingAsBytes(), "B", piece);
        } catch (ProblemException refused) {
            // the one way to say no
        }
    }
}
