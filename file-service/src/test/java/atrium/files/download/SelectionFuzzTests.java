package atrium.files.download;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

class SelectionFuzzTests {

    @FuzzTest
    void any_header_gives_bytes_that_the_file_has(FuzzedDataProvider data) {
        SelectionTests.check(data);
    }
}
