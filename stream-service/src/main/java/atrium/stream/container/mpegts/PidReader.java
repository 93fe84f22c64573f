package atrium.stream.container.mpegts;

/** Reads the packets of one PID, whose counter tells of what was lost or came twice (ISO/IEC 13818-1, section 2.4.3.3). */
abstract sealed class PidReader permits SectionReader, PesReader {

    private static final int UNKNOWN = -1;

    private final int pid;
    private int continuity = UNKNOWN;

    PidReader(int pid) {
        this.pid = pid;
    }

    final int pid() {
        return pid;
    }

    final void packet(TransportPacket packet) {
        if (packet.isDiscontinuous()) {
            continuity = UNKNOWN;
            lost();
        }
        if (packet.length() == 0 || packet.continuity() == continuity) {
            return;
        }
        if (continuity != UNKNOWN && packet.continuity() != (continuity + 1 & 0xf)) {
            lost();
        }
        continuity = packet.continuity();
        payload(packet);
    }

    /** The next packet that has payload. */
    abstract void payload(TransportPacket packet);

    /** What is read next does not follow what was read. */
    abstract void lost();

    /** Frees what was read of a unit that never ended. */
    abstract void close();
}
