package atrium.stream.egress.hls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many people are taken to watch. */
class AttendanceTests {

    private final Attendance attendance = new Attendance();

    @Test
    void threeAskOnceInATargetDuration_thenThree() {
        for (int quarter = 0; quarter < 40; quarter++) {
            if (quarter % 4 < 3) {
                attendance.polled();
            }
            attendance.count(0.25, 0);
        }

        assertThat(attendance.viewers()).isBetween(2, 4);
    }

    @Test
    void someWait_thenTheseToo() {
        attendance.polled();
        attendance.count(0.25, 5);

        assertThat(attendance.viewers()).isEqualTo(6);
    }

    @Test
    void nobodyAsksAnyMore_thenNobody() {
        attendance.polled();
        for (int quarter = 0; quarter < 8; quarter++) {
            attendance.count(0.25, 0);
        }

        assertThat(attendance.viewers()).isZero();
    }
}
