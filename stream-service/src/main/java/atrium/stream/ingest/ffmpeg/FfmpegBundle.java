package atrium.stream.ingest.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ffmpeg that comes with the build, in a jar of the JavaCPP presets.
 *
 * <p>Only its programs and libraries are used, not JavaCPP: that would load the codecs into this process to tell where
 * they lie, where a damaged stream could end all streams. It takes one copy to a directory that is named after the
 * version, once; the directory gets its name when it is complete, so that a start cut short leaves nothing half done
 * and two starts at once do not disturb each other.
 */
final class FfmpegBundle {

    private static final Logger log = LoggerFactory.getLogger(FfmpegBundle.class);

    private static final String VERSION = "META-INF/maven/org.bytedeco/ffmpeg/pom.properties";
    private static final String ROOT = "org/bytedeco/ffmpeg/";

    private final String platform;
    private final ClassLoader loader;

    FfmpegBundle(String platform, ClassLoader loader) {
        this.platform = platform;
        this.loader = loader;
    }

    static FfmpegBundle ofClassPath() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        return new FfmpegBundle(os + "-" + processor, FfmpegBundle.class.getClassLoader());
    }

    Ffmpeg unpack(Path cache) throws IOException {
        URL program = loader.getResource(ROOT + platform + "/ffmpeg");
        if (program == null) {
            throw new IOException("no ffmpeg for " + platform
                    + " comes with this build: install one and name it in atrium.stream.ffmpeg.path");
        }
        Path directory = cache.toAbsolutePath().resolve("ffmpeg-" + version() + "-" + platform);
        if (!Files.isDirectory(directory)) {
            unpack(program, directory);
        }
        return new Ffmpeg(directory.resolve("ffmpeg"), directory.resolve("ffprobe"));
    }

    private String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = loader.getResourceAsStream(VERSION)) {
            if (in == null) {
                throw new IOException("the bundled ffmpeg lacks " + VERSION);
            }
            properties.load(in);
        }
        return properties.getProperty("version");
    }

    private void unpack(URL program, Path directory) throws IOException {
        long begin = System.nanoTime();
        Path cache = Files.createDirectories(directory.resolveSibling("."));
        Path incomplete = Files.createTempDirectory(cache, ".ffmpeg-");
        try {
            copyAll(program, incomplete);
            StandInLibrary.writeAll(incomplete);
            Files.setPosixFilePermissions(incomplete, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(incomplete, directory, StandardCopyOption.ATOMIC_MOVE);
            log.info("unpacked ffmpeg to {} in {} ms", directory, (System.nanoTime() - begin) / 1_000_000);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
            log.debug("another start has unpacked {} meanwhile", directory, e);
        } finally {
            delete(incomplete);
        }
    }

    private void copyAll(URL program, Path target) throws IOException {
        JarURLConnection connection = (JarURLConnection) program.openConnection();
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            for (JarEntry entry : programsAndLibraries(jar)) {
                Path file = target.resolve(Path.of(entry.getName()).getFileName());
                try (InputStream in = jar.getInputStream(entry)) {
                    Files.copy(in, file);
                }
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    /** All but the glue of the Java binding, {@code libjni*}. */
    private List<JarEntry> programsAndLibraries(JarFile jar) {
        String prefix = ROOT + platform + "/";
        return jar.stream()
                .filter(entry -> entry.getName().startsWith(prefix) && !entry.isDirectory())
                .filter(entry -> !entry.getName().startsWith("libjni", prefix.length()))
                .toList();
    }

    private static void delete(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
