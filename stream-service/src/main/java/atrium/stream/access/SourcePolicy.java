package atrium.stream.access;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * Decides whether a source may be pulled: scheme, then every address that its host has now.
 *
 * <p>One forbidden address among several refuses the source, because nobody knows which one will be connected to. A
 * listening source contacts nobody, so its address is not held against the networks.
 *
 * <p>Not covered: the program that pulls resolves the name again, so a name that changes its address in between
 * (rebinding) gets through, and so does an HTTP redirect or a playlist that names another host.
 */
public final class SourcePolicy {

    private final Supplier<SourceProperties> properties;
    private final HostResolver resolver;

    public SourcePolicy(Supplier<SourceProperties> properties, HostResolver resolver) {
        this.properties = properties;
        this.resolver = resolver;
    }

    /**
     * Returns if {@code url} may be pulled now. Resolves the host: call it on a thread that may block, each time before
     * a source is started.
     */
    public void check(SourceUrl url) throws SourceRefusedException {
        SourceProperties allowed = properties.get();
        if (!allowed.allowedSchemes().contains(url.scheme())) {
            throw new SourceRefusedException("sources with " + url.scheme().text()
                    + ": are not allowed by atrium.stream.sources.allowed-schemes");
        }
        if (url.scheme() == SourceScheme.FILE) {
            checkFile(url, allowed);
        } else if (url.listens()) {
            checkListening(url);
        } else {
            checkAddresses(url, allowed);
        }
    }

    private void checkAddresses(SourceUrl url, SourceProperties allowed) throws SourceRefusedException {
        for (InetAddress address : resolve(url.host())) {
            for (InetAddress reached : AddressKind.reachedBy(address)) {
                AddressKind.of(reached).check(reached, allowed);
            }
        }
    }

    private List<InetAddress> resolve(String host) throws SourceRefusedException {
        try {
            return resolver.resolve(host);
        } catch (UnknownHostException e) {
            throw new SourceRefusedException("no such host: " + host);
        }
    }

    private static void checkListening(SourceUrl url) throws SourceRefusedException {
        if (url.port() < 0) {
            throw new SourceRefusedException("a source that is listened for needs a port");
        }
    }

    /** Links are followed first: what counts is where the bytes are. */
    private static void checkFile(SourceUrl url, SourceProperties allowed) throws SourceRefusedException {
        Path directory = allowed.fileDirectory();
        if (directory == null) {
            throw new SourceRefusedException(
                    "files are no sources while atrium.stream.sources.file-directory is not set");
        }
        try {
            if (!Path.of(url.rest()).toRealPath().startsWith(directory.toRealPath())) {
                throw new SourceRefusedException("the file is not below atrium.stream.sources.file-directory");
            }
        } catch (IOException e) {
            throw new SourceRefusedException("no such file below atrium.stream.sources.file-directory");
        }
    }
}
