package atrium.stream.ingest.ffmpeg;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A shared library that defines nothing.
 *
 * <p>The bundled ffmpeg can record a screen and a sound card and therefore names four libraries of a desktop, without
 * which the dynamic linker does not start it on a server or in a container. This service never uses those devices, so
 * it puts empty libraries of these names beside it: functions are looked up when they are first called, which does not
 * happen. It also saves loading some thirty libraries a child where a desktop is installed.
 *
 * <p>The layout is that of the System V ABI (generic, chapters 4 and 5; x86-64 supplement): one loadable segment with
 * the headers, the dynamic section, and what it points to. Versions follow the Linux Standard Base, "Symbol
 * versioning"; without them the linker writes a warning at each start.
 *
 * @param name the file's name and {@code DT_SONAME}
 * @param versions the symbol versions that are asked for
 */
record StandInLibrary(String name, List<String> versions) {

    private static final List<StandInLibrary> ALL = List.of(
            new StandInLibrary("libxcb.so.1", List.of()),
            new StandInLibrary("libxcb-shm.so.0", List.of()),
            new StandInLibrary("libasound.so.2", List.of("ALSA_0.9", "ALSA_0.9.0rc4")),
            new StandInLibrary("libpulse.so.0", List.of("PULSE_0")));

    private static final int EHDR_SIZE = 64;
    private static final int PHDR_SIZE = 56;
    private static final int PHDRS = 3;
    private static final int DYN_SIZE = 16;
    private static final int SYM_SIZE = 24;
    private static final int VERDEF_SIZE = 20;
    private static final int VERDAUX_SIZE = 8;

    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_GNU_STACK = 0x6474e551;

    static void writeAll(Path directory) throws IOException {
        for (StandInLibrary library : ALL) {
            Path file = directory.resolve(library.name());
            if (Files.notExists(file)) {
                Files.write(file, library.bytes());
            }
        }
    }

    byte[] bytes() {
        Strings strings = new Strings();
        int soname = strings.add(name);
        byte[] definitions = definitions(strings);
        byte[] names = strings.bytes();

        long dynamic = EHDR_SIZE + PHDRS * PHDR_SIZE;
        long symbols = dynamic + 10 * DYN_SIZE;
        long hash = symbols + SYM_SIZE;
        long versionOfSymbol = hash + 16;
        long verdef = versionOfSymbol + 8;
        long strtab = verdef + definitions.length;
        long size = strtab + names.length;

        ByteBuffer out = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        header(out);
        program(out, PT_LOAD, 0, size, 0x1000);
        program(out, PT_DYNAMIC, dynamic, 10 * DYN_SIZE, 8);
        program(out, PT_GNU_STACK, 0, 0, 16);
        out.putLong(14).putLong(soname); // DT_SONAME
        out.putLong(4).putLong(hash); // DT_HASH
        out.putLong(5).putLong(strtab); // DT_STRTAB
        out.putLong(6).putLong(symbols); // DT_SYMTAB
        out.putLong(10).putLong(names.length); // DT_STRSZ
        out.putLong(11).putLong(SYM_SIZE); // DT_SYMENT
        out.putLong(0x6ffffff0).putLong(versionOfSymbol); // DT_VERSYM
        out.putLong(0x6ffffffc).putLong(verdef); // DT_VERDEF
        out.putLong(0x6ffffffd).putLong(versions.size() + 1L); // DT_VERDEFNUM
        out.putLong(0).putLong(0); // DT_NULL
        out.put(new byte[SYM_SIZE]); // the symbol 0, which stands for none
        out.putInt(1).putInt(1).putInt(0).putInt(0); // one bucket, one chain, both end at symbol 0
        out.putLong(0); // symbol 0 is local, padded
        return out.put(definitions).put(names).array();
    }

    /** Elf64_Ehdr of a shared object without sections. */
    private static void header(ByteBuffer out) {
        out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        out.putShort((short) 3).putShort((short) 62).putInt(1); // ET_DYN, EM_X86_64, EV_CURRENT
        out.putLong(0).putLong(EHDR_SIZE).putLong(0).putInt(0); // no entry; program headers; no sections; no flags
        out.putShort((short) EHDR_SIZE).putShort((short) PHDR_SIZE).putShort((short) PHDRS);
        out.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    }

    /** Elf64_Phdr, readable and writable: older linkers relocate the dynamic section in place. */
    private static void program(ByteBuffer out, int type, long offset, long size, long alignment) {
        out.putInt(type).putInt(6);
        out.putLong(offset)
                .putLong(offset)
                .putLong(offset)
                .putLong(size)
                .putLong(size)
                .putLong(alignment);
    }

    /** Elf64_Verdef and Elf64_Verdaux: the library itself as number 1, then its versions. */
    private byte[] definitions(Strings strings) {
        ByteBuffer out = ByteBuffer.allocate((versions.size() + 1) * (VERDEF_SIZE + VERDAUX_SIZE))
                .order(ByteOrder.LITTLE_ENDIAN);
        definition(out, strings, 1, name);
        for (int i = 0; i < versions.size(); i++) {
            definition(out, strings, i + 2, versions.get(i));
        }
        return out.array();
    }

    private static void definition(ByteBuffer out, Strings strings, int number, String version) {
        boolean isLast = out.remaining() == VERDEF_SIZE + VERDAUX_SIZE;
        out.putShort((short) 1).putShort((short) (number == 1 ? 1 : 0)); // VER_DEF_CURRENT, VER_FLG_BASE
        out.putShort((short) number).putShort((short) 1).putInt(elfHash(version));
        out.putInt(VERDEF_SIZE).putInt(isLast ? 0 : VERDEF_SIZE + VERDAUX_SIZE);
        out.putInt(strings.add(version)).putInt(0);
    }

    /** The hash function of the System V ABI, chapter 5, "Hash table". */
    private static int elfHash(String text) {
        int hash = 0;
        for (byte b : text.getBytes(StandardCharsets.US_ASCII)) {
            hash = (hash << 4) + b;
            int high = hash & 0xf0000000;
            hash = (hash ^ high >>> 24) & ~high;
        }
        return hash;
    }

    /** A string table: offset 0 is the empty name. */
    private static final class Strings {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Strings() {
            bytes.write(0);
        }

        int add(String text) {
            int offset = bytes.size();
            bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
            bytes.write(0);
            return offset;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
