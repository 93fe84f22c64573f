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
 * <p>What is returned are the addresses that were checked. Whoever connects uses these and never the name again, which
 * may have another address by then (rebinding), and asks anew for each further host that the source leads to by a
 * redirect or a playlist.
 */
public final class SourcePolicy {

    private final Supplier<SourceProperties> properties;
    private final HostResolver resolver;

    public SourcePolicy(Supplier<SourceProperties> properties, HostResolver resolver) {
        this.properties = properties;
        this.resolver = resolver;
    }

    /**
     * The addresses at which {@code url} may be pulled now; none for a file and for a source that is listened for.
     * Resolves the host: call it on a thread that may block, each time before something is connected to.
     */
    public List<InetAddress> check(SourceUrl url) throws SourceRefusedException {
        SourceProperties allowed = properties.get();
        if (!allowed.allowedSchemes().contains(url.scheme())) {
            throw new SourceRefusedException("sources with " + url.scheme().text()
                    + ": are not allowed by atrium.stream.sources.allowed-schemes");
        }
        SourceQuery.check(url);
        if (url.scheme() == SourceScheme.FILE) {
            checkFile(url, allowed);
            return List.of();
        }
        if (url.listens()) {
            checkListening(url);
            return List.of();
        }
        return checkedAddresses(url, allowed);
    }

    private List<InetAddress> checkedAddresses(SourceUrl url, SourceProperties allowed) throws SourceRefusedException {
        if (url.portOrUsual() < 0) {
            throw new SourceRefusedException("a source of " + url.scheme().text() + " needs a port");
        }
        List<InetAddress> addresses = resolve(url.host());
        for (InetAddress address : addresses) {
            for (InetAddress reached : AddressKind.reachedBy(address)) {
                AddressKind.of(reached).check(reached, allowed);
            }
        }
        return addresses;
    }

    private List<InetAddress> resolve(String host) throws SourceRefusedException {
        try {
            return resolver.resolve(host);
        } catch (UnknownHostException e) {
            throw new SourceRefusedException("no such host: " + host);
        }
    }

    /** An address, since a name would be looked up by the program that listens. */
    private static void checkListening(SourceUrl url) throws SourceRefusedException {
        if (url.port() < 0) {
            throw new SourceRefusedException("a source that is listened for needs a port");
        }
        if (url.address().isEmpty()) {
            throw new SourceRefusedException("a source that is listened for needs an address (expected: one of this"
                    + " machine, 0.0.0.0, or a multicast group)");
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
