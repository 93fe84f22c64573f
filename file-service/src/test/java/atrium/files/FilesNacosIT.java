package atrium.files;

import atrium.files.access.Requester;
import atrium.files.quota.Admission;
import atrium.platform.testsupport.NacosServiceContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;

/** The limit is a guest's largest file, in bytes. Each start has a directory of its own. */
class FilesNacosIT extends NacosServiceContract {

    FilesNacosIT() {
        super("file-service", FileApplication.class);
    }

    @Override
    protected Map<String, String> properties() {
        try {
            return Map.of(
                    "atrium.files.local.directory",
                    Files.createTempDirectory(Path.of("target"), "files").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected String yamlWithLimit(long limit) {
        return """
                atrium:
                  files:
                    guests:
                      max-size: %dB
                """.formatted(limit);
    }

    @Override
    protected long limitOf(ConfigurableApplicationContext context) {
        return context.getBean(Admission.class).maxSize(Requester.TRUSTED_GUEST);
    }
}
