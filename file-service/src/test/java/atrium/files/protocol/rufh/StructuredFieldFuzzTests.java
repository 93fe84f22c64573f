package atrium.files.protocol.rufh;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

class StructuredFieldFuzzTests {

    @FuzzTest
    void any_field_is_read_or_ignored(FuzzedDataProvider data) {
        StructuredFieldTests.check(data);
    }
}
