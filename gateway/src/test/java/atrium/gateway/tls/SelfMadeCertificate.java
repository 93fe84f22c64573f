package atrium.gateway.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** A certificate for loopback that the JDK's keytool has made, with its key. */
final class SelfMadeCertificate {

    private static final char[] PASSWORD = "of-a-test".toCharArray();
    private static final String ALIAS = "atrium";

    private final X509Certificate certificate;
    private final byte[] key;

    private SelfMadeCertificate(X509Certificate certificate, byte[] key) {
        this.certificate = certificate;
        this.key = key;
    }

    static SelfMadeCertificate create(Path directory, String name) throws IOException, GeneralSecurityException {
        Path file = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.onExit().join().exitValue() != 0) {
            throw new IOException("keytool failed: " + said);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return new SelfMadeCertificate(
                (X509Certificate) store.getCertificate(ALIAS),
                store.getKey(ALIAS, PASSWORD).getEncoded());
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** Both as PEM (RFC 7468), over what was there. */
    void writeTo(Path certificateFile, Path keyFile) throws IOException, GeneralSecurityException {
        Files.writeString(keyFile, pem("PRIVATE KEY", key));
        Files.writeString(certificateFile, pem("CERTIFICATE", certificate.getEncoded()));
    }

    private static String pem(String label, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }
}
