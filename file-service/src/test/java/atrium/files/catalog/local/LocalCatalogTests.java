package atrium.files.catalog.local;

import atrium.files.catalog.Catalog;
import atrium.files.catalog.CatalogContract;
import atrium.files.disk.Durability;
import atrium.files.disk.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class LocalCatalogTests extends CatalogContract {

    @TempDir
    private Path directory;

    @Override
    protected Catalog open() throws IOException {
        return LocalCatalog.open(directory, JsonMapper.shared(), new DurableFiles(() -> Durability.PROCESS));
    }
}
