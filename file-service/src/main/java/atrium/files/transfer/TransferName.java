package atrium.files.transfer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a file that is sent by itself, over a connection that has nothing but it.
 *
 * <p>Strict where a browser's names are cleaned: a program wrote this name, and can write another. What passes is a file's
 * name on every usual system, so a receiver may make it one.
 */
public final class TransferName {

    /** As long as a name may be on the usual file systems. */
    public static final int MAX_BYTES = 255;

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cs}\\u2028\\u2029]");

    /** Unicode Standard Annex 9, section 2: they make {@code gpj.exe} read as {@code exe.jpg} (CVE-2021-42574). */
    private static final Pattern DIRECTION = Pattern.compile("[\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

    /** Windows opens these as devices, with whatever ending ("Naming Files, Paths, and Namespaces"). */
    private static final Pattern DEVICE = Pattern.compile(
            "(?:CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|CLOCK\\$|(?:COM|LPT)[0-9\\u00B9\\u00B2\\u00B3])\\s*(?:[.:].*)?",
            Pattern.CASE_INSENSITIVE);

    private TransferName() {}

    /** The name that was sent as {@code utf8}, in NFC. */
    public static String of(byte[] utf8) throws TransferRefusedException {
        if (utf8.length > MAX_BYTES) {
            throw tooLong();
        }
        return of(decode(utf8));
    }

    /** The name that {@code raw} is, in NFC. */
    public static String of(String raw) throws TransferRefusedException {
        String name = Normalizer.normalize(raw, Normalizer.Form.NFC);
        Optional<String> reason = reasonAgainst(name);
        if (reason.isPresent()) {
            throw new TransferRefusedException(reason.get());
        }
        return name;
    }

    /** What to send of a file that is called {@code name}. */
    public static byte[] encode(String name) throws TransferRefusedException {
        of(name);
        return name.getBytes(StandardCharsets.UTF_8);
    }

    static TransferRefusedException tooLong() {
        return new TransferRefusedException("the name has more than " + MAX_BYTES + " bytes");
    }

    private static String decode(byte[] utf8) throws TransferRefusedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new TransferRefusedException("the name is not UTF-8");
        }
    }

    private static Optional<String> reasonAgainst(String name) {
        if (name.isEmpty()) {
            return Optional.of("the name is empty");
        }
        if (CONTROL.matcher(name).find()) {
            return Optional.of("the name contains a control character");
        }
        if (name.contains("/") || name.contains("\\")) {
            return Optional.of("the name contains a directory (expected: no / and no \\)");
        }
        if (name.equals(".") || name.equals("..")) {
            return Optional.of("the name is a directory's");
        }
        return reasonAgainstPlain(name);
    }

    private static Optional<String> reasonAgainstPlain(String name) {
        if (DIRECTION.matcher(name).find()) {
            return Optional.of("the name contains a mark that turns the direction of writing");
        }
        if (!name.equals(name.strip()) || name.endsWith(".")) {
            return Optional.of("the name begins or ends with a space, or ends with a dot");
        }
        if (DEVICE.matcher(name).matches()) {
            return Optional.of("the name is that of a device");
        }
        return name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
                ? Optional.of(tooLong().getMessage())
                : Optional.empty();
    }
}
