package atrium.nacos.server;

import com.alipay.sofa.jraft.storage.impl.RocksDBLogStorage;
import com.alipay.sofa.jraft.util.StorageOptionsFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.NativeLibraryLoader;

/** Fits JRaft's log storage, sized for a busy cluster, to a single server that writes a few entries a day. */
final class RaftStorage {

    private static final long WRITE_BUFFER = 1 << 20;

    private RaftStorage() {}

    /** Must run before the first Raft group is made. */
    static void prepare(Path natives) throws IOException {
        // To a fixed place: RocksDB's own way leaves 15 MB in the temporary directory after each kill.
        NativeLibraryLoader.getInstance()
                .loadLibrary(Files.createDirectories(natives).toString());
        StorageOptionsFactory.registerRocksDBColumnFamilyOptions(RocksDBLogStorage.class, small());
    }

    /** The default is 128 MiB and a bloom filter of 16 MiB for each of ten column families. */
    private static ColumnFamilyOptions small() {
        return StorageOptionsFactory.getDefaultRocksDBColumnFamilyOptions()
                .setWriteBufferSize(WRITE_BUFFER)
                .setMemtablePrefixBloomSizeRatio(0);
    }
}
